import assert from "node:assert/strict";
import { must } from "../../../base/result.ts";
import { settle } from "../../support/fake-clock.ts";
import { type Bench, bench, failureOf, receiptOf, stopWith, within } from "./bench-top.ts";

const sensor = ({ reports }: Bench) => reports.at(-1)?.sensors?.["presenter"];

async function withPaperInOutput(profile = "custom", retractAfterMs = 60_000): Promise<Bench> {
  const top = await bench(profile, {}, { retractAfterMs });
  must(await within(top.clock, top.print(receiptOf(2)), 10_000));
  return top;
}

describe("receipt-printer: the paper in the presenter", () => {
  for (const profile of ["custom", "custom-kpm210", "citizen-ppu"]) {
    it(`${profile}: once printed it waits there, and is seen to be taken`, async () => {
      const top = await withPaperInOutput(profile);
      assert.equal(sensor(top), "present");
      top.simulator.takePaper();
      // A unit that tells nothing by itself is asked every second.
      await top.clock.advance(1_500);
      assert.equal(sensor(top), "notPresent");
    });
  }

  it("a unit that tells changes by itself tells at once that it was taken", async () => {
    const top = await withPaperInOutput();
    top.simulator.takePaper();
    await settle();
    assert.equal(sensor(top), "notPresent");
  });

  it("a printer without such a sensor says nothing of it", async () => {
    const { reports } = await bench("epson-t88");
    assert.equal(reports.at(-1)?.sensors, undefined);
  });

  it("left behind, it is drawn back with the person's data on it", async () => {
    const top = await withPaperInOutput("custom", 30_000);
    await top.clock.advance(29_000);
    assert.equal(top.simulator.output.retracted, 0);
    await top.clock.advance(3_000);
    assert.equal(top.simulator.output.retracted, 1);
    assert.equal(sensor(top), "notPresent");
  });

  it("taken in time it is not drawn back, and the next one has its own time", async () => {
    const top = await withPaperInOutput("custom", 30_000);
    await top.clock.advance(25_000);
    top.simulator.takePaper();
    must(await within(top.clock, top.print(receiptOf(1)), 10_000));
    await top.clock.advance(20_000);
    assert.equal(top.simulator.output.retracted, 0);
    await top.clock.advance(15_000);
    assert.equal(top.simulator.output.retracted, 1);
  });

  it("a hall that sets no time keeps it there", async () => {
    const top = await withPaperInOutput("custom", 0);
    await top.clock.advance(600_000);
    assert.equal(top.simulator.output.holds, true);
  });

  it("a paper that a former process left there is drawn back as well", async () => {
    const top = await bench("custom", {}, { retractAfterMs: 30_000 });
    top.simulator.output.holds = true;
    await within(top.clock, top.printer.status(new AbortController().signal), 5_000);
    await top.clock.advance(32_000);
    assert.equal(top.simulator.output.retracted, 1);
  });

  it("wedged, it is tried again after the same time, and the sensor goes on saying that it is there", async () => {
    const top = await withPaperInOutput("custom", 30_000);
    top.simulator.output.isStuck = true;
    await top.clock.advance(40_000);
    assert.deepEqual([top.simulator.output.retracted, sensor(top)], [0, "present"]);
    top.simulator.output.isStuck = false;
    await top.clock.advance(40_000);
    assert.deepEqual([top.simulator.output.retracted, sensor(top)], [1, "notPresent"]);
  });

  it("the next receipt waits until the first is taken, so that nobody is handed two", async () => {
    const top = await withPaperInOutput();
    const second = top.print(receiptOf(3));
    await top.clock.advance(20_000);
    assert.equal(top.simulator.papers.length, 1);
    top.simulator.takePaper();
    must(await within(top.clock, second, 10_000));
    assert.deepEqual([top.simulator.papers.length, top.simulator.output.pushedOut], [2, 0]);
  });

  it("the next receipt waits until the first is drawn back", async () => {
    const top = await withPaperInOutput("custom", 30_000);
    must(await within(top.clock, top.print(receiptOf(3)), 60_000));
    assert.deepEqual([top.simulator.output.retracted, top.simulator.output.pushedOut], [1, 0]);
  });

  it("given up while it waits, nothing of it was sent", async () => {
    const top = await withPaperInOutput();
    const stop = new AbortController();
    const second = top.print(receiptOf(3), stop);
    await top.clock.advance(5_000);
    stopWith(stop, "device.timeout");
    const failure = failureOf(await within(top.clock, second, 1_000));
    assert.deepEqual([failure.code, failure.sent, failure.facts["presenter"]], ["device.timeout", "no", "present"]);
    assert.equal(top.simulator.papers.length, 1);
  });

  it("a pulled cable ends the waiting", async () => {
    const top = await withPaperInOutput();
    const second = top.print(receiptOf(3));
    await top.clock.advance(5_000);
    top.pull();
    assert.equal(failureOf(await within(top.clock, second, 1_000)).sent, "no");
  });
});

describe("receipt-printer: the retract command", () => {
  it("draws back what lies there, and says that nothing does when nothing does", async () => {
    const top = await withPaperInOutput();
    assert.deepEqual(await within(top.clock, top.retract(), 10_000), { ok: true, value: { retracted: true } });
    assert.deepEqual(await within(top.clock, top.retract(), 10_000), { ok: true, value: { retracted: false } });
    assert.equal(top.simulator.output.retracted, 1);
  });

  it("a paper that does not move is a jam, and nobody claims that it is back", async () => {
    const top = await withPaperInOutput();
    top.simulator.output.isStuck = true;
    const failure = failureOf(await within(top.clock, top.retract(), 20_000));
    assert.deepEqual([failure.code, failure.sent, failure.facts["where"]], ["printer.jam", "indeterminate", "presenter"]);
  });

  it("a silent printer gets no command that nobody could follow", async () => {
    const top = await withPaperInOutput();
    await top.simulator.setFault("silent", true);
    const failure = failureOf(await within(top.clock, top.retract(), 20_000));
    assert.deepEqual([failure.code, failure.sent], ["printer.no-reply", "no"]);
  });

  it("the cable is pulled meanwhile: nobody knows, and nobody waits", async () => {
    const top = await withPaperInOutput();
    top.simulator.output.isStuck = true;
    const retracting = top.retract();
    await top.clock.advance(1_000);
    top.pull();
    assert.equal(failureOf(await within(top.clock, retracting, 1_000)).sent, "indeterminate");
  });

  for (const profile of ["epson-t88", "citizen-ppu"]) {
    it(`${profile} cannot, and says so`, async () => {
      const { clock, retract } = await bench(profile);
      assert.equal(failureOf(await within(clock, retract(), 5_000)).code, "device.unsupported");
    });
  }
});
