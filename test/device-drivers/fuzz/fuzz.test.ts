import assert from "node:assert/strict";
import type { FuzzTarget } from "../../support/fuzz.ts";
import { Dice, fuzz } from "./fuzz-run.ts";
import { allFuzzTargets } from "./targets.ts";

const FRAMES = 10_000;
const SEEDS = [20_261_122, 7_031_893] as const;
const targets = await allFuzzTargets();

describe("every parser under fire", () => {
  // The same frames at every npm test, so that a red one is the change's own; `npm run fuzz` draws new ones.
  for (const target of targets) {
    for (const seed of SEEDS) {
      it(`${target.name}: ${FRAMES} random and mutated frames, seed ${seed}`, async () => {
        const failure = await fuzz(target, FRAMES, seed);
        assert.equal(failure, undefined, `${failure?.problem}\n  frame ${failure?.frame}, last bytes ${failure?.hex}`);
      }).timeout(60_000);
    }
  }

  it("has each parser once, with frames to begin from", () => {
    assert.equal(new Set(targets.map(({ name }) => name)).size, targets.length);
    assert.deepEqual(
      targets.filter(({ seeds }) => seeds.length === 0).map(({ name }) => name),
      [],
    );
  });
});

describe("the fire itself", () => {
  const target = (push: (bytes: Buffer) => void, held = () => 0): FuzzTarget => ({
    ...{ name: "bad", seeds: [Buffer.from([1, 2, 3, 4, 5])], mostHeld: 10 },
    make: () => ({ push, held }),
  });

  it("finds a parser that throws, and the same one again with the same seed", async () => {
    const bad = target((bytes) => {
      if (bytes.includes(0xee)) throw new RangeError("out of range");
    });
    const first = await fuzz(bad, 5_000, 7);
    assert.match(first?.problem ?? "", /out of range/u);
    assert.deepEqual((await fuzz(bad, 5_000, 7))?.frame, first?.frame);
  });

  it("finds a parser that keeps everything", async () => {
    let kept = 0;
    const hoarder = target(
      (bytes) => {
        kept += bytes.length;
      },
      () => kept,
    );
    assert.match((await fuzz(hoarder, 5_000, 7))?.problem ?? "", /holds \d+ bytes, more than 10/u);
  });

  it("reaches every byte and many lengths", async () => {
    const [bytes, lengths] = [new Set<number>(), new Set<number>()];
    const watcher = target((piece) => {
      lengths.add(piece.length);
      for (const byte of piece) bytes.add(byte);
    });
    await fuzz(watcher, 5_000, 7);
    assert.equal(bytes.size, 256);
    assert.ok(lengths.size > 200);
  });

  it("throws fair dice", () => {
    const dice = new Dice(1);
    const seen = Array.from({ length: 6 }, () => 0);
    for (let times = 0; times < 6_000; times++) {
      const face = dice.roll(6);
      seen[face] = (seen[face] ?? 0) + 1;
    }
    assert.ok(Math.min(...seen) > 900 && Math.max(...seen) < 1_100, seen.join(" "));
  });
});
