import assert from "node:assert/strict";
import { must } from "../../../base/result.ts";
import { OPERATION } from "../../../device-drivers/certificate-printer/ipp-attributes.ts";
import { reservation, type Standing, SUCCESS } from "../../../device-drivers/kinds/certificate-printer.ts";
import { certificate, failureOf, type SimulatedDesk, simulatedDesk } from "./desk.ts";

const HOUR_MS = 3_600_000;

describe("certificate-printer: a job is looked for after device-host was started again", () => {
  let desk: SimulatedDesk;
  let before: Standing;
  beforeEach(async () => {
    desk = await simulatedDesk({ counting: true });
    await desk.clock.advance(HOUR_MS);
    before = await desk.standing();
  });
  afterEach(() => desk.close());

  /** The document has been taken, then device-host dies, with all that it knew. */
  async function sentAndForgotten(pages = 1): Promise<void> {
    const stop = new AbortController();
    const printing = desk.print(await certificate(pages), stop);
    await assert.rejects(desk.within(printing, 600));
    await desk.restartHost();
    stop.abort("device.closed");
    await desk.within(printing);
  }
  const find = async (over: { before?: Standing | null; cancel?: boolean; pages?: number } = {}) =>
    must(await desk.within(desk.find("证明-0001", over.before === undefined ? before : over.before, { pages: 1, ...over })));
  /** As if the wall clock had been set, and nothing else had happened: what was kept of it is off by as much. */
  const wallClockSet = (byMs: number): Standing => ({ ...before, at: before.at - byMs });

  it("standing: identity, seconds since power-on, the wall clock, the page counter; and nothing is printed", async () => {
    assert.deepEqual(before, { printer: desk.simulator.uuid, upTimeS: 3_601, at: desk.clock.now(), count: 4_700 });
    assert.deepEqual(desk.simulator.fed, []);
  });

  it("is found, and proved by the job and by the counter that the ledger kept", async () => {
    await sentAndForgotten();
    await desk.clock.advance(10_000);
    const found = await find();
    assert.deepEqual(found, { state: "completed", reason: SUCCESS, pages: 1, counter: { before: 4_700, after: 4_701, expected: 1 } });
  });

  it("without what the ledger kept, the counter is no witness", async () => {
    await sentAndForgotten();
    await desk.clock.advance(10_000);
    assert.deepEqual(await find({ before: null }), { state: "completed", reason: SUCCESS, pages: 1, counter: null });
  });

  it("a page that somebody else printed meanwhile is seen by the counter, and the job is not believed", async () => {
    await sentAndForgotten();
    await desk.clock.advance(10_000);
    must(await desk.within(desk.print(await certificate(1, { job: "a technician's test page" }))));
    const found = await find();
    assert.match("pages" in found ? (reservation(found, 1) ?? "") : "", /moved by 2, not 1/);
  });

  for (const sheet of ["finished", "not-fed", "half"] as const) {
    it(`the printer began anew meanwhile (its sheet: ${sheet}): it is not asked, and its counter is told`, async () => {
      await sentAndForgotten();
      desk.simulator.restart(sheet);
      await desk.clock.advance(10_000);
      const after = sheet === "finished" ? 4_701 : 4_700;
      assert.deepEqual(await find(), { state: "restarted", counter: { before: 4_700, after, expected: 1 } });
    });
  }

  it("a printer that has been on for longer than it was then, but began anew in between, is found out by the wall clock", async () => {
    await sentAndForgotten();
    desk.simulator.restart();
    await desk.clock.advance(30 * 24 * HOUR_MS);
    assert.equal((await find()).state, "restarted");
  });

  it("a month of the printer's crystal and of the clock is not taken for a restart", async () => {
    await sentAndForgotten();
    await desk.clock.advance(30 * 24 * HOUR_MS);
    // 20 ppm of a month.
    assert.equal((await find({ before: wallClockSet(52_000) })).state, "completed");
  });

  it("when the wall clock was set, a restart cannot be ruled out, whichever way it went", async () => {
    await sentAndForgotten();
    await desk.clock.advance(10_000);
    for (const byMs of [HOUR_MS, -HOUR_MS, 60_000, -60_000]) assert.equal((await find({ before: wallClockSet(byMs) })).state, "restarted");
    for (const byMs of [2_000, -2_000]) assert.equal((await find({ before: wallClockSet(byMs) })).state, "completed");
  });

  it("another printer under the same address is not taken for the one that had the job, and its counter says nothing", async () => {
    await sentAndForgotten();
    await desk.clock.advance(10_000);
    desk.simulator.uuid = "urn:uuid:00000000-0000-4000-8000-000000000002";
    assert.deepEqual(await find(), { state: "another-printer", counter: null });
  });

  it("the printer is exchanged while it prints: lost track", async () => {
    const printing = desk.print(await certificate(3));
    await assert.rejects(desk.within(printing, 1_500));
    desk.simulator.uuid = "urn:uuid:00000000-0000-4000-8000-000000000002";
    const failure = failureOf(await desk.within(printing));
    assert.deepEqual([failure.code, failure.facts["after"]], ["printer.lost-track", "another-printer"]);
  });

  it("a job that the printer lost is not found, and the counter shows whether a sheet came out", async () => {
    await desk.simulator.setFault("loses-next-job", true);
    failureOf(await desk.within(desk.print(await certificate())));
    await desk.restartHost();
    assert.deepEqual(await find(), { state: "not-found", counter: { before: 4_700, after: 4_701, expected: 1 } });
  });

  it("a job that still prints is pending, with the pages so far", async () => {
    await sentAndForgotten(5);
    await desk.clock.advance(1_500);
    const found = must(await desk.within(desk.find("证明-0001", before, { pages: 5 }), 900));
    assert.deepEqual(found, { state: "pending", counter: { before: 4_700, after: 4_702, expected: 5 } });
  });

  it("a job that waits behind a jam is taken out when nobody will ask again, and does not come out once the jam is cleared", async () => {
    desk.simulator.befallNextJob("jams");
    await sentAndForgotten();
    await desk.clock.advance(10_000);
    assert.equal((await find()).state, "pending");
    const counter = { before: 4_700, after: 4_700, expected: 1 };
    assert.deepEqual(await find({ cancel: true }), { state: "canceled", reason: "job-canceled-by-user", pages: 0, counter });
    desk.simulator.clear();
    await desk.clock.advance(60_000);
    assert.deepEqual(desk.simulator.fed, []);
  });

  it("a job that still waits is taken out also where a restart cannot be ruled out: the clock may only have been set", async () => {
    desk.simulator.befallNextJob("jams");
    await sentAndForgotten();
    await desk.clock.advance(10_000);
    assert.equal((await find({ before: wallClockSet(HOUR_MS), cancel: true })).state, "restarted");
    desk.simulator.clear();
    await desk.clock.advance(60_000);
    assert.deepEqual(desk.simulator.fed, []);
  });

  it("one that a printer kept over its restart and does not let go of is pending: it would come out on somebody else's sheet", async () => {
    desk.simulator.befallNextJob("jams");
    await sentAndForgotten();
    await desk.clock.advance(10_000);
    let open = (): void => {};
    desk.simulator.holdNext(
      OPERATION.cancelJob,
      () => {},
      new Promise<void>((done) => {
        open = done;
      }),
    );
    const finding = desk.find("证明-0001", wallClockSet(HOUR_MS), { cancel: true });
    await desk.clock.advance(30_000);
    assert.equal(must(await finding).state, "pending");
    open();
  });

  it("a job that has ended well is not harmed by being taken out", async () => {
    await sentAndForgotten();
    await desk.clock.advance(10_000);
    assert.equal((await find({ cancel: true })).state, "completed");
  });
});

