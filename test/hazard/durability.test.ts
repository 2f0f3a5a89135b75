import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { chanceOf } from "../support/chance.ts";
import { Disk, FATES, type Fate } from "./durability/disk.ts";
import { PowerCut } from "./durability/power-cut.ts";
import { Promised } from "./durability/promised.ts";
import type { Act } from "./durability/write-record.ts";
import type { Told } from "./durability/writer.ts";

/** Cuts of a working day, of a first start and of an upgrade together. */
const CUTS = Number(process.env["ZIZHU_CUTS"] ?? 48);
/** Each is a record of its own, of processes that run as they like. */
const DAYS = Math.ceil(CUTS / 200);
const SEED = Number(process.env["ZIZHU_SEED"] ?? 1);

interface Cut {
  readonly at: number;
  readonly fate: Fate;
}

/** Moments spread over the record by chance, each with a fate; the moment of the kill itself always. */
function cutsOf(acts: readonly Act[], count: number, chance: () => number): Cut[] {
  const moments = Array.from({ length: count - FATES.length }, () => Math.floor(chance() * acts.length));
  const cuts = moments.map((at, index) => ({ at, fate: FATES[index % FATES.length] ?? "lost" }));
  return [...cuts, ...FATES.map((fate) => ({ at: acts.length, fate }))].sort((a, b) => a.at - b.at);
}

/** Goes through the record once; at each cut opens what would be left. Gives what was missing, cut by cut. */
function losses(power: PowerCut, acts: readonly Act[], cuts: readonly Cut[], chance: () => number): string[] {
  const disk = new Disk(power.folder);
  const promised = new Promised();
  let done = 0;
  return cuts.flatMap(({ at, fate }) => {
    for (const act of acts.slice(done, at)) {
      disk.apply(act);
      if (act.op === "told") promised.add(JSON.parse(act.data.toString()) as Told);
    }
    done = Math.max(done, at);
    const left = power.shadow();
    disk.leave(left, fate, chance);
    try {
      return promised.missingIn(left).map((what) => `cut at ${at} of ${acts.length}, what was not synced ${fate}: ${what}`);
    } catch (cause) {
      return [`cut at ${at} of ${acts.length}, what was not synced ${fate}: ${(cause as Error).message}`];
    } finally {
      rmSync(left, { recursive: true, force: true });
    }
  });
}

/** A day of runtime and agent at once, ended by a kill after so many promises. */
async function day(power: PowerCut, synchronous: "FULL" | "NORMAL" | "OFF", promises: number): Promise<Act[]> {
  await power.start("runtime", synchronous);
  await power.start("agent", synchronous);
  await power.told(promises);
  await power.kill();
  return power.record();
}

describe("a power cut that leaves only what was synced", function () {
  this.timeout(30 * 60_000);
  let power: PowerCut;
  const chance = chanceOf(SEED);
  beforeEach(() => {
    power = new PowerCut();
  });
  afterEach(() => power.close());

  for (let of = 1; of <= DAYS; of++) {
    it(`takes no acknowledged row from journal, ledger and outbox, at any moment of a working day (${of} of ${DAYS})`, async () => {
      const acts = await day(power, "FULL", 150 + Math.floor(chance() * 250));
      const count = (op: Act["op"]) => acts.filter((act) => act.op === op).length;
      console.log(`        ${acts.length} acts: ${count("write")} writes, ${count("sync")} syncs, ${count("told")} promises`);
      assert.ok(count("sync") >= count("told") / 2 && count("truncate") > 0, "the record must hold syncs and checkpoints");
      assert.deepEqual(losses(power, acts, cutsOf(acts, Math.ceil(CUTS / 2 / DAYS), chance), chance), []);
    });
  }

  it("leaves a kiosk that was cut off at its first start able to start", async () => {
    await power.start("runtime", "FULL");
    await power.told(6);
    await power.kill();
    const acts = power.record();
    const sixth = acts.flatMap(({ op }, at) => (op === "told" ? [at] : []))[5] ?? acts.length;
    const first = acts.slice(0, sixth + 1);
    assert.deepEqual(losses(power, first, cutsOf(first, Math.ceil(CUTS / 4), chance), chance), []);
  });

  it("leaves the file of an earlier release with every row, before its upgrade or after", async () => {
    await power.start("upgrade", "FULL");
    await power.ended();
    const acts = power.record();
    const told = acts.findIndex(({ op }) => op === "told");
    const cuts = cutsOf(acts, Math.ceil(CUTS / 4), chance).map(({ at, fate }) => ({ at: Math.max(at, told), fate }));
    assert.deepEqual(
      losses(
        power,
        acts,
        cuts.sort((a, b) => a.at - b.at),
        chance,
      ),
      [],
    );
  });

  it("would be noticed where a commit is not synced (synchronous=NORMAL): rows of all three are missing", async () => {
    // The runtime alone: an outbox row is promised until the agent takes it, which may be at once.
    await power.start("runtime", "NORMAL");
    await power.told(150);
    await power.kill();
    const acts = power.record();
    const missing = losses(power, acts, lostAt(acts, 20), chance);
    console.log(`        ${missing.length} losses`);
    for (const what of ["journal entry", "issuance", "outbox row"]) {
      assert.ok(
        missing.some((one) => one.includes(what)),
        `no ${what} was lost`,
      );
    }
  });

  it("would be noticed where nothing is synced (synchronous=OFF): no cut leaves the file as it was promised", async () => {
    const acts = await day(power, "OFF", 150);
    for (const cut of lostAt(acts, 6)) assert.notDeepEqual(losses(power, acts, [cut], chance), []);
  });
});

/** Cuts that lose all that was not synced, evenly over the second half of a day. */
function lostAt(acts: readonly Act[], count: number): Cut[] {
  const half = acts.length / 2;
  return Array.from({ length: count }, (_, index) => ({ at: Math.ceil(half + (half * (index + 1)) / count), fate: "lost" }));
}
