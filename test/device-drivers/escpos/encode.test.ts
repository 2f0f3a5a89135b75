import assert from "node:assert/strict";
import { duplexPair } from "node:stream";
import fc from "fast-check";
import { must } from "../../../base/result.ts";
import type { ReceiptDocument, ReceiptLine } from "../../../config/documents/receipt.ts";
import { columnsIn, encodeGb18030, prints } from "../../../device-drivers/escpos/character-sets.ts";
import { rasterImage } from "../../../device-drivers/escpos/commands.ts";
import { encodeReceipt } from "../../../device-drivers/escpos/encode.ts";
import { layoutPair, layoutText, wrap } from "../../../device-drivers/escpos/layout.ts";
import type { PaperWidthMm } from "../../../device-drivers/escpos/papers.ts";
import { profileNamed } from "../../../device-drivers/escpos/profiles.ts";
import { ReceiptPrinterSimulator } from "../../../device-drivers/escpos/simulator/simulator.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";

const EPSON = profileNamed("epson-t88");
const bytesOf = (lines: readonly ReceiptLine[], paper: PaperWidthMm = 80) => must(encodeReceipt({ lines }, EPSON, paper)).bytes;

async function printed(document: ReceiptDocument, characters: "gb2312" | "gb18030" = "gb18030") {
  const simulator = new ReceiptPrinterSimulator({ clock: new FakeClock(), characters });
  const [ours, theirs] = duplexPair();
  simulator.attach(theirs);
  ours.write(must(encodeReceipt(document, characters === "gb2312" ? profileNamed("custom") : EPSON, 80)).bytes);
  await settle();
  return simulator.papers[0];
}

describe("escpos/encode: characters", () => {
  const SETS = [
    { character: "政", gb2312: true, gbk: true, two: true, four: true },
    { character: "镕", gb2312: false, gbk: true, two: true, four: true },
    { character: "䶮", gb2312: false, gbk: false, two: true, four: true },
    { character: "𬭩", gb2312: false, gbk: false, two: false, four: true },
    // One byte (80) in cp936, two in GB 18030.
    { character: "€", gb2312: false, gbk: false, two: true, four: true },
    // Two bytes in GB 18030, but one column wide by its nature: firmware would print it two wide.
    { character: "ñ", gb2312: false, gbk: false, two: false, four: false },
    { character: "A", gb2312: true, gbk: true, two: true, four: true },
    { character: "\u001b", gb2312: false, gbk: false, two: false, four: false },
    { character: "\ue000", gb2312: false, gbk: false, two: false, four: false },
  ] as const;
  for (const row of SETS) {
    it(`U+${row.character.codePointAt(0)?.toString(16)} is in the sets that have it, and in no other`, () => {
      assert.deepEqual(
        [
          prints("gb2312", row.character),
          prints("gbk", row.character),
          prints("gb18030-2byte", row.character),
          prints("gb18030", row.character),
        ],
        [row.gb2312, row.gbk, row.two, row.four],
      );
    });
  }

  it("GB 2312 has 7 445 characters and symbols, no more and no fewer", () => {
    let count = 0;
    for (let lead = 0xa1; lead <= 0xf7; lead++) {
      for (let trail = 0xa1; trail <= 0xfe; trail++) {
        const text = new TextDecoder("gb18030").decode(Uint8Array.of(lead, trail));
        // A character of the set that is not two columns wide is drawn, and so not "in" it; none of these may be a Chinese one.
        if (prints("gb2312", text) && encodeGb18030(text).length === 2) count += 1;
        else if (lead >= 0xb0 && !(lead === 0xd7 && trail > 0xf9)) assert.fail(`${text} is missing`);
      }
    }
    assert.ok(count > 7_300 && count <= 7_445, `${count}`);
  });

  it("a name with a character the printer lacks is drawn as a picture, the other lines stay text", async () => {
    const paper = await printed(
      {
        lines: [
          { kind: "text", text: "姓名" },
          { kind: "text", text: "张䶮𬭩" },
          { kind: "text", text: "样张" },
        ],
      },
      "gb2312",
    );
    assert.deepEqual(paper?.text.split("\n"), ["姓名", "[image 576×30]", "样张"]);
    assert.equal(paper?.images.length, 1);
    const bits = bytesOf([{ kind: "text", text: "𬭩" }]);
    assert.ok(
      bits.subarray(20).some((byte) => byte !== 0),
      "the picture is not blank",
    );
  });

  it("four-byte characters go out as text where the printer has them", async () => {
    const gb18030 = { ...EPSON, characters: { is: "gb18030", why: "" } } as const;
    const { bytes } = must(encodeReceipt({ lines: [{ kind: "text", text: "张䶮𬭩" }] }, gb18030, 80));
    assert.ok(bytes.includes(Buffer.from("d5c5fe9f9933ab39", "hex")));
  });

  it("a character no font here has is named by its number", async () => {
    const paper = await printed({ lines: [{ kind: "text", text: "张𠮷" }] });
    assert.equal(paper?.text, "张〔U+20BB7〕");
  });
});

