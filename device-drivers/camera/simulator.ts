import type { Clock } from "../../base/clock.ts";
import { err, ok } from "../../base/result.ts";
import { SimulatedFfmpeg } from "./ffmpeg-simulator.ts";
import type { findDevice } from "./find-device.ts";
import type { FfmpegProcess } from "./v4l2.ts";

/** How it sends: as it should, in noise, nothing, every other second, a thousand a second, or in another size. */
export type CameraManner = "well" | "garbage" | "silent" | "slow" | "flood" | "another-size";

const PERIOD_MS: Readonly<Record<CameraManner, number>> = {
  well: 100,
  garbage: 100,
  silent: 100,
  slow: 2_000,
  flood: 1,
  "another-size": 100,
};

/**
 * A UVC camera with ffmpeg before it, as the driver sees them: a device that is there or not, and a process that writes JPEG pictures to
 * its standard output, complains on standard error, and ends.
 */
export class CameraSimulator {
  manner: CameraManner = "well";
  #plugged = true;
  readonly #clock: Clock;
  readonly #runs = new Set<SimulatedFfmpeg>();
  #onStart: () => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  readonly find: typeof findDevice = async ({ path }) =>
    this.#plugged ? ok("video0") : err({ code: "camera.missing", detail: `${path} is not there (ENOENT)` });

  readonly start = (args: readonly string[]): FfmpegProcess => {
    const size = sizeIn(args);
    const run = new SimulatedFfmpeg(
      this.#clock,
      () => PERIOD_MS[this.manner],
      (count) => pictureIn(this.manner, size, count + 1),
    );
    this.#runs.add(run);
    run.once("close", () => this.#runs.delete(run));
    if (!this.#plugged) run.end("Cannot open video device /dev/video0: No such file or directory");
    this.#onStart();
    return run;
  };

  onStart(then: () => void): void {
    this.#onStart = then;
  }

  /** How many processes run: the camera is in use. */
  get running(): number {
    return this.#runs.size;
  }

  pull(): void {
    this.#plugged = false;
    for (const run of this.#runs) run.end("/dev/video0: No such device");
  }

  plug(): void {
    this.#plugged = true;
  }
}

function pictureIn(manner: CameraManner, [width, height]: readonly [number, number], mark: number): Buffer | undefined {
  switch (manner) {
    case "silent":
      return undefined;
    case "garbage":
      return Buffer.alloc(500, mark);
    case "another-size":
      return picture(height, width, mark);
    default:
      return picture(width, height, mark);
  }
}

/** The least that is a picture by its markers: a mark to tell one from another, a frame header, an end. */
export function picture(width: number, height: number, mark: number): Buffer {
  const frame = Buffer.from("ffc0000b080000000001011100", "hex");
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 3, mark & 0x7f]), frame, Buffer.from([0xff, 0xd9])]);
}

function sizeIn(args: readonly string[]): readonly [number, number] {
  const [width = 0, height = 0] = (args[args.indexOf("-video_size") + 1] ?? "").split("x").map(Number);
  return [width, height];
}
