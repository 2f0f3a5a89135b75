import assert from "node:assert/strict";
import { BOX_1, lockerRig } from "./rig.ts";

describe("locker: what can go wrong at a cabinet", () => {
  let rig: ReturnType<typeof lockerRig>;
  const isOnline = ({ state }: { state: string }) => state === "online";

  beforeEach(async () => {
    rig = lockerRig();
    await rig.bench.start();
    assert.ok(await rig.bench.untilStatus(isOnline));
  });
  afterEach(() => rig.bench.close());

  const open = (box: number, signal?: AbortSignal) =>
    rig.bench.until(rig.bench.unit.execute("open" as never, { box } as never, signal ? { signal } : {}));
  const said = (result: { ok: boolean; error?: { code: string; sent: string } }) =>
    result.ok ? "open" : `${result.error?.code} ${result.error?.sent}`;

  it("knows the three boxes of both boards by their number", () => {
    assert.deepEqual(rig.bench.status().sensors, { "1": "closed", "2": "closed", "3": "closed" });
  });

  it("opens the first box of the second board as box 3", async () => {
    const asked: string[] = [];
    rig.simulator.onRequest((verb, { board, lock }) => verb === "open" && asked.push(`${board}/${lock}`));
    assert.equal(said(await open(3)), "open");
    assert.deepEqual(asked, ["2/1"]);
  });

  it("jammed door: says that it was not opened, after one pulse", async () => {
    rig.simulator.jam(BOX_1);
    assert.equal(said(await open(1)), "locker.not-opened yes");
    assert.equal(rig.simulator.pulses, 1);
  });

  it("lost answer to the pulse: the door itself tells that it opened, and the pulse is not given twice", async () => {
    rig.simulator.onRequest((verb) => verb === "open" && rig.simulator.failNext({ kind: "silence" }));
    assert.equal(said(await open(1)), "open");
    assert.equal(rig.simulator.pulses, 1);
  });

  it("a door that is open already is not pulsed again", async () => {
    assert.equal(said(await open(1)), "open");
    assert.equal(said(await open(1)), "open");
    assert.equal(rig.simulator.pulses, 1);
  });

  it("cable pulled after the pulse: nobody knows, and says so", async () => {
    rig.simulator.onRequest((verb) => verb === "open" && rig.cable.pull());
    assert.equal(said(await open(1)), "device.offline indeterminate");
  });

  it("forced door: potential fraud with the box's number, until it is shut again", async () => {
    rig.simulator.force(BOX_1);
    assert.ok(await rig.bench.untilStatus(({ state }) => state === "potentialFraud"));
    assert.deepEqual(rig.bench.status().reasons, ["forced-open=1"]);
    rig.simulator.shut(BOX_1);
    assert.ok(await rig.bench.untilStatus(isOnline));
  });

  it("a door that we opened and that is shut and then forced is told, too", async () => {
    assert.equal(said(await open(1)), "open");
    rig.simulator.shut(BOX_1);
    assert.ok(await rig.bench.untilStatus(({ sensors }) => sensors["1"] === "closed"));
    assert.equal(rig.bench.status().state, "online");
    rig.simulator.force(BOX_1);
    assert.ok(await rig.bench.untilStatus(({ state }) => state === "potentialFraud"));
  });

  it("a jammed door that springs open later is told as forced: the pulse is over", async () => {
    rig.simulator.jam(BOX_1);
    await open(1);
    rig.simulator.force(BOX_1);
    assert.ok(await rig.bench.untilStatus(({ state }) => state === "potentialFraud"));
  });

  it("a single lost question does not lose the cabinet, three in a row do", async () => {
    rig.simulator.failNext({ kind: "silence" }, { kind: "silence" });
    await rig.bench.clock.advance(5_000);
    assert.equal(rig.bench.status().state, "online");
    rig.simulator.fail({ kind: "silence" });
    assert.ok(await rig.bench.untilStatus(({ state }) => state === "offline"));
    assert.deepEqual(rig.bench.status().sensors, { "1": "unknown", "2": "unknown", "3": "unknown" });
    rig.simulator.fail(undefined);
    assert.ok(await rig.bench.untilStatus(isOnline));
  });

  it("a contact that means the opposite is read the other way round", async () => {
    const { Doors } = await import("../../../device-drivers/locker/doors.ts");
    const doors = new Doors(1);
    doors.foundAtStart(1, "open");
    assert.deepEqual([doors.observed().state, doors.observed().sensors], ["online", { "1": "open" }]);
  });
});
