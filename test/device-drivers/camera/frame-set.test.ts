import assert from "node:assert/strict";
import { ok, type Result } from "../../../base/result.ts";
import type { CameraFailure } from "../../../device-drivers/camera/camera.ts";
import { DualCamera } from "../../../device-drivers/camera/dual-camera.ts";
import type { Eye } from "../../../device-drivers/camera/frame-pairer.ts";
import { type FrameSet, type FrameSetCamera, frameSets, type Sensors, sensors } from "../../../device-drivers/camera/frame-set.ts";
import { CameraSimulator } from "../../../device-drivers/camera/simulator.ts";
import { V4l2Camera } from "../../../device-drivers/camera/v4l2.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { emptyPicture } from "./pictures.ts";

const COLOUR: Sensors = { ir: false, depth: false, module: false };

function stage() {
  const clock = new FakeClock();
  const eyes = { rgb: new CameraSimulator(clock), ir: new CameraSimulator(clock) };
  const eye = (name: Eye) =>
    new V4l2Camera(
      { id: name, path: `/dev/v4l/${name}`, width: 640, height: 480, fps: 10, production: true },
      { clock, find: eyes[name].find, start: eyes[name].start },
    );
  return { clock, eyes, plain: eye("rgb"), dual: new DualCamera({ id: "camera", rgb: eye("rgb"), ir: eye("ir"), maxSkewMs: 50, clock }) };
}

/** Sets until there are so many, or a failure; the clock runs meanwhile. */
async function take(clock: FakeClock, sets: AsyncIterable<Result<FrameSet, CameraFailure>>, count: number) {
  const taken: FrameSet[] = [];
  const reading = (async () => {
    for await (const set of sets) {
      if (!set.ok) return set.error;
      taken.push(set.value);
      if (taken.length === count) break;
    }
    return undefined;
  })();
  let isDone = false;
  const ended = reading.finally(() => {
    isDone = true;
  });
  while (!isDone) await clock.advance(20);
  return { taken, failure: await ended };
}

describe("camera: what all sensors saw at one time", () => {
  it("a camera with one eye gives colour, and says that it has nothing else", async () => {
    const { clock, plain } = stage();
    assert.deepEqual(sensors(plain), COLOUR);
    const { taken } = await take(clock, frameSets(plain, new AbortController().signal), 2);
    assert.ok(taken.every(({ jpeg, ir, depth, module }) => jpeg.length > 0 && ir === null && depth === null && module === null));
    assert.deepEqual(
      taken.map(({ seq }) => seq),
      [0, 1],
    );
  });

  it("a camera with two eyes gives both, once the second is seen to be there", async () => {
    const { clock, dual } = stage();
    assert.deepEqual(sensors(dual), COLOUR, "not looked yet");
    await dual.probe();
    assert.deepEqual(sensors(dual), { ...COLOUR, ir: true });
    const { taken } = await take(clock, frameSets(dual, new AbortController().signal), 2);
    assert.ok(taken.every(({ jpeg, ir }) => jpeg.length > 0 && ir && ir.length > 0));
  });

  it("with the infrared eye away it is a camera for colour, and says so", async () => {
    const { clock, eyes, dual } = stage();
    eyes.ir.pull();
    await dual.probe();
    assert.deepEqual(sensors(dual), COLOUR);
    const { taken } = await take(clock, frameSets(dual, new AbortController().signal), 1);
    assert.equal(taken[0]?.ir, null);
  });

  it("ends with a failure when the infrared eye is pulled out in the middle, and never goes on in colour alone", async () => {
    const { clock, eyes, dual } = stage();
    await dual.probe();
    clock.after(350, () => eyes.ir.pull());
    const { taken, failure } = await take(clock, frameSets(dual, new AbortController().signal), 100);
    assert.equal(failure?.code, "camera.one-eyed");
    assert.ok(taken.length > 0 && taken.every(({ ir }) => ir !== null));
    assert.deepEqual([eyes.rgb.running, eyes.ir.running], [0, 0]);
  });

  it("lets the camera go when nobody looks any more", async () => {
    const { clock, eyes, dual } = stage();
    await dual.probe();
    await take(clock, frameSets(dual, new AbortController().signal), 1);
    assert.deepEqual([eyes.rgb.running, eyes.ir.running], [0, 0]);
  });

  it("a set that lacks a sensor which is needed never comes out, and is wiped", async () => {
    const { plain, clock } = stage();
    const given = { seq: 0, at: 0, jpeg: emptyPicture(1), ir: emptyPicture(2), depth: null, module: null };
    const deep: FrameSetCamera = Object.assign(Object.create(plain), {
      sensors: { ir: true, depth: true, module: false },
      async *sets() {
        yield ok(given);
      },
    });
    const { taken, failure } = await take(clock, frameSets(deep, new AbortController().signal), 1);
    assert.equal(taken.length, 0);
    assert.deepEqual([failure?.code, failure?.detail], ["camera.one-eyed", "a frame without depth"]);
    assert.ok([...given.jpeg, ...given.ir].every((byte) => byte === 0));
  });
});
