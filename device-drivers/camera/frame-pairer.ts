import { wipe } from "../../base/personal.ts";
import type { CameraFrame } from "./camera.ts";

export type Eye = "rgb" | "ir";

/** What both eyes saw at the same time, as near as `skewMs`. Whoever takes it owns both, and wipes them. */
export interface FramePair {
  readonly rgb: CameraFrame;
  readonly ir: CameraFrame;
  readonly skewMs: number;
}

/** Finds the pictures that belong together by the time they arrived. Holds one picture of each eye, no more; a picture is used once. */
export class FramePairer {
  readonly #maxSkewMs: number;
  readonly #waiting: Partial<Record<Eye, CameraFrame>> = {};

  constructor(maxSkewMs: number) {
    this.#maxSkewMs = maxSkewMs;
  }

  put(eye: Eye, frame: CameraFrame): FramePair | undefined {
    const other: Eye = eye === "rgb" ? "ir" : "rgb";
    const partner = this.#waiting[other];
    this.#drop(eye);
    if (partner && Math.abs(partner.at - frame.at) <= this.#maxSkewMs) {
      delete this.#waiting[other];
      const [rgb, ir] = eye === "rgb" ? [frame, partner] : [partner, frame];
      return { rgb, ir, skewMs: Math.abs(partner.at - frame.at) };
    }
    this.#waiting[eye] = frame;
    return undefined;
  }

  clear(): void {
    this.#drop("rgb");
    this.#drop("ir");
  }

  #drop(eye: Eye): void {
    const old = this.#waiting[eye];
    if (old) wipe(old.jpeg);
    delete this.#waiting[eye];
  }
}
