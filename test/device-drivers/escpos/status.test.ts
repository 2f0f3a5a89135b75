import assert from "node:assert/strict";
import { must } from "../../../base/result.ts";
import { hindrance, observe } from "../../../device-drivers/escpos/condition.ts";
import { profileNamed } from "../../../device-drivers/escpos/profiles.ts";
import { answerByte, automaticBytes, type PrinterState } from "../../../device-drivers/escpos/simulator/state-bytes.ts";
import { type Condition, fromAutomatic, NOTHING_KNOWN, withAnswer } from "../../../device-drivers/escpos/status.ts";

const EPSON = profileNamed("epson-t88");
const SNBC = profileNamed("snbc");
const BYTES = Array.from({ length: 256 }, (_, byte) => byte);
const QUESTIONS = [1, 2, 3, 4] as const;

const STATES: PrinterState[] = [false, true].flatMap((coverOpen) =>
  [false, true].flatMap((cutterError) =>
    (["full", "low", "out"] as const).map((paper) => ({
      coverOpen,
      cutterError,
      paper,
      jammed: false,
      inPresenter: false,
      offline: coverOpen || cutterError || paper === "out",
    })),
  ),
);

function ask(state: PrinterState): Condition {
  return QUESTIONS.reduce((known, question) => must(withAnswer(known, question, answerByte(question, state), EPSON)), NOTHING_KNOWN);
}

describe("escpos/status", () => {
  for (const question of QUESTIONS) {
    it(`of 256 values only the 16 with correct fixed bits are an answer to DLE EOT ${question}`, () => {
      assert.equal(BYTES.filter((byte) => withAnswer(NOTHING_KNOWN, question, byte, EPSON).ok).length, 16);
    });
  }

  it("of 256 first bytes 16 begin an automatic status, of 256 others 64 go on with it", () => {
    assert.equal(BYTES.filter((byte) => fromAutomatic([byte, 0, 0, 0] as unknown as Uint8Array, SNBC).ok).length, 16);
    for (const place of [1, 2, 3]) {
      const accepted = BYTES.filter((byte) => {
        const four = [0x10, 0, 0, 0];
        four[place] = byte;
        return fromAutomatic(Uint8Array.from(four), SNBC).ok;
      });
      assert.equal(accepted.length, 64);
    }
    assert.equal(fromAutomatic(Uint8Array.from([0x10, 0, 0]), SNBC).ok, false);
  });

  it("asking four questions and reading the automatic status say the same of every state", () => {
    for (const state of STATES) {
      const automatic = must(fromAutomatic(automaticBytes(state), EPSON));
      assert.deepEqual(ask(state), automatic, JSON.stringify(state));
      assert.equal(automatic.cover, state.coverOpen ? "open" : "closed");
      assert.equal(automatic.roll, state.paper);
    }
  });

  const NAMED: readonly { state: Partial<PrinterState>; code: string | undefined; observed: Partial<ReturnType<typeof observe>> }[] = [
    { state: {}, code: undefined, observed: { state: "online", paper: { roll: "full" } } },
    { state: { paper: "low" }, code: undefined, observed: { state: "online", paper: { roll: "low" } } },
    // The end of the roll also raises near-end: "out" must win.
    { state: { paper: "out", offline: true }, code: "printer.paper-out", observed: { state: "online", paper: { roll: "out" } } },
    {
      state: { coverOpen: true, paper: "out", offline: true },
      code: "printer.cover-open",
      observed: { state: "userError", cover: "open" },
    },
    { state: { cutterError: true, offline: true }, code: "printer.cutter", observed: { state: "hardwareError" } },
    { state: { offline: true }, code: undefined, observed: { state: "offline" } },
  ];
  for (const { state, code, observed } of NAMED) {
    it(`${JSON.stringify(state)} means ${code ?? "it can print"}`, () => {
      const condition = ask({
        coverOpen: false,
        cutterError: false,
        paper: "full",
        offline: false,
        jammed: false,
        inPresenter: false,
        ...state,
      });
      assert.equal(hindrance(condition)?.code, code);
      for (const [key, value] of Object.entries(observed)) assert.deepEqual(observe(condition)[key as keyof typeof observed], value);
    });
  }

  it("bit 2 of the error byte is a paper jam only where the profile says so", () => {
    assert.deepEqual(must(withAnswer(NOTHING_KNOWN, 3, 0x16, SNBC)).errors, ["jam"]);
    assert.deepEqual(must(withAnswer(NOTHING_KNOWN, 3, 0x16, EPSON)).errors, ["mechanical"]);
  });

  it("stopped by paper end counts also where the roll has no sensor of its own", () => {
    const stopped = must(withAnswer(NOTHING_KNOWN, 2, 0x32, EPSON));
    assert.equal(must(withAnswer(stopped, 4, 0x12, EPSON)).roll, "out");
  });

  it("nothing known keeps nobody from printing", () => {
    assert.equal(hindrance(NOTHING_KNOWN), undefined);
    assert.deepEqual(observe(NOTHING_KNOWN), { state: "offline", paper: { roll: "unknown" }, cover: "unknown", reasons: ["no-reply"] });
  });
});
