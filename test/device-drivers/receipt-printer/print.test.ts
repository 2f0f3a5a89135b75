import assert from "node:assert/strict";
import { must } from "../../../base/result.ts";
import type { ReceiptDocument } from "../../../config/documents/receipt.ts";
import { PROFILE_NAMES, profileNamed } from "../../../device-drivers/escpos/profiles.ts";
import { bench, failureOf, receiptOf, within } from "./bench-top.ts";

const RECEIPT: ReceiptDocument = {
  lines: [
    { kind: "text", text: "示例市政务服务大厅", align: "center", size: "double", bold: true },
    { kind: "rule" },
    { kind: "pair", left: "姓名", right: "张三样" },
    { kind: "pair", left: "受理编号", right: "20260105-0001" },
    { kind: "feed", lines: 1 },
    { kind: "qr", data: "https://hall.example.invalid/c/20260105-0001" },
    { kind: "text", text: "样张", align: "right" },
  ],
};

describe("receipt-printer: printing", () => {
  for (const name of PROFILE_NAMES) {
    it(`${profileNamed(name).model}: the receipt on paper reads as it was written, and the printer itself proves it`, async () => {
      const { clock, print, simulator } = await bench(name);
      const printed = must(await within(clock, print(RECEIPT), 5_000));
      assert.deepEqual(printed, { proof: profileNamed(name).proof.is });
      assert.equal(simulator.papers.length, 1);
      const lines = simulator.papers[0]?.text.split("\n") ?? [];
      assert.deepEqual(lines, [
        "   示例市政务服务大厅",
        "-".repeat(48),
        `姓名${" ".repeat(38)}张三样`,
        `受理编号${" ".repeat(27)}20260105-0001`,
        "",
        "[QR https://hall.example.invalid/c/20260105-0001]",
        `${" ".repeat(44)}样张`,
      ]);
      assert.deepEqual(simulator.papers[0]?.qrCodes, ["https://hall.example.invalid/c/20260105-0001"]);
      assert.equal(simulator.output.holds, profileNamed(name).presenter.is !== "none");
    });
  }

  it("two receipts are two papers", async () => {
    const { clock, print, simulator, counts } = await bench();
    must(await within(clock, print(receiptOf(2)), 5_000));
    must(await within(clock, print(receiptOf(3)), 5_000));
    assert.deepEqual(
      simulator.papers.map((paper) => paper.text.split("\n").length),
      [2, 3],
    );
    assert.equal(counts["GoodPrintCount"], 2);
    assert.equal(counts["ReceiptLinePrintedCount"], 5);
  });

  it("a slow printer is waited for: nothing counts as printed before the printer says so", async () => {
    const { clock, print, simulator } = await bench("epson-t88", { rowMs: 200 });
    let answered = false;
    const printing = print(receiptOf(10)).finally(() => {
      answered = true;
    });
    await clock.advance(1_500);
    assert.equal(answered, false);
    assert.equal(simulator.papers.length, 0);
    must(await within(clock, printing, 5_000));
    assert.equal(simulator.papers.length, 1);
  });

  it("a printer that says XOFF gets no more bytes until it says XON", async () => {
    const { clock, print, simulator } = await bench("snbc", { rowMs: 20, bufferBytes: 1_024 });
    let most = 0;
    simulator.intercept = () => {
      most = Math.max(most, simulator.buffer.length);
      return false;
    };
    must(await within(clock, print(receiptOf(300)), 30_000));
    assert.equal(simulator.papers[0]?.text.split("\n").length, 300);
    assert.ok(most < 3_000, `${most} bytes waited in the printer`);
  });

  it("a QR code that is not an address in ASCII is refused before anything is sent", async () => {
    const { print, simulator } = await bench();
    const failure = failureOf(await print({ lines: [{ kind: "qr", data: "中文" }] }));
    assert.deepEqual([failure.code, failure.sent], ["printer.document-refused", "no"]);
    assert.equal(simulator.uncut, "");
  });
});
