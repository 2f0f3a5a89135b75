import assert from "node:assert/strict";
import type { FaceDetector } from "../../../runtime/face-engine/detector.ts";
import type { FaceEmbedder } from "../../../runtime/face-engine/embedder.ts";
import type { LiveFrame, LivenessEngine } from "../../../runtime/face-engine/liveness.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { attempt, ClipCamera, cardPhoto, clip, openNetworks, partsWith } from "./stage.ts";

const isZero = (values: ArrayLike<number>) => Array.from(values).every((value) => value === 0);

/** The real networks, remembering each buffer that passed through. */
async function watched() {
  const real = await openNetworks();
  const passed: ArrayLike<number>[] = [];
  let watching = true;
  const detector: FaceDetector = {
    detect(picture, side) {
      if (watching) passed.push(picture.rgba);
      return real.detector.detect(picture, side);
    },
    exercise: () => {
      watching = false;
      return real.detector.exercise();
    },
  };
  const embedder: FaceEmbedder = {
    async embed(chip) {
      const embedding = await real.embedder.embed(chip);
      if (watching) passed.push(chip.rgba, embedding);
      return embedding;
    },
  };
  return { detector, embedder, passed };
}

describe("runtime/face-engine: nothing of the person stays, and nobody slips in", () => {
  for (const [how, name, withinMs] of [
    ["a match", "live-a", 2_000],
    ["an attack", "print-attack-a", 2_000],
    ["time running out", "two-people", 300],
  ] as const) {
    it(`overwrites card photo, frames, pixels and templates after ${how}`, async () => {
      const clock = new FakeClock();
      const camera = new ClipCamera(clock, clip(name));
      const { passed, ...networks } = await watched();
      const reference = cardPhoto("a");
      await attempt(camera, await partsWith(clock, networks), { reference, withinMs });
      assert.ok(camera.given.length > 0 && passed.length > 2);
      assert.ok(isZero(reference), "card photo");
      assert.ok(camera.given.every(isZero), "frames as the camera gave them");
      assert.ok(passed.every(isZero), "pixels, chips and embeddings");
    });
  }

  it("overwrites what was gathered when the attempt is cancelled in the middle", async () => {
    const clock = new FakeClock();
    const giveUp = new AbortController();
    const camera = new ClipCamera(clock, clip("live-a"));
    camera.onFrame = (seq) => void (seq === 4 && giveUp.abort());
    const { passed, ...networks } = await watched();
    const reference = cardPhoto("a");
    await attempt(camera, await partsWith(clock, networks), { reference, signal: giveUp.signal });
    assert.ok([reference, ...camera.given, ...passed].every(isZero));
  });

  it("gives liveness and comparison the same person: a face that changes in the middle begins anew", async () => {
    const clock = new FakeClock();
    const [impostor, holder] = [clip("other-c"), clip("live-a")];
    const judged: (readonly LiveFrame[])[] = [];
    const liveness: LivenessEngine = {
      assurance: "rgb-passive",
      evaluate: async (frames) => {
        judged.push([...frames]);
        return { verdict: "live", score: 0, reason: "moves-alone" };
      },
    };
    const swapped = new ClipCamera(clock, [...impostor.slice(0, 4), ...holder.slice(0, 12)]);
    const start = clock.monotonic();
    await attempt(swapped, await partsWith(clock, { liveness }));
    const first = judged[0]?.[0];
    assert.ok(first);
    // Four frames of the impostor, a tenth of a second each; the fifth is the holder's first.
    assert.equal(first.at - start, 500);
  });

  it("gives up when faces keep changing", async () => {
    const clock = new FakeClock();
    const [one = Buffer.alloc(0)] = clip("other-c");
    const [other = Buffer.alloc(0)] = clip("live-a");
    const { decision } = await attempt(new ClipCamera(clock, [one, other]), await partsWith(clock));
    assert.equal(decision, "face.lost-track");
  });
});
