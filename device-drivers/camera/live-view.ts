import type { Clock, Timer } from "../../base/clock.ts";
import { wipe } from "../../base/personal.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { Camera, CameraFailure, CameraFrame } from "./camera.ts";
import { type FillLight, NO_LIGHT } from "./fill-light.ts";
import * as timing from "./timing.ts";

export interface StillWish {
  readonly withinMs: number;
  /** With the fill light on, from before the picture to after it. */
  readonly lit?: boolean;
}

type Answer = Result<CameraFrame, CameraFailure>;

interface Waiter {
  /** On the monotonic clock: a picture from before is not the one. */
  readonly notBefore: number;
  readonly timer: Timer;
  answer(answer: Answer): void;
}

/**
 * An open camera that several look at: the newest picture for the preview, a still for whoever needs one made now. It holds one picture,
 * and wipes it when the next comes; what it hands out is the taker's own, to wipe.
 */
export class LiveView {
  readonly #clock: Clock;
  readonly #light: FillLight;
  readonly #stop = new AbortController();
  readonly #reading: Promise<void>;
  readonly #waiters = new Set<Waiter>();
  #newest: CameraFrame | undefined;
  #failure: CameraFailure | undefined;

  constructor(camera: Camera, clock: Clock, light: FillLight = NO_LIGHT) {
    this.#clock = clock;
    this.#light = light;
    this.#reading = this.#read(camera);
  }

  /** Why it sees nothing more; undefined while it does. */
  get failure(): CameraFailure | undefined {
    return this.#failure;
  }

  /** The newest picture; undefined before the first and after the last. */
  newest(): CameraFrame | undefined {
    return this.#newest && copyOf(this.#newest);
  }

  /** The first picture that was begun after now, and with the light where it is wished. */
  async still({ withinMs, lit = false }: StillWish): Promise<Answer> {
    const burns = lit && (await this.#light.set(true));
    try {
      const notBefore = this.#clock.monotonic() + (burns ? timing.LIGHT_SETTLES_MS : timing.PIPELINE_MS);
      return await this.#frameFrom(notBefore, withinMs);
    } finally {
      if (lit) await this.#light.set(false);
    }
  }

  /** Lets the camera go; whoever still waits is told that it is closed. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#reading;
  }

  #frameFrom(notBefore: number, withinMs: number): Promise<Answer> {
    if (this.#failure) return Promise.resolve(err(this.#failure));
    return new Promise((resolve) => {
      const timer = this.#clock.after(withinMs, () =>
        waiter.answer(err({ code: "camera.silent", detail: `no picture within ${withinMs} ms` })),
      );
      const waiter: Waiter = {
        notBefore,
        timer,
        answer: (answer) => {
          timer.cancel();
          this.#waiters.delete(waiter);
          resolve(answer);
        },
      };
      this.#waiters.add(waiter);
    });
  }

  async #read(camera: Camera): Promise<void> {
    for await (const frame of camera.frames(this.#stop.signal)) {
      if (frame.ok) this.#see(frame.value);
      else this.#failure = frame.error;
    }
    this.#failure ??= { code: "camera.missing", detail: "the camera was closed" };
    if (this.#newest) wipe(this.#newest.jpeg);
    this.#newest = undefined;
    for (const waiter of [...this.#waiters]) waiter.answer(err(this.#failure));
  }

  #see(frame: CameraFrame): void {
    if (this.#newest) wipe(this.#newest.jpeg);
    this.#newest = frame;
    for (const waiter of [...this.#waiters]) if (frame.at >= waiter.notBefore) waiter.answer(ok(copyOf(frame)));
  }
}

function copyOf(frame: CameraFrame): CameraFrame {
  return { ...frame, jpeg: Buffer.from(frame.jpeg) };
}