describe("escpos/encode: nothing of the data becomes a command", () => {
  it("whatever a name holds, no control byte of it reaches the printer", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 30 }), (name) => {
        const text = layoutText({ kind: "text", text: `${name}\u001b@\u0010\u0004\u0001\u001dV0` }, 48);
        for (const row of text) assert.doesNotMatch(row.text, /[\p{Cc}\p{Cs}\p{Cf}]/u);
      }),
    );
  });

  it("an ESC in a name prints as a blank", async () => {
    const paper = await printed({ lines: [{ kind: "pair", left: "姓名", right: "张\u001b@三\n样" }] });
    assert.match(paper?.text ?? "", /张 @三 样$/);
  });

  for (const [first, second] of [
    [0x10, 0x04],
    [0x10, 0x05],
    [0x10, 0x14],
  ] as const) {
    it(`a picture whose dots are the real-time command ${first.toString(16)} 0${second.toString(16)} gets one dot more`, () => {
      const bits = Uint8Array.of(0, first, second, 1, first, first, second, 0);
      const sent = rasterImage({ widthBytes: 8, height: 1, bits });
      assert.deepEqual([...sent.subarray(8)], [0, 0x18, second, 1, first, 0x18, second, 0]);
    });
  }

  it("pictures hold no real-time command, so that a name cannot clear the printer", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0x4e00, max: 0x9fa5 }), { minLength: 1, maxLength: 24 }), fc.boolean(), (codes, bold) => {
        const text = `𬭩${String.fromCodePoint(...codes)}`;
        const bytes = bytesOf([{ kind: "text", text, bold }]);
        for (let at = 0; at + 1 < bytes.length; at++) {
          if (bytes[at] === 0x10) assert.ok(![0x04, 0x05, 0x14].includes(bytes[at + 1] ?? 0), `at ${at}`);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("escpos/encode: columns", () => {
  it("no row is wider than the paper, and nothing but blanks is lost by wrapping", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("政", "务", "，", "。", "A", "7", " ", "word", "12345678901234567890"), { maxLength: 60 }),
        fc.constantFrom(16, 32, 48),
        (parts, columns) => {
          const text = parts.join("");
          const rows = wrap(text, columns);
          for (const row of rows) assert.ok(columnsIn(row) <= columns, row);
          assert.equal(rows.join("").replaceAll(" ", ""), text.replaceAll(" ", ""));
        },
      ),
    );
  });

  it("a value too long for its row stands in its own block beside the label", () => {
    const rows = layoutPair({ kind: "pair", left: "地址", right: "示例市示例区示例路 1234 号示例大厦 A 座 1505 室" }, 32).map(
      (row) => row.text,
    );
    assert.deepEqual(rows, ["地址 示例市示例区示例路 1234 号", "     示例大厦 A 座 1505 室"]);
  });

  it("a full stop does not begin a row", () => {
    assert.deepEqual(wrap("请于三日内到窗口领取证书。谢谢", 24), ["请于三日内到窗口领取证", "书。谢谢"]);
  });

  it("the QR code carries its own length in bytes and the address as it is", () => {
    const data = "https://hall.example.invalid/c/1";
    const bytes = bytesOf([{ kind: "qr", data }]);
    const at = bytes.indexOf(Buffer.from([49, 80, 48]));
    assert.equal(bytes.readUInt16LE(at - 2), data.length + 3);
    assert.equal(bytes.toString("latin1", at + 3, at + 3 + data.length), data);
  });

  it("an address too long to be read by a telephone is refused", () => {
    const result = encodeReceipt({ lines: [{ kind: "rule" }, { kind: "qr", data: "x".repeat(2_000) }] }, EPSON, 58);
    assert.deepEqual(result, { ok: false, error: { line: 1, problem: "qr-too-long" } });
  });
});
