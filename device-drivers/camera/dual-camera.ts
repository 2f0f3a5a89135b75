import type { Clock, Timer } from "../../base/clock.ts";
import { wipe } from "../../base/personal.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { DeviceStatus } from "../host/api.ts";
import type { Camera, CameraFailure, CameraFrame } from "./camera.ts";
import { type Eye, type FramePair, FramePairer } from "./frame-pairer.ts";
import { Newest } from "./newest.ts";
import { UNPAIRED_MS } from "./timing.ts";

export interface DualParts {
  readonly id: string;
  readonly rgb: Camera;
  readonly ir: Camera;
  readonly maxSkewMs: number;
  readonly clock: Clock;
}

/**
 * Two eyes: one for colour, one for near infrared, in which a screen is dark and most prints look wrong. With one eye it is a camera for
 * whatever colour is enough for, and its status says so under `sensors`; it is never one that sees infrared. Pairs end with a failure as
 * soon as an eye fails or the two do not look together: nothing falls back in silence to what one eye saw.
 */
export class DualCamera implements Camera {
  readonly #parts: DualParts;

  constructor(parts: DualParts) {
    this.#parts = parts;
  }

  /** State of the colour eye, which everything needs; both eyes' under `sensors`. */
  get status(): DeviceStatus {
    const { id, rgb, ir } = this.#parts;
    const reasons = [...rgb.status.reasons.map((reason) => `rgb: ${reason}`), ...ir.status.reasons.map((reason) => `ir: ${reason}`)];
    const since = Math.max(rgb.status.since, ir.status.since);
    return { ...rgb.status, id, model: "dual", sensors: { rgb: rgb.status.state, ir: ir.status.state }, reasons, since };
  }

  onStatus(then: (status: DeviceStatus) => void): void {
    this.#parts.rgb.onStatus(() => then(this.status));
    this.#parts.ir.onStatus(() => then(this.status));
  }

  async probe(): Promise<void> {
    await Promise.all([this.#parts.rgb.probe(), this.#parts.ir.probe()]);
  }

  /** What the colour eye sees. */
  frames(signal: AbortSignal): AsyncIterable<Result<CameraFrame, CameraFailure>> {
    return this.#parts.rgb.frames(signal);
  }

  /** What both see at the same time, until `signal` aborts; a failure is the last thing yielded. One reader at a time, of this or `frames`. */
  async *pairs(signal: AbortSignal): AsyncIterable<Result<FramePair, CameraFailure>> {
    const both = new BothEyes(this.#parts);
    const stop = () => both.end(undefined);
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    try {
      for (let pair = await both.pairs.take(); pair; pair = await both.pairs.take()) yield ok(pair);
      if (both.failure) yield err(both.failure);
    } finally {
      signal.removeEventListener("abort", stop);
      both.end(undefined);
      both.pairs.close();
      await both.closed;
    }
  }
}

/** Both cameras open. */
class BothEyes {
  readonly pairs = new Newest<FramePair>(({ rgb, ir }) => {
    wipe(rgb.jpeg);
    wipe(ir.jpeg);
  });
  /** Once both cameras are let go. */
  readonly closed: Promise<unknown>;
  failure: CameraFailure | undefined;
  readonly #pairer: FramePairer;
  readonly #clock: Clock;
  readonly #stop = new AbortController();
  #unpaired: Timer;

  constructor({ rgb, ir, maxSkewMs, clock }: DualParts) {
    this.#pairer = new FramePairer(maxSkewMs);
    this.#clock = clock;
    this.#unpaired = this.#expectPair();
    this.closed = Promise.all([this.#watch("rgb", rgb), this.#watch("ir", ir)]);
  }

  /** The first ending counts; both cameras are let go. */
  end(failure: CameraFailure | undefined): void {
    if (this.#stop.signal.aborted) return;
    this.failure = failure;
    this.#unpaired.cancel();
    this.#stop.abort();
    this.#pairer.clear();
    this.pairs.end();
  }

  async #watch(eye: Eye, camera: Camera): Promise<void> {
    for await (const frame of camera.frames(this.#stop.signal)) {
      if (!frame.ok) return this.end({ code: "camera.one-eyed", detail: `${eye}: ${frame.error.code}: ${frame.error.detail}` });
      if (this.#stop.signal.aborted) return wipe(frame.value.jpeg);
      const pair = this.#pairer.put(eye, frame.value);
      if (!pair) continue;
      this.#unpaired.cancel();
      this.#unpaired = this.#expectPair();
      this.pairs.put(pair);
    }
  }

  #expectPair(): Timer {
    return this.#clock.after(UNPAIRED_MS, () =>
      this.end({ code: "camera.one-eyed", detail: `the two eyes gave no pictures of the same time for ${UNPAIRED_MS} ms` }),
    );
  }
}
