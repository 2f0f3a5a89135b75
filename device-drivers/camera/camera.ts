import type { Clock } from "../../base/clock.ts";
import type { Result } from "../../base/result.ts";
import type { DeviceState, DeviceStatus } from "../host/api.ts";
import { DOUBT_MS } from "./timing.ts";

/** One picture as the camera gave it: a whole JPEG. Whoever takes it owns the bytes, and wipes them. */
export interface CameraFrame {
  /** Rises by one for each picture the camera made; a gap is a picture that nobody had time for. */
  readonly seq: number;
  /** `Clock.monotonic` when it arrived. */
  readonly at: number;
  readonly jpeg: Buffer;
}

/** Why no more pictures come. `refused`: a virtual camera or a file where production asks for a real one. */
export interface CameraFailure {
  readonly code:
    | "camera.missing"
    | "camera.busy"
    | "camera.unplugged"
    | "camera.silent"
    | "camera.refused"
    | "camera.unreadable"
    /** Pictures of another size than was asked for. */
    | "camera.wrong-size"
    /** Of two eyes only one sees, or they never see at the same time. */
    | "camera.one-eyed";
  /** What was found, in words for the technician. */
  readonly detail: string;
}

/** A camera is closed until somebody iterates, and closed again when they stop or `signal` aborts. */
export interface Camera {
  readonly status: DeviceStatus;
  onStatus(then: (status: DeviceStatus) => void): void;
  /** Looks whether the device is there, without opening it. */
  probe(): Promise<void>;
  /** Pictures until `signal` aborts; a failure is the last thing yielded. One reader at a time. */
  frames(signal: AbortSignal): AsyncIterable<Result<CameraFrame, CameraFailure>>;
}

/** The status of one camera: told only when it changed. */
export class CameraStatus {
  readonly #clock: Clock;
  readonly #listeners: ((status: DeviceStatus) => void)[] = [];
  #current: DeviceStatus;

  constructor(clock: Clock, id: string, model: string) {
    this.#clock = clock;
    this.#current = {
      id,
      kind: "camera",
      model,
      state: "starting",
      paper: {},
      cover: "unknown",
      sensors: {},
      reasons: [],
      since: clock.now(),
    };
  }

  get current(): DeviceStatus {
    return this.#current;
  }

  onChange(then: (status: DeviceStatus) => void): void {
    this.#listeners.push(then);
  }

  /**
   * The device is there. That does not mend one that failed while it was there: it stays in doubt for a while, unless it was away in
   * between, and is then offered again, for only opening it can tell.
   */
  present(): void {
    const doubted = this.#current.state === "hardwareError" || this.#current.state === "deviceBusy";
    if (doubted && this.#clock.now() - this.#current.since < DOUBT_MS) return;
    this.set("online");
  }

  set(state: DeviceState, reasons: readonly string[] = []): void {
    const same = this.#current.state === state && this.#current.reasons.join("\n") === reasons.join("\n");
    if (same) return;
    this.#current = { ...this.#current, state, reasons, since: this.#clock.now() };
    for (const listener of this.#listeners) listener(this.#current);
  }

  fail(failure: CameraFailure): void {
    this.set(STATE_OF[failure.code], [failure.detail]);
  }
}

const STATE_OF: Readonly<Record<CameraFailure["code"], DeviceState>> = {
  "camera.missing": "noDevice",
  "camera.busy": "deviceBusy",
  "camera.unplugged": "noDevice",
  "camera.silent": "hardwareError",
  "camera.refused": "potentialFraud",
  "camera.unreadable": "hardwareError",
  "camera.wrong-size": "hardwareError",
  "camera.one-eyed": "hardwareError",
};