describe("certificate-printer: what the simulated mechanism does with paper", () => {
  let desk: SimulatedDesk;
  beforeEach(async () => {
    desk = await simulatedDesk({ counting: true });
  });
  afterEach(() => desk.close());
  const fed = () => desk.simulator.fed.map(({ page, ink }) => `${page} ${ink}`);

  const ROWS = [
    { mishap: "jams", pages: 1, left: [], cleared: ["1 whole"] },
    { mishap: "tears", pages: 1, left: ["1 part"], cleared: ["1 part", "1 whole"] },
    { mishap: "runs-out", pages: 1, left: [], cleared: ["1 whole"] },
    { mishap: "half-printed", pages: 1, left: ["1 part"], cleared: ["1 part"] },
    { mishap: "half-printed", pages: 4, left: ["1 whole", "2 whole", "3 part"], cleared: ["1 whole", "2 whole", "3 part"] },
  ] as const;
  for (const { mishap, pages, left, cleared } of ROWS) {
    it(`${mishap} on ${pages} pages: ${left.join(", ") || "nothing"} leaves the tray, and ${cleared.join(", ")} once somebody cleared it`, async () => {
      desk.simulator.befallNextJob(mishap);
      const printing = desk.print(await certificate(pages));
      await Promise.allSettled([desk.within(printing, 20_000)]);
      assert.deepEqual(fed(), left);
      desk.simulator.clear();
      await desk.within(printing);
      assert.deepEqual(fed(), cleared);
    });
  }
});
