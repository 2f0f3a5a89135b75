import { constants } from "node:fs";
import { access, readFile } from "node:fs/promises";
import { type Clock, pause } from "../../base/clock.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { DeviceStatus } from "../host/api.ts";
import { type Camera, type CameraFailure, type CameraFrame, CameraStatus } from "./camera.ts";
import { MjpegSplitter } from "./mjpeg-splitter.ts";

export interface FileSourceOptions {
  readonly id: string;
  readonly path: string;
  readonly fps: number;
}

/**
 * A camera that plays a file of concatenated JPEG pictures in a loop, at the pace of the clock: for demonstrations and tests.
 * The path is opened anew each time, so pointing a symbolic link elsewhere puts somebody else before the camera.
 */
export class FileSource implements Camera {
  readonly #options: FileSourceOptions;
  readonly #clock: Clock;
  readonly #status: CameraStatus;

  constructor(options: FileSourceOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
    this.#status = new CameraStatus(clock, options.id, "file");
  }

  get status(): DeviceStatus {
    return this.#status.current;
  }

  onStatus(then: (status: DeviceStatus) => void): void {
    this.#status.onChange(then);
  }

  async probe(): Promise<void> {
    try {
      await access(this.#options.path, constants.R_OK);
      this.#status.present();
    } catch (cause) {
      this.#status.fail(missing(this.#options.path, cause));
    }
  }

  async *frames(signal: AbortSignal): AsyncIterable<Result<CameraFrame, CameraFailure>> {
    const pictures = await this.#open();
    if (!pictures.ok) {
      this.#status.fail(pictures.error);
      yield pictures;
      return;
    }
    this.#status.set("online");
    const periodMs = 1000 / this.#options.fps;
    const start = this.#clock.monotonic();
    for (let seq = 0; ; ) {
      const dueIn = start + seq * periodMs - this.#clock.monotonic();
      if (dueIn > 0 && (await pause(this.#clock, dueIn, signal)) === "aborted") return;
      if (signal.aborted) return;
      const jpeg = pictures.value[seq % pictures.value.length];
      if (jpeg) yield ok({ seq, at: this.#clock.monotonic(), jpeg: Buffer.from(jpeg) });
      // A slow reader misses pictures, as with a real camera; time is not stretched for it.
      seq = Math.max(seq + 1, Math.floor((this.#clock.monotonic() - start) / periodMs));
    }
  }

  async #open(): Promise<Result<Buffer[], CameraFailure>> {
    try {
      const pictures = new MjpegSplitter().push(await readFile(this.#options.path));
      if (pictures.length > 0) return ok(pictures);
      return err({ code: "camera.unreadable", detail: `${this.#options.path} holds no whole JPEG picture` });
    } catch (cause) {
      return err(missing(this.#options.path, cause));
    }
  }
}

function missing(path: string, cause: unknown): CameraFailure {
  const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
  return { code: "camera.missing", detail: `${path} cannot be read (${code})` };
}
