import { constants, realpathSync } from "node:fs";
import { access, readFile, realpath } from "node:fs/promises";
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
 * Pointing a symbolic link elsewhere puts somebody else before the camera, or has the same person move, at the next picture.
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
    const opened = await this.#open();
    if (!opened.ok) {
      this.#status.fail(opened.error);
      yield opened;
      return;
    }
    let film = { ...opened.value, from: 0 };
    this.#status.set("online");
    const periodMs = 1000 / this.#options.fps;
    const start = this.#clock.monotonic();
    for (let seq = 0; ; ) {
      const dueIn = start + seq * periodMs - this.#clock.monotonic();
      if (dueIn > 0 && (await pause(this.#clock, dueIn, signal)) === "aborted") return;
      if (signal.aborted) return;
      const target = this.#target();
      if (target !== null && target !== film.target) {
        const other = await this.#open();
        // A film that cannot be played leaves the one before on the screen: the camera itself did not fail.
        if (other.ok) film = { ...other.value, from: seq };
      }
      const jpeg = film.pictures[(seq - film.from) % film.pictures.length];
      if (jpeg) yield ok({ seq, at: this.#clock.monotonic(), jpeg: Buffer.from(jpeg) });
      // A slow reader misses pictures, as with a real camera; time is not stretched for it.
      seq = Math.max(seq + 1, Math.floor((this.#clock.monotonic() - start) / periodMs));
    }
  }

  /** What the path means now. Asked for in the same turn, so that a picture is never late for it. */
  #target(): string | null {
    try {
      return realpathSync(this.#options.path);
    } catch {
      return null;
    }
  }

  async #open(): Promise<Result<{ readonly target: string; readonly pictures: Buffer[] }, CameraFailure>> {
    try {
      const target = await realpath(this.#options.path);
      const pictures = new MjpegSplitter().push(await readFile(target));
      if (pictures.length > 0) return ok({ target, pictures });
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
