import assert from "node:assert/strict";
import type { FillLight } from "../../../device-drivers/camera/fill-light.ts";
import { LiveView } from "../../../device-drivers/camera/live-view.ts";
import { CameraSimulator } from "../../../device-drivers/camera/simulator.ts";
import { V4l2Camera } from "../../../device-drivers/camera/v4l2.ts";
import { FakeClock } from "../../support/fake-clock.ts";

function stage() {
  const clock = new FakeClock();
  const simulator = new CameraSimulator(clock);
  const options = { id: "camera", path: "/dev/v4l/camera", width: 640, height: 480, fps: 10, production: true };
  const camera = new V4l2Camera(options, { clock, find: simulator.find, start: simulator.start });
  const switched: [on: boolean, at: number][] = [];
  const light = (burns: boolean): FillLight => ({
    set: async (on) => {
      switched.push([on, clock.monotonic()]);
      return burns;
    },
  });
  return { clock, simulator, camera, switched, light };
}

/** Lets time pass until the work is done. */
async function until<T>(clock: FakeClock, work: Promise<T>): Promise<T> {
  let done = false;
  const ended = work.finally(() => {
    done = true;
  });
  while (!done) await clock.advance(20);
  return ended;
}

describe("camera: preview and still of one open camera", () => {
  it("the preview is the newest picture, each time a copy of its own", async () => {
    const { clock, camera } = stage();
    const view = new LiveView(camera, clock);
    assert.equal(view.newest(), undefined);
    await clock.advance(350);
    const shown = view.newest();
    assert.equal(shown?.seq, 2);
    shown?.jpeg.fill(0);
    assert.equal(view.newest()?.jpeg.readUInt16BE(0), 0xffd8);
    await until(clock, view.close());
  });

  it("a still is of after the wish: a picture that was under way then is not taken", async () => {
    const { clock, camera } = stage();
    const view = new LiveView(camera, clock);
    await clock.advance(250);
    const wishedAt = clock.monotonic();
    const still = await until(clock, view.still({ withinMs: 5_000 }));
    assert.ok(still.ok && still.value.at - wishedAt >= 100 && still.value.at - wishedAt <= 200);
    await until(clock, view.close());
  });

  it("with the light: on, settled, picture, off", async () => {
    const { clock, camera, switched, light } = stage();
    const view = new LiveView(camera, clock, light(true));
    const wishedAt = clock.monotonic();
    const still = await until(clock, view.still({ withinMs: 5_000, lit: true }));
    assert.ok(still.ok && still.value.at - wishedAt >= 400);
    assert.deepEqual(
      switched.map(([on]) => on),
      [true, false],
    );
    assert.ok((switched[1]?.[1] ?? 0) >= still.value.at);
    await until(clock, view.close());
  });

  it("a light that does not burn costs the picture nothing, and is switched off all the same", async () => {
    const { clock, camera, switched, light } = stage();
    const view = new LiveView(camera, clock, light(false));
    const wishedAt = clock.monotonic();
    const still = await until(clock, view.still({ withinMs: 5_000, lit: true }));
    assert.ok(still.ok && still.value.at - wishedAt < 400);
    assert.deepEqual(switched.at(-1)?.[0], false);
    await until(clock, view.close());
  });

  it("several may wait; each gets the picture as its own", async () => {
    const { clock, camera } = stage();
    const view = new LiveView(camera, clock);
    const [one, two] = await until(clock, Promise.all([view.still({ withinMs: 5_000 }), view.still({ withinMs: 5_000 })]));
    assert.ok(one.ok && two.ok && one.value.seq === two.value.seq);
    one.value.jpeg.fill(0);
    assert.equal(two.value.jpeg.readUInt16BE(0), 0xffd8);
    await until(clock, view.close());
  });

  it("the camera is pulled: everybody who waits is told, and whoever asks later too", async () => {
    const { clock, camera, simulator } = stage();
    const view = new LiveView(camera, clock);
    const waiting = view.still({ withinMs: 60_000 });
    await clock.advance(50);
    simulator.pull();
    const told = await until(clock, waiting);
    assert.equal(told.ok ? "" : told.error.code, "camera.unplugged");
    const later = await view.still({ withinMs: 60_000 });
    assert.equal(later.ok ? "" : later.error.code, "camera.unplugged");
    assert.equal(view.newest(), undefined);
    await view.close();
  });

  it("nothing comes in time: said so at the deadline, without waiting for the camera to be given up", async () => {
    const { clock, camera, simulator } = stage();
    simulator.manner = "silent";
    const view = new LiveView(camera, clock);
    const start = clock.monotonic();
    const still = await until(clock, view.still({ withinMs: 1_000 }));
    assert.equal(still.ok ? "" : still.error.code, "camera.silent");
    assert.ok(clock.monotonic() - start <= 1_100);
    await until(clock, view.close());
  });

  it("closing lets the camera go, settles who waits, and leaves no timer", async () => {
    const { clock, camera, simulator } = stage();
    const view = new LiveView(camera, clock);
    await clock.advance(50);
    const waiting = view.still({ withinMs: 60_000 });
    await until(clock, view.close());
    assert.equal((await waiting).ok, false);
    assert.deepEqual([simulator.running, clock.pending], [0, 0]);
  });
});
