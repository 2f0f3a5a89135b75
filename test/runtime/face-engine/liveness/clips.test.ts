import assert from "node:assert/strict";
import { carrierMotion } from "../../../../runtime/face-engine/liveness/carrier-motion.ts";
import { MovementChallenge } from "../../../../runtime/face-engine/liveness/challenge.ts";
import { ACTIONS, type Action, CHALLENGE, movementOf, SEQUENCES } from "../../../../runtime/face-engine/liveness/challenge-rules.ts";
import { infrared } from "../../../../runtime/face-engine/liveness/infrared.ts";
import { baseline, measure } from "../../../../runtime/face-engine/liveness/measures.ts";
import type { LiveFrame } from "../../../../runtime/face-engine/liveness.ts";
import { FRAME_MS, framesOf } from "./clips.ts";

const CLIP: Readonly<Record<Action, string>> = {
  "turn-left": "turn-left-a",
  "turn-right": "turn-right-a",
  blink: "blink-a",
  "come-closer": "closer-a",
};

/** Plays the live clip, and the clip of `answers` for what is asked, until it is over. */
async function challenge(sequenceAt: number, answers: (asked: Action) => string) {
  let drawn = false;
  const run = new MovementChallenge((count) => {
    const choice = drawn ? 0 : sequenceAt;
    drawn = true;
    return choice % count;
  });
  const asked: string[] = [];
  let [clip, at, now] = ["live-a", 0, 0];
  let verdict = await run.evaluate([]);
  for (; now < 40_000 && verdict.reason === "not-over"; now += FRAME_MS) {
    const frames = await framesOf(clip);
    const frame = frames[at % frames.length] as LiveFrame;
    run.see({ ...frame, at: now });
    at += 1;
    const guidance = run.asked?.guidance;
    const wanted = ACTIONS.find((action) => action === guidance);
    if (wanted && asked.at(-1) !== wanted) asked.push(wanted);
    if (at % frames.length === 0) [clip, at] = [wanted ? answers(wanted) : "live-a", 0];
    verdict = await run.evaluate([frame]);
  }
  return { asked, verdict: `${verdict.verdict} ${verdict.reason}`, seconds: now / 1_000 };
}

describe("runtime/face-engine/liveness on the fixture clips, seen by the real networks", function () {
  this.timeout(60_000);

  for (const action of ACTIONS) {
    it(`sees ${action}, and no other movement, in the clip of it`, async () => {
      const measures = (await framesOf(CLIP[action])).map(measure);
      const straight = baseline(measures.slice(0, 4));
      const seen = measures.map((one) => movementOf(one, straight)).filter((movement) => movement !== "none" && movement !== "between");
      assert.deepEqual([...new Set(seen)], [action]);
      assert.ok(seen.length >= 2 * CHALLENGE.framesInARow, `${seen.length} frames`);
      assert.equal(movementOf(measures.at(-1) ?? straight, straight), "none");
    });
  }

  it("sees no movement in people who only stand there, nor in a print, a tablet or a cut-out moved by hand", async () => {
    for (const name of ["live-a", "live-b", "other-c", "print-attack-a", "screen-attack-a", "cutout-a"]) {
      const measures = (await framesOf(name)).map(measure);
      const straight = baseline(measures.slice(0, 5));
      const seen = measures.map((one) => movementOf(one, straight));
      assert.ok(!seen.some((movement) => movement !== "none" && movement !== "between"), `${name}: ${seen.join(" ")}`);
    }
  });

  for (const [at, sequence] of SEQUENCES.entries()) {
    it(`lets person a through who does ${sequence.join(", ")}`, async () => {
      const { asked, verdict, seconds } = await challenge(at, (action) => CLIP[action]);
      assert.deepEqual([asked.join(), verdict], [sequence.join(), "live done-as-asked"]);
      assert.ok(seconds < 20, `${seconds} s`);
    });
  }

  it("gives up on somebody who turns left whatever is asked, without calling it an attack", async () => {
    const { verdict } = await challenge(23, () => "turn-left-a");
    assert.match(verdict, /^unsure /u);
  });

  for (const name of ["print-attack-a", "screen-attack-a", "cutout-a"]) {
    it(`never lets ${name} through, which does nothing it is asked`, async () => {
      assert.match((await challenge(0, () => name)).verdict, /^unsure /u);
    });
  }

  for (const [name, expected] of [
    ["live-a", "live"],
    ["live-b", "live"],
    ["print-attack-a", "attack"],
    ["screen-attack-a", "attack"],
    // Cut along the hair there is nothing beside the head to move along: what this cue does not see.
    ["cutout-a", "live"],
  ] as const) {
    it(`carrier-motion says ${expected} to ${name}`, async () =>
      assert.equal((await carrierMotion.evaluate(await framesOf(name))).verdict, expected));
  }

  for (const name of Object.values(CLIP)) {
    it(`carrier-motion never takes ${name} for an attack`, async () => {
      const frames = await framesOf(name);
      for (let end = 5; end <= frames.length; end++) {
        const { verdict, score } = await carrierMotion.evaluate(frames.slice(Math.max(0, end - 15), end));
        assert.notEqual(verdict, "attack", `frames to ${end}: ${score}`);
      }
    });
  }

  for (const [name, expected] of [
    ["live-a", "live lit-like-skin"],
    ["screen-attack-a", "attack dark-in-infrared"],
  ] as const) {
    it(`infrared says ${expected} to ${name} with its drawn companion`, async () => {
      const { verdict, reason } = await infrared.evaluate(await framesOf(name, { infrared: true }));
      assert.equal(`${verdict} ${reason}`, expected);
    });
  }
});
