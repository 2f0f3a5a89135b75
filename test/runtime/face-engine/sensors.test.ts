import assert from "node:assert/strict";
import { systemRandom } from "../../../base/random.ts";
import { err, must, ok, type Result } from "../../../base/result.ts";
import type { CameraFailure } from "../../../device-drivers/camera/camera.ts";
import type { FrameSet, FrameSetCamera, Sensors } from "../../../device-drivers/camera/frame-set.ts";
import { livenessPlan } from "../../../runtime/face-engine/liveness/plan.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { attempt, ClipCamera, clip, partsWith } from "./stage.ts";

const isZero = (values: ArrayLike<number>) => Array.from(values).every((value) => value === 0);

/** A clip in colour with its infrared beside it. */
class TwoEyes extends ClipCamera implements FrameSetCamera {
  sensors: Sensors = { ir: true, depth: false, module: false };
  readonly #infrared: readonly (Buffer | null)[];
  readonly givenIr: Buffer[] = [];

  constructor(clock: FakeClock, colour: readonly Buffer[], infrared: readonly (Buffer | null)[]) {
    super(clock, colour);
    this.#infrared = infrared;
  }

  async *sets(signal: AbortSignal): AsyncIterable<Result<FrameSet, CameraFailure>> {
    for await (const frame of this.frames(signal)) {
      if (!frame.ok) {
        yield frame;
        return;
      }
      const seen = this.#infrared[frame.value.seq % this.#infrared.length];
      if (!seen) {
        yield err({ code: "camera.one-eyed", detail: "ir: unplugged" });
        return;
      }
      const ir = Buffer.from(seen);
      this.givenIr.push(ir);
      yield ok({ ...frame.value, ir, depth: null, module: null });
    }
  }
}

describe("runtime/face-engine: a camera with an infrared eye", () => {
  const colour = clip("live-a");
  const infrared = clip("live-a.ir");

  async function play(ir: readonly (Buffer | null)[], pictures = colour, has?: Sensors) {
    const clock = new FakeClock();
    const camera = new TwoEyes(clock, pictures, ir);
    if (has) camera.sensors = has;
    const planFor = (sensors: Sensors) => livenessPlan({ sensors, siteModels: [], random: systemRandom });
    const parts = await partsWith(clock, { planFor });
    return { camera, stored: () => parts.buffers.count, ...(await attempt(camera, parts, { minAssurance: "ir" })) };
  }

  it("knows the person of the card, with the assurance that the infrared eye gives", async () => {
    const { decision, result, camera, stored } = await play(infrared);
    assert.equal(decision, "match");
    assert.equal(must(result).evidence.liveness, "ir");
    assert.match(must(result).evidence.livenessChecks, /infrared:live/u);
    assert.ok([...camera.given, ...camera.givenIr].every(isZero));
    assert.equal(stored(), 0);
  });

  it("takes a screen, which is dark in infrared, for an attack", async () => {
    assert.equal((await play(clip("screen-attack-a.ir"), clip("screen-attack-a"))).decision, "attack");
  });

  it("ends when the infrared eye fails in the middle, and never goes on without it", async () => {
    const { decision, camera, stored } = await play([...infrared.slice(0, 3), null]);
    assert.equal(decision, "face.no-camera");
    assert.ok([...camera.given.slice(0, 3), ...camera.givenIr].every(isZero));
    assert.equal(stored(), 0);
  });

  it("says at once that it cannot promise as much while the infrared eye is away, so that another way is offered", async () => {
    const { decision, camera } = await play(infrared, colour, { ir: false, depth: false, module: false });
    assert.equal(decision, "face.assurance-unavailable");
    assert.equal(camera.given.length, 0);
  });

  it("looks past an infrared frame that was spoilt on the cable", async () => {
    const [first = Buffer.alloc(0), ...rest] = infrared;
    assert.equal((await play([first.subarray(0, 200), ...rest])).decision, "match");
  });
});
