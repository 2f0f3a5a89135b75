import assert from "node:assert/strict";
import fc from "fast-check";
import iconv from "iconv-lite";
import { type AimRule, readCode } from "../../../device-drivers/code-scanner/read-code.ts";

function read(bytes: Uint8Array | string, rule: AimRule = "optional", aim: string | null = null): unknown {
  const code = { isWanted: true, problem: null, aim, bytes: Buffer.from(bytes as Uint8Array) };
  const result = readCode(code, rule);
  assert.ok(
    code.bytes.every((byte) => byte === 0),
    "the bytes of the code were kept",
  );
  return result.ok ? result.value : result.error;
}

describe("code-scanner/read-code", () => {
  it("takes the AIM identifier off the text, also where it is not required", () => {
    assert.deepEqual(read("]Q1SLT-1", "required"), { aim: "Q1", text: "SLT-1" });
    assert.deepEqual(read("]C0SLT-1"), { aim: "C0", text: "SLT-1" });
    assert.deepEqual(read("SLT-1"), { aim: null, text: "SLT-1" });
    assert.deepEqual(read("]Q1SLT-1", "never"), { aim: null, text: "]Q1SLT-1" });
    assert.deepEqual(read("]Q1SLT-1", "required", "d2"), { aim: "d2", text: "]Q1SLT-1" });
  });

  it("refuses a code without the identifier where it is required", () => {
    assert.equal(read("SLT-1", "required"), "no-aim-identifier");
    assert.equal(read("]1QSLT-1", "required"), "no-aim-identifier");
  });

  it("takes ]X, which is no bar code, for the scanner's own talk", () => {
    assert.equal(read("]X0Product Name: example", "required"), null);
    assert.equal(read("Product Name: example", "required", "X0"), null);
  });

  it("reads Chinese in UTF-8 and in GBK, and a rare character in four bytes of GB 18030", () => {
    for (const text of ["示例市营业执照", "联通", "张䶮𬭩", "A1-甲"]) {
      assert.deepEqual(read(Buffer.from(text)), { aim: null, text });
      assert.deepEqual(read(iconv.encode(text, "gb18030")), { aim: null, text });
    }
  });

  it("keeps the separators that GS1 codes carry", () => {
    assert.deepEqual(read("]d201034\x1d21ABC"), { aim: "d2", text: "01034\x1d21ABC" });
  });

  it("refuses what is no text, and what is empty", () => {
    assert.equal(read(Buffer.from([0x00, 0x01, 0x02])), "not-text");
    assert.equal(read(Buffer.from([0xff, 0xfe, 0x80, 0x9c])), "not-text");
    assert.equal(read("]Q1", "required"), "empty");
  });

  it("answers any bytes with a text or a reason, never a throw, and a text without control characters", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), fc.constantFrom("required", "optional", "never"), (bytes, rule) => {
        const found = read(bytes, rule);
        if (found === null || typeof found === "string") return;
        const { text } = found as { text: string };
        assert.ok(text.length > 0 && text.isWellFormed() && ![..."\0\r\n\x1b"].some((control) => text.includes(control)));
      }),
    );
  });

  it("gives back any text that a code can hold", () => {
    const text = fc.string({ unit: fc.constantFrom(..."示例甲AZ09-./:?=&_ ", "𬭩"), minLength: 1, maxLength: 80 });
    fc.assert(fc.property(text, (one) => assert.deepEqual(read(`]Q1${one}`, "required"), { aim: "Q1", text: one })));
  });
});
