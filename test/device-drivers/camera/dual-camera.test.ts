import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { pause, systemClock } from "../../../base/clock.ts";
import { systemRandom } from "../../../base/random.ts";
import { ok, type Result } from "../../../base/result.ts";
import { type Camera, type CameraFailure, type CameraFrame, CameraStatus } from "../../../device-drivers/camera/camera.ts";
import { DualCamera } from "../../../device-drivers/camera/dual-camera.ts";
import { type Eye, type FramePair, FramePairer } from "../../../device-drivers/camera/frame-pairer.ts";
import { makeCamera } from "../../../device-drivers/camera/make-camera.ts";
import { CameraSimulator } from "../../../device-drivers/camera/simulator.ts";
import { V4l2Camera } from "../../../device-drivers/camera/v4l2.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { emptyPicture } from "./pictures.ts";

describe("camera: pictures of two eyes, paired", () => {
  const seen = fc.array(fc.record({ eye: fc.constantFrom<Eye>("rgb", "ir"), after: fc.nat(60) }), { maxLength: 60 });

  it("a pair is never further apart than the bound, uses each picture once and in order, and what is not used is wiped", () => {
    fc.assert(
      fc.property(seen, fc.integer({ min: 0, max: 100 }), (pictures, bound) => {
        const pairer = new FramePairer(bound);
        const all: CameraFrame[] = [];
        const pairs: FramePair[] = [];
        let at = 0;
        for (const { eye, after } of pictures) {
          at += after;
          const frame = { seq: all.length, at, jpeg: Buffer.from([1]) };
          all.push(frame);
          const pair = pairer.put(eye, frame);
          if (pair) pairs.push(pair);
        }
        pairer.clear();
        const used = pairs.flatMap(({ rgb, ir }) => [rgb, ir]);
        assert.ok(pairs.every(({ rgb, ir, skewMs }) => Math.abs(rgb.at - ir.at) === skewMs && skewMs <= bound));
        assert.equal(new Set(used).size, used.length);
        for (const eye of ["rgb", "ir"] as const) {
          assert.ok(pairs.every((pair, n) => n === 0 || pair[eye].seq > (pairs[n - 1]?.[eye].seq ?? 0)));
        }
        assert.ok(all.every((frame) => frame.jpeg[0] === (used.includes(frame) ? 1 : 0)));
      }),
    );
  });

  it("pictures of the same time always find each other, whichever eye is first", () => {
    for (const first of ["rgb", "ir"] as const) {
      const pairer = new FramePairer(0);
      const other = first === "rgb" ? "ir" : "rgb";
      pairer.put(first, { seq: 0, at: 5, jpeg: Buffer.from([1]) });
      assert.ok(pairer.put(other, { seq: 0, at: 5, jpeg: Buffer.from([2]) }));
    }
  });
});

