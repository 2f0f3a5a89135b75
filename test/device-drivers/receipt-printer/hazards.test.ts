import assert from "node:assert/strict";
import { must } from "../../../base/result.ts";
import type { Command } from "../../../device-drivers/escpos/simulator/command-reader.ts";
import { settle } from "../../support/fake-clock.ts";
import { bench, failureOf, receiptOf, stopWith, within } from "./bench-top.ts";

const isProofRequest = (command: Command) =>
  command.kind === "command" && (command.name === "GS r" || (command.name === "GS (" && command.args[0] === 0x48));

describe("receipt-printer: before printing", () => {
  const FAULTS = [
    { fault: "paper-out", code: "printer.paper-out" },
    { fault: "cover-open", code: "printer.cover-open" },
  ] as const;
  for (const profile of ["epson-t88", "custom"] as const) {
    for (const { fault, code } of FAULTS) {
      it(`${profile}, ${fault}: nothing is sent; afterwards it prints`, async () => {
        const { clock, print, simulator } = await bench(profile);
        await simulator.setFault(fault, true);
        const failure = failureOf(await within(clock, print(receiptOf(3)), 5_000));
        assert.deepEqual([failure.code, failure.sent, failure.recovery], [code, "no", "operator"]);
        assert.equal(simulator.uncut, "");
        await simulator.setFault(fault, false);
        must(await within(clock, print(receiptOf(3)), 5_000));
        assert.equal(simulator.papers.length, 1);
      });
    }
  }

  it("a printer that does not answer questions is printed on all the same", async () => {
    const { clock, print, simulator } = await bench();
    let deaf = true;
    simulator.intercept = (command) => {
      if (isProofRequest(command)) deaf = false;
      if (!deaf) void simulator.setFault("mute", false);
      return false;
    };
    await simulator.setFault("mute", true);
    must(await within(clock, print(receiptOf(3)), 5_000));
    assert.equal(simulator.papers.length, 1);
  });

  it("near the end of the roll it prints, and says so", async () => {
    const { clock, print, simulator, reports } = await bench();
    await simulator.setFault("paper-low", true);
    await settle();
    assert.deepEqual(reports.at(-1)?.paper, { roll: "low" });
    must(await within(clock, print(receiptOf(3)), 5_000));
  });

  it("the cable is out: nothing is sent", async () => {
    const { clock, print, pull, lost } = await bench();
    pull();
    await settle();
    const failure = failureOf(await within(clock, print(receiptOf(3)), 5_000));
    assert.deepEqual([failure.code, failure.sent], ["device.offline", "no"]);
    assert.deepEqual(lost, ["transport.closed"]);
  });
});

