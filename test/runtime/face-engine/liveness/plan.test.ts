import assert from "node:assert/strict";
import { systemRandom } from "../../../../base/random.ts";
import { ASSURANCES, type Assurance, reaches } from "../../../../config/identity/factors.ts";
import { livenessPlan, STILL_MS } from "../../../../runtime/face-engine/liveness/plan.ts";
import type { SiteModel } from "../../../../runtime/face-engine/liveness/site-model.ts";
import type { LiveFrame, LivenessRun } from "../../../../runtime/face-engine/liveness.ts";
import { STRAIGHT } from "./head.ts";
import { frameOf, noiseOf, PEOPLE } from "./species.ts";

const NONE = { ir: false, depth: false, module: false };
const planOf = (sensors: Partial<typeof NONE>, siteModels: readonly SiteModel[] = []) =>
  livenessPlan({ sensors: { ...NONE, ...sensors }, siteModels, random: systemRandom });
const [person] = PEOPLE;
assert.ok(person);
const noise = noiseOf(3);
const moving = Array.from({ length: 8 }, (_, at) => frameOf(person, { ...STRAIGHT, dx: 4 * at }, at * 150, noise));

const model = (verdict: "live" | "attack" | "unsure"): SiteModel => ({
  id: "site",
  assurance: "rgb-passive",
  cut: () => ({ model: "site", picture: { width: 1, height: 1, rgba: new Uint8ClampedArray(4) } }),
  evaluate: async () => ({ verdict, score: 0, reason: "test" }),
});

async function judged(plan: ReturnType<typeof planOf>, min: Assurance, frames = moving) {
  const run = plan.begin(min);
  assert.ok(run);
  for (const frame of frames) run.see(frame);
  const { verdict, assurance, checks } = await run.conclude(frames);
  return `${verdict} ${assurance} ${checks}`;
}