describe("camera: colour and infrared", () => {
  function stage(maxSkewMs = 50) {
    const clock = new FakeClock();
    const eyes = { rgb: new CameraSimulator(clock), ir: new CameraSimulator(clock) };
    const eye = (name: Eye) =>
      new V4l2Camera(
        { id: name, path: `/dev/v4l/${name}`, width: 640, height: 480, fps: 10, production: true },
        { clock, find: eyes[name].find, start: eyes[name].start },
      );
    const camera = new DualCamera({ id: "camera", rgb: eye("rgb"), ir: eye("ir"), maxSkewMs, clock });
    return { clock, eyes, camera };
  }

  async function until<T>(clock: FakeClock, work: Promise<T>): Promise<T> {
    let done = false;
    const ended = work.finally(() => {
      done = true;
    });
    while (!done) await clock.advance(20);
    return ended;
  }

  /** Pairs until there are so many, or a failure. */
  async function take(pairs: AsyncIterable<Result<FramePair, CameraFailure>>, count: number) {
    const taken: FramePair[] = [];
    for await (const pair of pairs) {
      if (!pair.ok) return { taken, failure: pair.error };
      taken.push(pair.value);
      if (taken.length === count) break;
    }
    return { taken, failure: undefined };
  }

  it("gives what both saw at the same time, and lets both go afterwards", async () => {
    const { clock, eyes, camera } = stage();
    const { taken } = await until(clock, take(camera.pairs(new AbortController().signal), 3));
    assert.equal(taken.length, 3);
    assert.ok(taken.every(({ skewMs }) => skewMs <= 50));
    assert.deepEqual([eyes.rgb.running, eyes.ir.running, clock.pending], [0, 0, 0]);
  });

  it("the infrared eye is not there: no pair is made of one eye, the status tells, and colour alone still serves", async () => {
    const { clock, eyes, camera } = stage();
    eyes.ir.pull();
    await camera.probe();
    assert.deepEqual([camera.status.state, camera.status.sensors], ["online", { rgb: "online", ir: "noDevice" }]);
    assert.match(camera.status.reasons.join(), /^ir: /u);
    const { taken, failure } = await until(clock, take(camera.pairs(new AbortController().signal), 1));
    assert.deepEqual([taken.length, failure?.code], [0, "camera.one-eyed"]);
    const frames = camera.frames(new AbortController().signal)[Symbol.asyncIterator]();
    const step = await until(clock, frames.next());
    assert.ok(!step.done && step.value.ok);
    await frames.return?.();
  });

  for (const eye of ["rgb", "ir"] as const) {
    it(`the ${eye} eye is pulled in the middle: an end with its name, and both are let go`, async () => {
      const { clock, eyes, camera } = stage();
      const taking = take(camera.pairs(new AbortController().signal), 100);
      await clock.advance(350);
      eyes[eye].pull();
      const { taken, failure } = await until(clock, taking);
      assert.ok(taken.length > 0);
      assert.match(`${failure?.code} ${failure?.detail}`, new RegExp(`^camera.one-eyed ${eye}: camera.unplugged`, "u"));
      assert.deepEqual([eyes.rgb.running, eyes.ir.running], [0, 0]);
    });
  }

  it("an eye that is silent ends it: what the other sees is not half a pair", async () => {
    const { clock, eyes, camera } = stage();
    eyes.ir.manner = "silent";
    const { failure } = await until(clock, take(camera.pairs(new AbortController().signal), 1));
    assert.match(`${failure?.code} ${failure?.detail}`, /^camera.one-eyed ir: camera.silent/u);
  });

  it("eyes that never look at the same time end it", async () => {
    const clock = new FakeClock();
    const camera = new DualCamera({ id: "camera", rgb: everySecond(clock, 0), ir: everySecond(clock, 500), maxSkewMs: 50, clock });
    const start = clock.monotonic();
    const { taken, failure } = await until(clock, take(camera.pairs(new AbortController().signal), 1));
    assert.deepEqual([taken.length, failure?.code], [0, "camera.one-eyed"]);
    assert.ok(clock.monotonic() - start <= 5_100);
  });

  it("stops at once when it is told to, and keeps nothing", async () => {
    const { clock, eyes, camera } = stage();
    const stop = new AbortController();
    const taking = take(camera.pairs(stop.signal), 1_000);
    await clock.advance(500);
    stop.abort();
    const { failure } = await until(clock, taking);
    assert.equal(failure, undefined);
    assert.deepEqual([eyes.rgb.running, eyes.ir.running, clock.pending], [0, 0, 0]);
  });

  it("two films stand in for the eyes in a demonstration, and never in production", async () => {
    const folder = mkdtempSync(join(tmpdir(), "zz-dual-"));
    const film = (name: string, mark: number) => {
      writeFileSync(join(folder, name), emptyPicture(mark));
      return { source: "file", path: join(folder, name), fps: 50 } as const;
    };
    const settings = { source: "dual", rgb: film("rgb", 1), ir: film("ir", 2) } as const;
    // On the real clock: a made-up one would run ahead of real files that are being read.
    const camera = makeCamera(settings, false, systemClock, systemRandom) as DualCamera;
    const { taken } = await take(camera.pairs(new AbortController().signal), 2);
    assert.deepEqual(
      taken.map(({ rgb, ir }) => [rgb.jpeg[6], ir.jpeg[6]]),
      [
        [1, 2],
        [1, 2],
      ],
    );
    assert.equal(makeCamera(settings, true, systemClock, systemRandom).status.state, "potentialFraud");
    rmSync(folder, { recursive: true });
  });
});

/** A picture each second, `lateMs` after the full one. */
function everySecond(clock: FakeClock, lateMs: number): Camera {
  const { current } = new CameraStatus(clock, "eye", "test");
  return {
    status: current,
    onStatus: () => undefined,
    probe: async () => undefined,
    async *frames(signal) {
      for (let seq = 0; (await pause(clock, seq === 0 ? lateMs : 1_000, signal)) === "elapsed"; seq++)
        yield ok({ seq, at: clock.monotonic(), jpeg: emptyPicture(seq) });
    },
  };
}
