import assert from "node:assert/strict";
import { sealKeyPair } from "../../../base/seal.ts";
import type { FaceDetector } from "../../../runtime/face-engine/detector.ts";
import type { FaceEmbedder } from "../../../runtime/face-engine/embedder.ts";
import { carrierMotion } from "../../../runtime/face-engine/liveness/carrier-motion.ts";
import type { LiveFrame, LivenessCheck } from "../../../runtime/face-engine/liveness.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { attempt, ClipCamera, capture, cardPhoto, clip, openNetworks, partsWith, planOf } from "./stage.ts";

const isZero = (values: ArrayLike<number>) => Array.from(values).every((value) => value === 0);
const SEAL_TO = sealKeyPair().publicKey;

/** The real networks and check, remembering each buffer that passed through. */
async function watched() {
  const real = await openNetworks();
  const passed = new Set<ArrayLike<number>>();
  let isWatching = true;
  const detector: FaceDetector = {
    detect(picture, side) {
      if (isWatching) passed.add(picture.rgba);
      return real.detector.detect(picture, side);
    },
    exercise: () => {
      isWatching = false;
      return real.detector.exercise();
    },
  };
  const embedder: FaceEmbedder = {
    async embed(chip) {
      const embedding = await real.embedder.embed(chip);
      if (isWatching) passed.add(chip.rgba).add(embedding);
      return embedding;
    },
  };
  const check: LivenessCheck = {
    ...carrierMotion,
    evaluate(frames) {
      for (const { gray } of frames) passed.add(gray.luma);
      return carrierMotion.evaluate(frames);
    },
  };
  return { networks: { detector, embedder, planFor: () => planOf(check) }, passed };
}

describe("runtime/face-engine: nothing of the person stays, and nobody slips in", function () {
  this.timeout(120_000);
  for (const [how, name, withinMs] of [
    ["a match", "live-a", 2_000],
    ["an attack", "print-attack-a", 2_000],
    ["time running out", "two-people", 300],
  ] as const) {
    it(`overwrites card photo, frames, pixels and templates after ${how}`, async () => {
      const clock = new FakeClock();
      const camera = new ClipCamera(clock, clip(name));
      const { passed, networks } = await watched();
      const reference = cardPhoto("a");
      const parts = await partsWith(clock, networks);
      await attempt(camera, parts, { reference, withinMs });
      assert.ok(camera.given.length > 0 && passed.size > 1);
      assert.ok(isZero(reference), "card photo");
      assert.ok(camera.given.every(isZero), "frames as the camera gave them");
      assert.ok([...passed].every(isZero), "pixels, chips, brightness and embeddings");
      assert.equal(parts.buffers.count, 0);
    });
  }

  for (const ending of ["cancelled", "pulled out"] as const) {
    it(`overwrites what was gathered when the attempt is ${ending} in the middle`, async () => {
      const clock = new FakeClock();
      const giveUp = new AbortController();
      const unplugged = { code: "camera.unplugged", detail: "test" } as const;
      const camera = new ClipCamera(clock, clip("live-a").slice(0, 4), unplugged);
      const { passed, networks } = await watched();
      const parts = await partsWith(clock, networks);
      const counts: number[] = [];
      camera.onFrame = (seq) => {
        counts.push(parts.buffers.count);
        if (ending === "cancelled" && seq === 3) giveUp.abort();
      };
      const reference = cardPhoto("a");
      const { decision } = await attempt(camera, parts, { reference, signal: giveUp.signal });
      assert.equal(decision, ending === "cancelled" ? "face.cancelled" : "face.no-camera");
      assert.ok([reference, ...camera.given, ...passed].every(isZero));
      assert.ok((counts[3] ?? 0) > 0, "counted while they were held");
      assert.equal(parts.buffers.count, 0);
    });
  }

  it("overwrites the frame that was kept for the identity service, and the cut-out, however the capture ends", async () => {
    for (const name of ["live-a", "print-attack-a", "nobody"]) {
      const clock = new FakeClock();
      const camera = new ClipCamera(clock, clip(name));
      const { passed, networks } = await watched();
      const parts = await partsWith(clock, networks);
      await capture(camera, parts, { sealTo: SEAL_TO, context: "test", withinMs: 900 });
      assert.ok([...camera.given, ...passed].every(isZero), name);
      assert.equal(parts.buffers.count, 0, name);
    }
  });

  it("gives liveness and comparison the same person: a face that changes in the middle begins anew", async () => {
    const clock = new FakeClock();
    const [impostor, holder] = [clip("other-c"), clip("live-a")];
    const judged: (readonly LiveFrame[])[] = [];
    const check: LivenessCheck = {
      id: "test",
      assurance: "rgb-passive",
      evaluate: async (frames) => {
        judged.push([...frames]);
        return { verdict: "live", score: 0, reason: "moves-alone" };
      },
    };
    const swapped = new ClipCamera(clock, [...impostor.slice(0, 4), ...holder.slice(0, 12)]);
    const start = clock.monotonic();
    await attempt(swapped, await partsWith(clock, { planFor: () => planOf(check) }));
    const first = judged[0]?.[0];
    assert.ok(first);
    // Four frames of the impostor, a tenth of a second each; the fifth is the holder's first.
    assert.equal(first.at - start, 500);
  });

  it("gives up when faces keep changing, and says how often", async () => {
    const clock = new FakeClock();
    const [one = Buffer.alloc(0)] = clip("other-c");
    const [other = Buffer.alloc(0)] = clip("live-a");
    const { decision, result } = await attempt(new ClipCamera(clock, [one, other]), await partsWith(clock));
    assert.equal(decision, "face.lost-track");
    assert.equal(result.ok ? 0 : result.error.restarts, 4);
  });

  it("leaves a failure to overwrite the networks' own memory uncaught, so that the process ends", async () => {
    const clock = new FakeClock();
    const { detector } = await openNetworks();
    const uncaught = new Promise((resolve) => process.once("unhandledRejection", resolve));
    const exercise = () => Promise.reject(new Error("broken on purpose"));
    const parts = await partsWith(clock, { detector: { ...detector, exercise } });
    assert.equal((await attempt(new ClipCamera(clock, clip("live-a")), parts)).decision, "match");
    assert.match(String(await uncaught), /on purpose/u);
  });

  it("holds no more the longer somebody stands there undecided", async () => {
    const clock = new FakeClock();
    const [still = Buffer.alloc(0)] = clip("live-a");
    const parts = await partsWith(clock);
    const camera = new ClipCamera(clock, [still]);
    const counts: number[] = [];
    camera.onFrame = () => counts.push(parts.buffers.count);
    assert.equal((await attempt(camera, parts, { withinMs: 6_000 })).decision, "unsure");
    assert.ok(counts.length > 50);
    // Fifteen frames for liveness, five templates, card photo and its template.
    assert.equal(Math.max(...counts), 22);
  }).timeout(120_000);
});
