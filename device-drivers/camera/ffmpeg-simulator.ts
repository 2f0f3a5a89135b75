import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import type { Clock, Timer } from "../../base/clock.ts";
import type { FfmpegProcess } from "./v4l2.ts";

/** ffmpeg as a driver sees it: pictures on standard output every `periodMs`, complaints on standard error, an end. Undefined: no picture this time. */
export class SimulatedFfmpeg extends EventEmitter implements FfmpegProcess {
  readonly stdout = new PassThrough();
  readonly stderr = new PassThrough();
  readonly #clock: Clock;
  readonly #periodMs: () => number;
  readonly #picture: (count: number) => Buffer | undefined;
  #timer: Timer;
  #ended = false;
  #count = 0;

  constructor(clock: Clock, periodMs: () => number, picture: (count: number) => Buffer | undefined) {
    super();
    this.#clock = clock;
    this.#periodMs = periodMs;
    this.#picture = picture;
    this.#timer = this.#next();
  }

  end(complaint: string): void {
    if (this.#ended) return;
    this.stderr.write(complaint);
    this.#finish(1);
  }

  kill(): void {
    this.#finish(null);
  }

  #finish(code: number | null): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#timer.cancel();
    this.stdout.end();
    this.stderr.end();
    setImmediate(() => this.emit("close", code));
  }

  #next(): Timer {
    return this.#clock.after(this.#periodMs(), () => {
      const picture = this.#picture(this.#count++);
      // A copy: who reads from a pipe may wipe what came.
      if (picture) this.stdout.write(Buffer.from(picture));
      this.#timer = this.#next();
    });
  }
}