describe("receipt-printer: while printing", () => {
  for (const profile of ["epson-t88", "snbc", "custom"] as const) {
    it(`${profile}: paper ends in the middle; nobody claims that it is on paper, nor that it is not`, async () => {
      const { clock, print, simulator } = await bench(profile, { rowMs: 10 });
      simulator.rowsLeft = 5;
      const failure = failureOf(await within(clock, print(receiptOf(20)), 10_000));
      assert.deepEqual([failure.code, failure.sent], ["printer.paper-out", "indeterminate"]);
      assert.equal(simulator.papers.length, 0);
    });
  }

  it("after new paper the next citizen gets only the own receipt: the rest of the broken one was thrown away", async () => {
    const { clock, print, simulator } = await bench("epson-t88", { rowMs: 10 });
    simulator.rowsLeft = 5;
    failureOf(await within(clock, print(receiptOf(20)), 10_000));
    await simulator.setFault("paper-out", false);
    await clock.advance(1_000);
    must(await within(clock, print({ lines: [{ kind: "text", text: "下一位" }] }), 10_000));
    assert.equal(simulator.papers.length, 2);
    assert.equal(simulator.papers[0]?.text.split("\n").length, 5);
    assert.equal(simulator.papers[1]?.text, "下一位");
  });

  it("paper ends with the very last row: what is printed whole counts as printed or as unknown, never as not sent", async () => {
    const { clock, print, simulator } = await bench("epson-t88", { rowMs: 10 });
    simulator.rowsLeft = 20;
    const result = await within(clock, print(receiptOf(20)), 10_000);
    assert.ok(result.ok || result.error.sent !== "no");
  });

  it("the cover is opened in the middle", async () => {
    const { clock, print, simulator } = await bench("epson-t88", { rowMs: 100 });
    const printing = print(receiptOf(20));
    await within(clock, untilPrinted(simulator, 3), 5_000);
    await simulator.setFault("cover-open", true);
    const failure = failureOf(await within(clock, printing, 10_000));
    assert.deepEqual([failure.code, failure.sent], ["printer.cover-open", "indeterminate"]);
  });

  it("the cutter jams: the failure names it, and the error is left behind", async () => {
    const { clock, print, simulator, counts } = await bench();
    await simulator.setFault("cutter-jam", true);
    const failure = failureOf(await within(clock, print(receiptOf(3)), 10_000));
    assert.deepEqual([failure.code, failure.sent], ["printer.cutter", "indeterminate"]);
    assert.equal(counts["FailedPaperCutCount"], 1);
    await simulator.setFault("cutter-jam", false);
    must(await within(clock, print(receiptOf(1)), 10_000));
  });

  it("the cable is pulled in the middle: neither printed nor not printed", async () => {
    const { clock, print, pull, simulator, lost } = await bench("epson-t88", { rowMs: 100 });
    const printing = print(receiptOf(20));
    await within(clock, untilPrinted(simulator, 3), 5_000);
    pull();
    const failure = failureOf(await within(clock, printing, 10_000));
    assert.equal(failure.sent, "indeterminate");
    assert.deepEqual(lost, ["transport.closed"]);
  });

  for (const profile of ["epson-t88", "snbc"] as const) {
    it(`${profile}: power fails between the last row and the proof: printed, but not proved`, async () => {
      const { clock, print, simulator } = await bench(profile);
      simulator.intercept = (command) => {
        if (!isProofRequest(command) || simulator.papers.length === 0) return false;
        simulator.powerCut();
        return true;
      };
      const failure = failureOf(await within(clock, print(receiptOf(3)), 10_000));
      assert.deepEqual([failure.code, failure.sent], ["printer.lost-track", "indeterminate"]);
      assert.equal(simulator.papers.length, 1);
    });
  }

  it("the printer falls silent: no proof after three questions, and nobody claims anything", async () => {
    const { clock, print, simulator } = await bench("epson-t88", { rowMs: 50 });
    const printing = print(receiptOf(20));
    await within(clock, untilPrinted(simulator, 3), 5_000);
    await simulator.setFault("silent", true);
    const failure = failureOf(await within(clock, printing, 10_000));
    assert.deepEqual([failure.code, failure.sent], ["printer.no-reply", "indeterminate"]);
  });

  it("the deadline passes: the answer comes at once, and what is left in the printer is thrown away", async () => {
    const { clock, print, simulator } = await bench("epson-t88", { rowMs: 200 });
    const stop = new AbortController();
    const printing = print(receiptOf(30), stop);
    await within(clock, untilPrinted(simulator, 5), 5_000);
    stopWith(stop, "device.timeout");
    await settle();
    const failure = failureOf(await printing);
    assert.deepEqual([failure.code, failure.sent], ["device.timeout", "indeterminate"]);
    await clock.advance(10_000);
    assert.equal(simulator.papers.length, 1);
    assert.ok((simulator.papers[0]?.text.split("\n").length ?? 99) < 10);
    assert.equal(simulator.buffer.length, 0);
  });

  it("the next receipt right after a stopped one waits for the cleaning up and comes out alone and whole", async () => {
    const { clock, print, simulator } = await bench("epson-t88", { rowMs: 200 });
    const stop = new AbortController();
    const printing = print(receiptOf(30), stop);
    await within(clock, untilPrinted(simulator, 3), 5_000);
    stopWith(stop, "device.cancelled");
    const next = print(receiptOf(3));
    failureOf(await printing);
    must(await within(clock, next, 10_000));
    assert.deepEqual(simulator.papers.at(-1)?.text.split("\n"), ["第 1 行 样张", "第 2 行 样张", "第 3 行 样张"]);
  });

  it("a false proof, meant for another job, is not taken", async () => {
    const { clock, print, simulator } = await bench("epson-t88");
    simulator.intercept = (command) => {
      if (command.kind === "command" && command.name === "GS (" && command.args[0] === 0x48) command.args.write("ZZZZ", 5, "latin1");
      return false;
    };
    let answered = false;
    const printing = print(receiptOf(3), new AbortController()).finally(() => {
      answered = true;
    });
    await clock.advance(3_000);
    assert.equal(answered, false);
    await simulator.setFault("silent", true);
    assert.equal(failureOf(await within(clock, printing, 10_000)).sent, "indeterminate");
  });

  it("where answers carry no number, a job given up ends the connection, so that its late answer proves nothing", async () => {
    const { clock, print, simulator, lost } = await bench("snbc", { rowMs: 100 });
    const stop = new AbortController();
    const printing = print(receiptOf(20), stop);
    await within(clock, untilPrinted(simulator, 2), 5_000);
    stopWith(stop, "device.cancelled");
    assert.equal(failureOf(await within(clock, printing, 1_000)).code, "device.cancelled");
    assert.deepEqual(lost, ["device.cancelled"]);
  });
});

async function untilPrinted(simulator: { readonly uncut: string }, rows: number): Promise<void> {
  while (simulator.uncut.split("\n").length < rows) await new Promise((resolve) => setImmediate(resolve));
}