describe("runtime/face-engine/liveness/plan", () => {
  const SENSORS = [{}, { ir: true }, { depth: true }, { ir: true, depth: true }, { module: true }, { ir: true, depth: true, module: true }];
  const most = (sensors: Partial<typeof NONE>): Assurance =>
    sensors.module ? "certified" : sensors.depth ? "depth" : sensors.ir ? "ir" : "rgb-challenge";
  for (const sensors of SENSORS) {
    for (const min of ASSURANCES) {
      const within = reaches(most(sensors), min);
      const asks = within && reaches(min, "rgb-challenge") && Object.keys(sensors).length === 0;
      it(`asked for ${min} with ${Object.keys(sensors).join(" and ") || "colour only"}: ${within ? (asks ? "asks for movements" : "watches") : "nothing can be done"}`, () => {
        assert.equal(planOf(sensors).assurance, most(sensors));
        const run = planOf(sensors).begin(min);
        assert.equal(run !== null, within);
        // What is asked for shows once a face is straight and still.
        for (let at = 0; run && at < 3_000; at += 150) run.see(frameOf(person, STRAIGHT, at, noise));
        assert.equal(run?.asked !== null && run?.asked !== undefined, asks);
      });
    }
  }

  it("cannot be asked for a word that is no assurance", () => assert.equal(planOf({ module: true }).begin("highest" as Assurance), null));

  for (const [what, plan, min, expected] of [
    ["a person who moves, colour only", planOf({}), "rgb-passive", "live rgb-passive carrier-motion:live"],
    ["a person who did not do what was asked", planOf({}), "rgb-challenge", "unsure none carrier-motion:live/challenge:unsure"],
    ["infrared, of which more than asked is true", planOf({ ir: true }), "rgb-passive", "live ir carrier-motion:live/infrared:live"],
    [
      "every sensor",
      planOf({ ir: true, depth: true, module: true }),
      "certified",
      "live certified carrier-motion:live/infrared:live/depth:live/certified-module:live",
    ],
    ["a model that agrees", planOf({}, [model("live")]), "rgb-passive", "live rgb-passive carrier-motion:live/site:live"],
    ["a model in doubt", planOf({}, [model("unsure")]), "rgb-passive", "unsure none carrier-motion:live/site:unsure"],
    [
      "a model in doubt beside infrared, which is worth more",
      planOf({ ir: true }, [model("unsure")]),
      "ir",
      "live ir carrier-motion:live/site:unsure/infrared:live",
    ],
    [
      "a model that sees an attack, against every sensor",
      planOf({ ir: true, depth: true, module: true }, [model("attack")]),
      "certified",
      "attack none carrier-motion:live/site:attack/infrared:live/depth:live/certified-module:live",
    ],
  ] as const) {
    it(`says ${expected.split(" ").slice(0, 2).join(", ")} to ${what}`, async () => assert.equal(await judged(plan, min), expected));
  }

  it("writes what the journal takes: 120 characters of its alphabet", async () => {
    const long = { ...model("unsure"), id: "a".repeat(16) };
    const text =
      (await judged(planOf({ ir: true, depth: true, module: true }, [long, { ...long }, { ...long }]), "ir")).split(" ")[2] ?? "";
    assert.match(text, /^[A-Za-z0-9._:@/-]{1,120}$/u);
  });

  it("is unsure of frames that it did not see, and of none", async () => {
    const run = planOf({}).begin("none");
    assert.equal((await run?.conclude(moving))?.verdict, "unsure");
    assert.equal((await run?.conclude([]))?.verdict, "unsure");
  });

  it("keeps the votes of frames whose pictures are gone, and forgets them when the track breaks", async () => {
    const run = planOf({ ir: true }).begin("ir");
    assert.ok(run);
    const blind = { ...moving[0], ir: null, at: -150 } as (typeof moving)[number];
    run.see(blind);
    for (const frame of moving) run.see(frame);
    assert.equal((await run.conclude(moving)).verdict, "unsure");
    run.reset();
    for (const frame of moving) run.see(frame);
    assert.equal((await run.conclude(moving)).verdict, "live");
  });

  describe("asked for rgb-passive while somebody keeps quite still", () => {
    const still = (at: number) => frameOf(person, STRAIGHT, at, noise);

    /** Straight and still from `from` on: when it asked for a movement, and what it concluded meanwhile. */
    async function stand(run: LivenessRun, from: number, untilMs: number, frameAt = still) {
      const frames: LiveFrame[] = [];
      const verdicts = new Set<string>();
      let askedAt: number | null = null;
      let isFinal: boolean | undefined;
      for (let at = from; at < from + untilMs && !isFinal; at += 150) {
        frames.push(frameAt(at));
        run.see(frames.at(-1) as LiveFrame);
        const concluded = await run.conclude(frames.slice(-15));
        verdicts.add(concluded.verdict);
        isFinal = concluded.isFinal;
        if (run.asked) askedAt ??= at - from;
      }
      return { askedAt, verdicts: [...verdicts], isFinal, frames };
    }
    const begin = (plan = planOf({}), min: Assurance = "rgb-passive") => plan.begin(min) as LivenessRun;

    it("asks for movements after three seconds, not before, and never passes somebody who makes none", async () => {
      const { askedAt, verdicts, isFinal } = await stand(begin(), 0, 40_000);
      assert.ok(askedAt !== null && askedAt > STILL_MS && askedAt < STILL_MS + 2_500, String(askedAt));
      assert.deepEqual(verdicts, ["unsure"]);
      assert.equal(isFinal, true, "no need to stand there until the time is up");
    });

    it("counts the three seconds anew when the track breaks", async () => {
      const run = begin();
      assert.equal((await stand(run, 0, 2_900)).askedAt, null);
      run.reset();
      const { askedAt } = await stand(run, 2_900, 6_000);
      assert.ok(askedAt !== null && askedAt > STILL_MS, String(askedAt));
    });

    it("does not ask where infrared, depth or a module is there, nor whom it knows for living", async () => {
      for (const sensors of [{ ir: true }, { depth: true }, { module: true }]) {
        assert.equal((await stand(begin(planOf(sensors)), 0, 6_000)).askedAt, null);
      }
      const swaying = (at: number) => frameOf(person, { ...STRAIGHT, dx: 14 * Math.sin(at / 700) }, at, noise);
      const { askedAt, verdicts } = await stand(begin(), 0, 2_000, swaying);
      assert.deepEqual([askedAt, verdicts.includes("live")], [null, true]);
    });

    it("passes whom it knows for living before anything was asked, and afterwards only who makes the movements", async () => {
      const run = begin();
      const { frames } = await stand(run, 0, STILL_MS);
      assert.equal(run.asked, null);
      const stepped = Array.from({ length: 3 }, (_, at) => frameOf(person, { ...STRAIGHT, dx: 20 }, STILL_MS + 150 * at, noise));
      for (const frame of stepped) run.see(frame);
      assert.deepEqual(await run.conclude([...frames.slice(-8), ...stepped]), {
        verdict: "live",
        assurance: "rgb-passive",
        checks: "carrier-motion:live/challenge:unsure",
      });
      const asked = begin();
      await stand(asked, 0, STILL_MS + 2_500);
      assert.ok(asked.asked);
      const later = Array.from({ length: 8 }, (_, at) => frameOf(person, { ...STRAIGHT, dx: 5 * at }, STILL_MS + 2_500 + 150 * at, noise));
      for (const frame of later) asked.see(frame);
      const { verdict, checks } = await asked.conclude(later);
      assert.deepEqual([verdict, checks], ["unsure", "carrier-motion:live/challenge:unsure"]);
    });
  });

  it("draws other movements for another attempt", () => {
    const first = () => {
      const run = planOf({}).begin("rgb-challenge");
      for (let at = 0; run && at < 3_000 && !run.asked; at += 150) run.see(frameOf(person, STRAIGHT, at, noise));
      return run?.asked?.guidance;
    };
    assert.ok(new Set(Array.from({ length: 24 }, first)).size > 1);
  });
});
