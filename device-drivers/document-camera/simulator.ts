import type { Clock } from "../../base/clock.ts";
import { err, ok } from "../../base/result.ts";
import { SimulatedFfmpeg } from "../camera/ffmpeg-simulator.ts";
import { type FfmpegProcess, V4l2Camera } from "../camera/v4l2.ts";
import type { MakeSource } from "./camera-source.ts";
import { corners, flatSheet, sampleJpeg } from "./sample-desk.ts";

/** How it sends: as it should, noise, JPEG by its markers only, JPEG that breaks off, nothing, seldom, far too often, or in another size. */
export type DeskManner = "well" | "garbage" | "spoilt" | "half" | "silent" | "slow" | "flood" | "another-size";

const WELL_MS = 100;
const PERIOD_MS: Readonly<Partial<Record<DeskManner, number>>> = { slow: 2_000, flood: 5 };
const NOISE = Buffer.alloc(500, 0x5a);

export const DESK_WIDTH = 640;
export const DESK_HEIGHT = 480;
const SIZE = { width: DESK_WIDTH, height: DESK_HEIGHT };

/** What lies on a simulated desk, as its camera sees it; drawn once. */
export const SCENES = {
  empty: [sampleJpeg({ ...SIZE, sheets: [], noise: 3 })],
  sheet: [sampleJpeg({ ...SIZE, sheets: [sheetAt(0.12)], noise: 3 })],
  // A hand that pushes the sheet about.
  hand: [100, 180, 260].map((x) => sampleJpeg({ ...SIZE, sheets: [sheetAt(0.12)], hand: { x, y: 300 }, noise: 3 })),
  "half-sheet": [sampleJpeg({ ...SIZE, sheets: [{ flat: flatSheet("a4", 420), corners: corners({ x: 90, y: 240 }, 297, 420) }] })],
} as const satisfies Readonly<Record<string, readonly Buffer[]>>;
export type Scene = keyof typeof SCENES;

const OTHER_SIZE = sampleJpeg({ width: DESK_HEIGHT, height: DESK_WIDTH, sheets: [] });

function sheetAt(turned: number) {
  return { flat: flatSheet("a4", 420), corners: corners({ x: 330, y: 236 }, 283, 400, turned, 2e-4, 1e-4) };
}

/** A camera above a desk with ffmpeg before it: real JPEG pictures of a drawn desk on a standard output. */
export class DeskSimulator {
  manner: DeskManner = "well";
  scene: Scene = "empty";
  #plugged = true;
  readonly #clock: Clock;
  readonly #runs = new Set<SimulatedFfmpeg>();
  #onStart: () => void = () => undefined;
  #onPicture: () => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  readonly makeSource: MakeSource = (id, { path, width, height, fps }, clock) =>
    new V4l2Camera(
      { id, path, width, height, fps, production: true },
      {
        clock,
        find: async () => (this.#plugged ? ok("video0") : err({ code: "camera.missing", detail: `${path} is not there (ENOENT)` })),
        start: () => this.#start(),
      },
    );

  /** The camera is opened, or a picture leaves it. */
  onStart(then: () => void): void {
    this.#onStart = then;
  }
  onPicture(then: () => void): void {
    this.#onPicture = then;
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

  #start(): FfmpegProcess {
    const run = new SimulatedFfmpeg(
      this.#clock,
      () => PERIOD_MS[this.manner] ?? WELL_MS,
      (count) => this.#picture(count),
    );
    this.#runs.add(run);
    run.once("close", () => this.#runs.delete(run));
    this.#onStart();
    return run;
  }

  #picture(count: number): Buffer | undefined {
    const scene = SCENES[this.scene];
    const jpeg = scene[count % scene.length] as Buffer;
    this.#onPicture();
    switch (this.manner) {
      case "silent":
        return undefined;
      case "garbage":
        return NOISE;
      case "another-size":
        return OTHER_SIZE;
      case "spoilt":
        return spoilt(jpeg);
      case "half":
        return Buffer.concat([jpeg.subarray(0, jpeg.length / 2), jpeg.subarray(-2)]);
      default:
        return jpeg;
    }
  }
}

/** Right size, right markers, tables of nonsense. */
function spoilt(jpeg: Buffer): Buffer {
  const bytes = Buffer.from(jpeg);
  const tables = bytes.indexOf(Buffer.from([0xff, 0xc4]));
  return bytes.fill(0x11, tables + 4, tables + 4 + 16);
}
