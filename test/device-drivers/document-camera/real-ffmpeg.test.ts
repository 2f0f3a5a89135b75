import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../../base/clock.ts";
import { must, ok } from "../../../base/result.ts";
import { COPY_TO_PIPE, V4l2Camera } from "../../../device-drivers/camera/v4l2.ts";
import { documentCameraDriver } from "../../../device-drivers/document-camera/driver.ts";
import { DESK_HEIGHT, DESK_WIDTH, SCENES, type Scene } from "../../../device-drivers/document-camera/simulator.ts";
import { ALIKE_FRAMES } from "../../../device-drivers/document-camera/timing.ts";
import { driverContext } from "../../support/driver-context.ts";

describe("document-camera: through the real ffmpeg", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "zz-desk-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("a hand lays a sheet and goes: the page is the sheet's, without the hand", async function () {
    this.timeout(60_000);
    // However a busy machine stretches the film or drops from it: of the empty desk and of each place of the hand there are fewer
    // pictures than make a calm row, so the page can only be the sheet's.
    const few = ALIKE_FRAMES - 1;
    const film: Scene[] = [
      ...Array<Scene>(few).fill("empty"),
      ...Array<Scene>(few * SCENES.hand.length).fill("hand"),
      ...Array<Scene>(240).fill("sheet"),
    ];
    const path = join(folder, "film.mjpeg");
    writeFileSync(path, Buffer.concat(film.map((scene, at) => SCENES[scene][at % SCENES[scene].length] as Buffer)));
    const args = ["-loglevel", "error", "-re", "-framerate", "20", "-f", "mjpeg", "-i", path, ...COPY_TO_PIPE];
    const driver = documentCameraDriver(
      (id, options, clock) =>
        new V4l2Camera(
          { ...options, id, production: true },
          { clock, find: async () => ok("video0"), start: () => spawn("ffmpeg", args, { stdio: ["ignore", "pipe", "pipe"] }) },
        ),
    );
    const options = { path: "/dev/v4l/desk", width: DESK_WIDTH, height: DESK_HEIGHT, fps: 20, background: "dark" } as const;
    const instance = must(await driver.open(driverContext({ options })));
    const call = { signal: AbortSignal.timeout(15_000), deadline: systemClock.monotonic() + 15_000 };
    const page = must(await instance.commands.capture({ colour: "colour", straighten: true }, call));
    await instance.close();
    assert.deepEqual([page.straightened, page.paper, page.warnings], [true, "a4", []]);
  });
});
