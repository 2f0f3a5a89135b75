import assert from "node:assert/strict";
import { type Random, systemRandom } from "../../../base/random.ts";
import { must } from "../../../base/result.ts";
import type { Guidance } from "../../../runtime/face-engine/api.ts";
import { livenessPlan } from "../../../runtime/face-engine/liveness/plan.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { attempt, ClipCamera, clip, partsWith } from "./stage.ts";

const ACTS: Partial<Record<Guidance, string>> = {
  "turn-left": "turn-left-a",
  "turn-right": "turn-right-a",
  blink: "blink-a",
  "come-closer": "closer-a",
};

/** Somebody before the camera who stands there, and does what is asked. */
function willing(clock: FakeClock, { deaf = false, still = clip("live-a") } = {}) {
  const acts = Object.fromEntries(Object.entries(ACTS).map(([guidance, name]) => [guidance, clip(name)]));
  const coming: Buffer[] = [];
  // A film as long as it takes: each picture is chosen when it is asked for.
  const pictures = new Proxy(still, {
    get: (target, key) => (/^\d+$/u.test(String(key)) ? (coming.shift() ?? target[Number(key)]) : Reflect.get(target, key)),
  });
  return {
    camera: new ClipCamera(clock, pictures),
    onGuidance: (guidance: Guidance, action: unknown) => {
      if (action && !deaf) coming.push(...(acts[guidance] ?? []));
    },
  };
}

describe("runtime/face-engine: the movements of a real challenge", function () {
  this.timeout(120_000);
  const seeded = (seed: number): Random => ({ bytes: (count) => Buffer.alloc(count, seed) });

  for (const seed of [0x10, 0xf0]) {
    it(`knows a person who makes the movements that were drawn (${seed})`, async () => {
      const clock = new FakeClock();
      const { camera, onGuidance } = willing(clock);
      const planFor = () => livenessPlan({ sensors: { ir: false, depth: false, module: false }, siteModels: [], random: seeded(seed) });
      const asked: string[] = [];
      const said = (guidance: Guidance, action: unknown) => {
        if (action) asked.push(guidance);
        onGuidance(guidance, action);
      };
      const changed = { minAssurance: "rgb-challenge", withinMs: 30_000, onGuidance: said } as const;
      const { decision, result } = await attempt(camera, await partsWith(clock, { planFor }), changed);
      assert.equal(decision, "match", JSON.stringify({ asked, result }));
      assert.equal(must(result).evidence.liveness, "rgb-challenge");
      assert.equal(must(result).evidence.frames, 5);
    }).timeout(120_000);
  }

  describe("when an item is content with less, and somebody keeps quite still", () => {
    async function keepStill(deaf: boolean, withinMs: number) {
      const clock = new FakeClock();
      const { camera, onGuidance } = willing(clock, { deaf, still: clip("live-a").slice(0, 1) });
      const planFor = () => livenessPlan({ sensors: { ir: false, depth: false, module: false }, siteModels: [], random: seeded(0x10) });
      const parts = await partsWith(clock, { planFor });
      const asked: Guidance[] = [];
      const said = (guidance: Guidance, action: unknown) => {
        if (action) asked.push(guidance);
        onGuidance(guidance, action);
      };
      return { asked, ...(await attempt(camera, parts, { minAssurance: "rgb-passive", withinMs, onGuidance: said })) };
    }

    it("asks for movements after a while, knows who makes them, and says that this was reached", async () => {
      const { decision, asked, result } = await keepStill(false, 25_000);
      assert.equal(decision, "match", asked.join());
      const { liveness, livenessChecks } = must(result).evidence;
      assert.equal(liveness, "rgb-challenge");
      assert.match(livenessChecks, /challenge:live/u);
    }).timeout(120_000);

    it("never lets a photo pass that stands there as still, whatever is asked of it", async () => {
      const { decision, asked } = await keepStill(true, 7_000);
      assert.equal(decision, "unsure");
      assert.equal(asked.length > 0, true);
    }).timeout(120_000);
  });

  it("never lets somebody pass who does not move when asked", async () => {
    const clock = new FakeClock();
    const { camera, onGuidance } = willing(clock, { deaf: true });
    const planFor = () => livenessPlan({ sensors: { ir: false, depth: false, module: false }, siteModels: [], random: systemRandom });
    const changed = { minAssurance: "rgb-challenge", withinMs: 5_000, onGuidance } as const;
    const { decision } = await attempt(camera, await partsWith(clock, { planFor }), changed);
    assert.notEqual(decision, "match");
  }).timeout(120_000);
});
