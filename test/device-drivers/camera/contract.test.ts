import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { systemClock } from "../../../base/clock.ts";
import { ok } from "../../../base/result.ts";
import { type CameraAct, type CameraBench, cameraContract } from "../../../device-drivers/camera/contract.ts";
import { FileSource } from "../../../device-drivers/camera/file-source.ts";
import { CameraSimulator } from "../../../device-drivers/camera/simulator.ts";
import { COPY_TO_PIPE, V4l2Camera } from "../../../device-drivers/camera/v4l2.ts";
import { FakeClock } from "../../support/fake-clock.ts";

const SIZE = { width: 320, height: 240, fps: 15 };
const noHands = { do: (act: CameraAct) => Promise.reject(new Error(`nobody here to ${act}`)), sees: async () => true };

/** Lets time pass while a case runs. */
async function passing(bench: CameraBench, clock: FakeClock, run: (bench: CameraBench) => Promise<void>): Promise<void> {
  let done = false;
  const running = run(bench).finally(() => {
    done = true;
  });
  running.catch(() => undefined);
  while (!done) await clock.advance(20);
  await running;
}

describe("camera contract", () => {
  for (const { title, level, run } of cameraContract.cases) {
    it(`${title.en}: the simulator`, async () => {
      const clock = new FakeClock();
      const simulator = new CameraSimulator(clock);
      const options = { ...SIZE, id: "camera", path: "/dev/v4l/camera", production: true };
      const camera = new V4l2Camera(options, { clock, find: simulator.find, start: simulator.start });
      const hands = {
        do: async (act: CameraAct) => (act === "pull-camera" ? simulator.pull() : simulator.plug()),
        sees: async () => true,
      };
      await passing({ camera, hands, clock, light: { set: async () => true } }, clock, run);
      assert.equal(simulator.running, 0);
    });

    if (level === "interactive") continue;
    it(`${title.en}: a film`, async () => {
      // On the real clock: a made-up one would run ahead of a real file that is being read.
      const camera = new FileSource({ id: "camera", path: "test/fixtures/faces/live-a.mjpeg", fps: 40 }, systemClock);
      await run({ camera, hands: noHands, clock: systemClock });
    });

    it(`${title.en}: the real ffmpeg`, async function () {
      this.timeout(60_000);
      assert.ok(existsSync("/usr/bin/ffmpeg"), "ffmpeg not found. Install: apt-get install ffmpeg");
      // A source of ffmpeg's own where there is no /dev/video: real pictures at a real pace through the same pipe.
      const source = ["-f", "lavfi", "-i", `testsrc=size=${SIZE.width}x${SIZE.height}:rate=${SIZE.fps}`];
      const encode = ["-c:v", "mjpeg", "-pix_fmt", "yuvj420p", ...COPY_TO_PIPE.slice(COPY_TO_PIPE.indexOf("-flush_packets"))];
      const args = ["-hide_banner", "-nostdin", "-loglevel", "error", "-re", ...source, ...encode];
      const start = () => spawn("ffmpeg", args, { stdio: ["ignore", "pipe", "pipe"] });
      const options = { ...SIZE, id: "camera", path: "/dev/v4l/camera", production: true };
      const camera = new V4l2Camera(options, { clock: systemClock, start, find: async () => ok("video0") });
      await run({ camera, hands: noHands, clock: systemClock });
    });
  }
});
