import assert from "node:assert/strict";
import { must } from "../../../base/result.ts";
import { encodeGb18030 } from "../../../device-drivers/escpos/character-sets.ts";
import { printerBench } from "../escpos/printer-rig.ts";
import { bench, failureOf, receiptOf, within } from "./bench-top.ts";

const text = (rows: number) =>
  receiptOf(rows)
    .lines.map((line) => (line.kind === "text" ? line.text : ""))
    .join("\n");

describe("receipt-printer: a line as slow as its baud rate", () => {
  for (const baud of [9_600, 115_200]) {
    for (const profile of ["epson-t88", "snbc", "custom"]) {
      it(`${profile} at ${baud} baud: whole, and not before the bytes can have arrived`, async () => {
        const { clock, print, simulator } = await bench(profile, { baud });
        const start = clock.monotonic();
        must(await within(clock, print(receiptOf(100)), 30_000));
        assert.equal(simulator.papers[0]?.text, text(100));
        const wireMs = (encodeGb18030(text(100)).length * 10_000) / baud;
        assert.ok(clock.monotonic() - start >= wireMs, `${clock.monotonic() - start} ms of at least ${wireMs}`);
      });
    }
  }

  for (const profile of ["epson-t88", "snbc"]) {
    it(`${profile} on three wires, without XON, XOFF or handshake lines: no buffer of 4 KB runs over`, async () => {
      const { clock, print, simulator } = await bench(profile, { baud: 115_200, flow: "none", bufferBytes: 4_096, rowMs: 20 });
      must(await within(clock, print(receiptOf(500)), 60_000));
      assert.equal(simulator.buffer.lostBytes, 0);
      assert.equal(simulator.papers[0]?.text, text(500));
    });

    it(`${profile} goes off and on again in the middle, on a line that stays up: what follows is no proof of the whole`, async () => {
      for (const afterMs of [100, 300, 600, 900, 1_200, 1_500]) {
        const { clock, print, simulator } = await bench(profile, { baud: 9_600 });
        const printing = print(receiptOf(120));
        await clock.advance(afterMs);
        simulator.powerOff();
        await clock.advance(2_500);
        simulator.powerOn();
        await clock.advance(15_000);
        const stop = await Promise.race([printing, Promise.resolve("still waiting for the proof")]);
        // Waiting until the deadline is right as well: what must not come is a proof.
        if (typeof stop !== "string") assert.equal(failureOf(stop).sent, "indeterminate", `off after ${afterMs} ms`);
      }
    });
  }

  it("an XON that was lost with the power does not keep the printer from ever printing again", async () => {
    const { clock, print, simulator } = await bench("epson-t88", { bufferBytes: 512, rowMs: 50 });
    const printing = print(receiptOf(100));
    await clock.advance(500);
    simulator.powerOff();
    assert.equal(failureOf(await within(clock, printing, 30_000)).sent, "indeterminate");
    simulator.powerOn();
    must(await within(clock, print(receiptOf(100)), 30_000));
  });

  it("after new paper the rest of a broken receipt answers late: it proves nothing of the next one", async () => {
    const { bench: hall, simulator } = printerBench("receipt-printer", "snbc", { rowMs: 50 });
    const print = (rows: number) => hall.unit.execute("print" as never, { job: `j${rows}`, document: receiptOf(rows) } as never);
    await hall.start();
    assert.ok(await hall.untilStatus(({ state }) => state === "online"));
    simulator.rowsLeft = 5;
    assert.equal((await hall.until(print(60))).ok, false);
    assert.ok(await hall.untilStatus(({ paper }) => paper["roll"] === "out"));
    await simulator.setFault("paper-out", false);
    const printed = await hall.until(print(7));
    assert.ok(printed.ok, "not printed");
    assert.equal(simulator.papers.at(-1)?.text, text(7));
    await hall.close();
  });
});
