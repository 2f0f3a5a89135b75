import type { Random } from "../../../../base/random.ts";
import type { Assurance } from "../../../../config/identity/factors.ts";
import { livenessPlan } from "../../../../runtime/face-engine/liveness/plan.ts";
import type { LiveFrame, LivenessConclusion } from "../../../../runtime/face-engine/liveness.ts";
import { GATE, yaw } from "../../../../runtime/face-engine/quality.ts";
import { frameOf, noiseOf, type Species } from "./species.ts";

/** The sets of checks that the table has columns for: what an item asks, at a kiosk that has just what is needed for it. */
export const LEVELS = ["rgb-passive", "rgb-challenge", "ir", "depth", "certified"] as const satisfies readonly Assurance[];
export type Level = (typeof LEVELS)[number];

const EVERY_MS = 150;
/** Without a stronger sensor somebody who keeps still is asked to move, and that takes time. */
const UNTIL_MS = { "rgb-passive": 30_000, "rgb-challenge": 45_000, ir: 6_000, depth: 6_000, certified: 6_000 };
const KEPT = 15;

/** As the loop over frames does it: straight faces only while nothing is asked, the last fifteen kept, judged as they come. */
export async function tryAt(level: Level, species: Species, seed: number): Promise<LivenessConclusion> {
  const sensors = { ir: level === "ir", depth: level === "depth", module: level === "certified" };
  const run = livenessPlan({ sensors, siteModels: [], random: seeded(seed) }).begin(level);
  if (!run) throw new Error(`${level} is out of reach`);
  const [moves, noise] = [species.moves(), noiseOf(seed)];
  let kept: LiveFrame[] = [];
  let found: LivenessConclusion = { verdict: "unsure", assurance: "none", checks: "" };
  const untilMs = UNTIL_MS[level];
  for (let at = 0; at < untilMs && found.verdict === "unsure"; at += EVERY_MS) {
    const frame = frameOf(species, moves(at, run.asked), at, noise);
    if (!run.asked && Math.abs(yaw(frame.face)) > GATE.maxYaw) continue;
    const last = kept.at(-1);
    if (last && at - last.at > 1_000) {
      kept = [];
      run.reset();
    }
    run.see(frame);
    kept = [...kept.slice(1 - KEPT), frame];
    if (kept.length >= 5 && (at / EVERY_MS) % 3 === 0) found = await run.conclude(kept);
  }
  return found;
}

function seeded(seed: number): Random {
  let state = seed;
  return {
    bytes(count) {
      return Buffer.from(
        Array.from({ length: count }, () => {
          state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
          return state >>> 24;
        }),
      );
    },
  };
}
