import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { LEVELS, type Level, tryAt } from "./run-species.ts";
import { ATTACKS, PEOPLE, STILL_PERSON } from "./species.ts";
import { expectedAt, SPECIES_NAMED, tableText } from "./species-table.ts";

/** A challenge is drawn, so it is tried with several draws. */
const SEEDS: Readonly<Record<Level, readonly number[]>> = {
  "rgb-passive": [1, 2],
  "rgb-challenge": [1, 5],
  ir: [1, 2],
  depth: [1, 2],
  certified: [1],
};

describe("runtime/face-engine/liveness: attack species of GB/T 41987, drawn", function () {
  this.timeout(60_000);

  it("has a row for each species that is drawn, and a cell for each set of checks", () => {
    assert.deepEqual(
      SPECIES_NAMED,
      ATTACKS.map(({ name }) => name),
    );
    for (const name of SPECIES_NAMED) for (const level of LEVELS) assert.ok(expectedAt(name, level), `${name} at ${level}`);
    for (const one of ["完整照片", "抠洞照片", "去背景照片", "电子照片", "视频", "仿真面具", "头模"]) {
      assert.ok(
        SPECIES_NAMED.some((name) => name.startsWith(one)),
        one,
      );
    }
  });

  for (const species of ATTACKS) {
    for (const level of LEVELS) {
      const expected = expectedAt(species.name, level);
      const what = typeof expected === "object" ? `passes, because: ${expected.letsThrough}` : expected;
      it(`${species.name} at ${level}: ${what}`, async () => {
        const verdicts = [];
        for (const seed of SEEDS[level]) verdicts.push((await tryAt(level, species, seed)).verdict);
        if (typeof expected === "object") assert.ok(verdicts.includes("live"), `no longer passes: ${verdicts.join()}`);
        else if (expected === "attack")
          assert.ok(
            verdicts.every((verdict) => verdict === "attack"),
            verdicts.join(),
          );
        else assert.ok(!verdicts.includes("live"), verdicts.join());
      });
    }
  }

  for (const person of PEOPLE) {
    for (const level of LEVELS) {
      it(`lets ${person.name} through at ${level}`, async () => {
        for (const seed of SEEDS[level]) {
          const { verdict, assurance, checks } = await tryAt(level, person, seed);
          assert.deepEqual([verdict, assurance], ["live", level], `draw ${seed}: ${checks}`);
        }
      });
    }
  }

  it("lets a person who keeps quite still through at rgb-passive, once movements were asked for and made", async () => {
    for (const seed of [1, 2, 3]) {
      const { verdict, assurance, checks } = await tryAt("rgb-passive", STILL_PERSON, seed);
      assert.deepEqual([verdict, assurance], ["live", "rgb-challenge"], `draw ${seed}: ${checks}`);
    }
  });

  it("prints the same table in the README", () => {
    const bare = (text: string) => text.replace(/[ -]+/gu, " ");
    assert.ok(
      bare(readFileSync("runtime/face-engine/liveness/README.md", "utf8")).includes(bare(tableText())),
      `should be:\n${tableText()}`,
    );
  });
});
