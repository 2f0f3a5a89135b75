import assert from "node:assert/strict";
import { must } from "../../../base/result.ts";
import type { VerifyRequest } from "../../../runtime/face-engine/engine.ts";
import type { Asked, LiveFrame, LivenessPlan, LivenessRun } from "../../../runtime/face-engine/liveness.ts";
import { yaw } from "../../../runtime/face-engine/quality.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { attempt, ClipCamera, cardPhoto, clip, partsWith } from "./stage.ts";

/** Asks for a turned head from the sixth frame of a track on or at once, and is content once it was turned and came back, or as soon as it was turned. */
class TurnLeft implements LivenessRun {
  readonly seen: LiveFrame[][] = [[]];
  readonly #mustComeBack: boolean;
  readonly #asksAfter: number;
  #isTurned = false;
  #isBack = false;

  constructor({ mustComeBack = true, asksAfter = 5 }) {
    this.#mustComeBack = mustComeBack;
    this.#asksAfter = asksAfter;
  }

  get asked(): Asked | null {
    return this.#current.length >= this.#asksAfter && !this.#isBack ? { guidance: "turn-left", at: 1, of: 1 } : null;
  }

  get #current(): LiveFrame[] {
    return this.seen.at(-1) ?? [];
  }

  see(frame: LiveFrame): void {
    this.#current.push(frame);
    const turn = Math.abs(yaw(frame.face));
    if (this.asked && turn > 0.25) this.#isTurned = true;
    if (this.#isTurned && (turn < 0.15 || !this.#mustComeBack)) this.#isBack = true;
  }

  reset(): void {
    this.seen.push([]);
    this.#isTurned = false;
    this.#isBack = false;
  }

  async conclude() {
    return this.#isBack
      ? ({ verdict: "live", assurance: "rgb-challenge", checks: "turn:live" } as const)
      : ({ verdict: "unsure", assurance: "none", checks: "turn:unsure" } as const);
  }
}

describe("runtime/face-engine: a movement is asked for", () => {
  const before = clip("live-a").slice(0, 6);
  const turning = clip("turn-left-a");

  async function show(film: readonly Buffer[], run: TurnLeft, changed: Partial<VerifyRequest> = {}) {
    const clock = new FakeClock();
    const plan: LivenessPlan = { assurance: "rgb-challenge", cut: () => [], begin: () => run };
    const camera = new ClipCamera(clock, film, { code: "camera.unplugged", detail: "end of the film" });
    const parts = await partsWith(clock, { planFor: () => plan });
    return { run, stored: parts.buffers.count, ...(await attempt(camera, parts, { minAssurance: "rgb-challenge", ...changed })) };
  }

  const play = (film: readonly Buffer[], withinMs = 6_000, mustComeBack = true) =>
    show([...before, ...film], new TurnLeft({ mustComeBack }), { withinMs });

  it("passes the action on with its number, follows the turned head, and compares only straight frames", async () => {
    const { decision, run, guidance, actions, result } = await play([...turning, ...clip("live-a")]);
    assert.equal(decision, "match");
    assert.deepEqual(actions[guidance.indexOf("turn-left")], { at: 1, of: 1 });
    assert.deepEqual(actions[guidance.indexOf("checking")], null);
    assert.equal(run.seen.length, 1, "one unbroken track");
    assert.ok(
      run.seen[0]?.some(({ face }) => Math.abs(yaw(face)) > 0.25),
      "liveness saw the turned head",
    );
    const { frames, restarts, liveness } = must(result).evidence;
    assert.deepEqual({ frames, restarts, liveness }, { frames: 5, restarts: 0, liveness: "rgb-challenge" });
  });

  it("does not tell a turned head to look ahead while it is to be turned", async () => {
    const { guidance } = await play([...turning, ...clip("live-a")]);
    assert.ok(!guidance.includes("face-straight"), guidance.join());
  });

  it("catches somebody who steps in once the movement was made: nobody is compared who did not make it", async () => {
    // The sixteenth frame is still turned; the first that is straight again is another's.
    const { decision, run } = await play([...turning.slice(0, 16), ...clip("other-c")], 3_800);
    assert.equal(decision, "mismatch");
    assert.equal(run.seen.length, 2, "begun anew");
    assert.deepEqual(await run.conclude(), { verdict: "unsure", assurance: "none", checks: "turn:unsure" });
  });

  it("compares a frame from after the movement even when the movement itself ended the challenge", async () => {
    const turned = turning.slice(0, 12);
    const { decision, run, result } = await play([...turned, ...turned.slice(-1)], 6_000, false);
    assert.equal(decision, "face.no-camera", "the film ends with the head turned");
    assert.equal((await run.conclude()).verdict, "live");
    assert.equal(result.ok, false);
    assert.equal((await play([...turned, ...clip("live-a")], 6_000, false)).decision, "match");
  });

  // Of these frames the gate lets none through to the comparison.
  const turnedAway = turning.slice(8, 14);
  const photo = clip("live-b");
  const withCardB = () => ({ reference: cardPhoto("b"), withinMs: 5_000 });

  it("refuses a photo that is lowered while somebody else turns the head, though it is up again whenever a straight face is compared", async () => {
    const run = new TurnLeft({ mustComeBack: false });
    const { decision, stored } = await show([...photo.slice(0, 6), ...turnedAway, ...photo], run, withCardB());
    assert.notEqual(decision, "match");
    assert.equal(stored, 0);
    assert.ok(run.seen.length > 1, "begun anew");
  });

  it("takes no movement of somebody whose face was never compared", async () => {
    const run = new TurnLeft({ mustComeBack: false, asksAfter: 0 });
    assert.notEqual((await show([...turnedAway, ...photo], run, withCardB())).decision, "match");
  });

  it("does not keep anybody standing there once nothing can come of it any more", async () => {
    const clock = new FakeClock();
    const run: LivenessRun = {
      ...{ asked: null, see: () => undefined, reset: () => undefined },
      conclude: async () => ({ verdict: "unsure", assurance: "none", checks: "challenge:unsure", isFinal: true }),
    };
    const planFor = (): LivenessPlan => ({ assurance: "rgb-challenge", cut: () => [], begin: () => run });
    const parts = await partsWith(clock, { planFor });
    const { decision, result } = await attempt(new ClipCamera(clock, clip("live-a")), parts, { withinMs: 40_000 });
    assert.deepEqual([decision, must(result).evidence.framesSeen], ["unsure", 5]);
  });
});
