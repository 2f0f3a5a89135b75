import assert from "node:assert/strict";
import fc from "fast-check";
import { must } from "../../../base/result.ts";
import { hindrance } from "../../../device-drivers/escpos/condition.ts";
import { FULL_STATUS, fromFullStatus } from "../../../device-drivers/escpos/full-status.ts";
import { profileNamed } from "../../../device-drivers/escpos/profiles.ts";
import { ReplyParser } from "../../../device-drivers/escpos/reply-parser.ts";
import { answerByte, fullStatusBytes, type PrinterState } from "../../../device-drivers/escpos/simulator/state-bytes.ts";
import { NOTHING_KNOWN, withAnswer } from "../../../device-drivers/escpos/status.ts";

const byte = fc.integer({ min: 0, max: 255 });
const four = fc.record({ paper: byte, user: byte, recoverable: byte, unrecoverable: byte });
const encode = (bytes: { paper: number; user: number; recoverable: number; unrecoverable: number }) =>
  FULL_STATUS.encode({ head: undefined, ...bytes });
const FINE: PrinterState = { offline: false, coverOpen: false, cutterError: false, jammed: false, paper: "full", inPresenter: false };

describe("escpos/full-status (Custom, DLE EOT 20)", () => {
  it("whatever the four bytes are, they come back as they were sent", () => {
    fc.assert(fc.property(four, (bytes) => assert.deepEqual(must(FULL_STATUS.decode(encode(bytes))), { head: undefined, ...bytes })));
  });

  it("cut short, too long, or with another head it says nothing", () => {
    const whole = fullStatusBytes(FINE);
    for (let length = 0; length < whole.length; length++) assert.equal(fromFullStatus(whole.subarray(0, length)).ok, false);
    assert.equal(fromFullStatus(Buffer.concat([whole, Buffer.of(0)])).ok, false);
    assert.equal(fromFullStatus(Buffer.from([0x10, 0x07, 0, 0, 0, 0])).ok, false);
  });

  const STATES: readonly { state: Partial<PrinterState>; code: string | undefined; presenter?: string; roll?: string }[] = [
    { state: {}, code: undefined, presenter: "notPresent", roll: "full" },
    { state: { inPresenter: true }, code: undefined, presenter: "present" },
    { state: { paper: "low" }, code: undefined, roll: "low" },
    { state: { paper: "out" }, code: "printer.paper-out", roll: "out" },
    { state: { coverOpen: true, paper: "out" }, code: "printer.cover-open" },
    { state: { cutterError: true }, code: "printer.cutter" },
    { state: { jammed: true }, code: "printer.jam" },
  ];
  for (const { state, code, presenter, roll } of STATES) {
    it(`${JSON.stringify(state)} means ${code ?? "it can print"}`, () => {
      const condition = must(fromFullStatus(fullStatusBytes({ ...FINE, ...state })));
      assert.equal(hindrance({ ...condition, online: true })?.code, code);
      if (presenter) assert.equal(condition.presenter, presenter);
      if (roll) assert.equal(condition.roll, roll);
    });
  }

  it("a notch that is not found is an error of the paper, a broken memory one for maintenance", () => {
    assert.deepEqual(must(fromFullStatus(encode({ paper: 0, user: 0, recoverable: 0x80, unrecoverable: 0 }))).errors, ["black-mark"]);
    assert.deepEqual(must(fromFullStatus(encode({ paper: 0, user: 0, recoverable: 0, unrecoverable: 0x04 }))).errors, ["unrecoverable"]);
  });

  it("is told apart however it is cut, also where its bytes look like XON, XOFF or another answer", () => {
    fc.assert(
      fc.property(four, fc.integer({ min: 1, max: 5 }), (bytes, cut) => {
        const parser = new ReplyParser("DLE EOT 20");
        const sent = Buffer.concat([encode(bytes), Buffer.of(0x12)]);
        const got = [...parser.push(sent.subarray(0, cut)), ...parser.push(sent.subarray(cut))];
        assert.deepEqual(got, [
          { kind: "full", bytes: encode(bytes) },
          { kind: "real-time", byte: 0x12 },
        ]);
      }),
    );
  });

  it("one that broke off is forgotten with its question, so that the next answer is not taken for its end", () => {
    const parser = new ReplyParser("DLE EOT 20");
    assert.deepEqual(parser.push(Buffer.from([0x10, 0x0f, 0, 0])), []);
    assert.deepEqual(parser.forget(), [{ kind: "noise", count: 4 }]);
    assert.equal(parser.push(fullStatusBytes(FINE))[0]?.kind, "full");
  });

  it("the same bytes on an Epson are automatic status: which it is, the profile says", () => {
    assert.deepEqual(
      new ReplyParser().push(Buffer.from([0x10, 0x0f, 0, 0])).map(({ kind }) => kind),
      ["automatic"],
    );
  });

  it("Citizen: bit 6 of question 4 is the presenter, clear when paper lies there, and never paper end", () => {
    const citizen = profileNamed("citizen-ppu");
    const ask = (state: PrinterState) => must(withAnswer(NOTHING_KNOWN, 4, answerByte(4, state, "DLE EOT 4 bit 6 clear"), citizen));
    assert.deepEqual([ask(FINE).presenter, ask(FINE).roll], ["notPresent", "full"]);
    assert.deepEqual([ask({ ...FINE, inPresenter: true }).presenter, ask({ ...FINE, paper: "out" }).roll], ["present", "out"]);
  });
});
