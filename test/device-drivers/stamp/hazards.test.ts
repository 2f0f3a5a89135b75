import assert from "node:assert/strict";
import { stampRig } from "./rig.ts";

describe("stamp: what can go wrong at a stamping machine", () => {
  let rig: ReturnType<typeof stampRig>;

  beforeEach(async () => {
    rig = stampRig();
    await rig.bench.start();
    assert.ok(await rig.bench.untilStatus(({ state }) => state === "online"));
  });
  afterEach(() => rig.bench.close());

  const stamp = async (job: string, sheets = 1, signal = new AbortController().signal) => {
    const done = await rig.bench.until(rig.bench.unit.execute("stamp" as never, { job, sheets } as never, { signal }));
    return done.ok ? "done" : `${done.error.code} ${done.error.sent}`;
  };

  it("sets as many seals as it says, each on a sheet", async () => {
    assert.equal(await stamp("a", 3), "done");
    assert.deepEqual(rig.simulator.seals, ["a", "a", "a"]);
  });

  it("the answer to STAMP is lost: the job's own state tells, and no seal is set twice", async () => {
    rig.simulator.onRequest(({ verb }) => rig.simulator.fail(verb === "STAMP" ? "silence" : undefined));
    assert.equal(await stamp("a"), "done");
    assert.deepEqual(rig.simulator.seals, ["a"]);
  });

  it("the same job asked for again under another key is not stamped again", async () => {
    assert.equal(await stamp("a"), "done");
    // The machine says STARTED and DONE 1, but its counter has not moved: somebody has to look.
    assert.equal(await stamp("a"), "stamp.lost-track indeterminate");
    assert.deepEqual(rig.simulator.seals, ["a"]);
  });

  it("a counter that does not move with the seals is not proof", async () => {
    rig.simulator.counterStuck = true;
    assert.equal(await stamp("a"), "stamp.lost-track indeterminate");
  });

  it("fewer sheets than seals: refused before anything moves", async () => {
    rig.simulator.set({ feed: 1 });
    assert.equal(await stamp("a", 2), "stamp.no-sheet no");
    assert.deepEqual(rig.simulator.seals, []);
  });

  it("ink runs out at the second sheet: one seal, and it says so", async () => {
    rig.simulator.onRequest(({ verb }) => verb === "JOB" && rig.simulator.seals.length === 1 && rig.simulator.set({ ink: "out" }));
    assert.equal(await stamp("a", 2), "stamp.ink-out yes");
    assert.deepEqual(rig.simulator.seals, ["a"]);
  });

  it("a caller who gives up is told that nobody knows, and the seal is set all the same", async () => {
    const giveUp = new AbortController();
    rig.simulator.onRequest(({ verb }) => verb === "JOB" && giveUp.abort());
    assert.equal(await stamp("a", 1, giveUp.signal), "device.cancelled indeterminate");
    await rig.bench.clock.advance(5_000);
    assert.deepEqual(rig.simulator.seals, ["a"]);
  });

  it("collects what nobody took", async () => {
    await stamp("a");
    await rig.bench.clock.advance(10_000);
    assert.equal(rig.bench.status().sensors["out"], "present");
    assert.deepEqual(await rig.bench.until(rig.bench.unit.execute("collect" as never, {} as never)), {
      ok: true,
      value: { collected: true },
    });
    await rig.bench.clock.advance(10_000);
    assert.equal(rig.bench.status().sensors["out"], "notPresent");
  });
});
