import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import { err, type Result } from "../../base/result.ts";
import { Client } from "../../base/rpc.ts";
import type { DeviceStatus } from "../../device-drivers/host/api.ts";
import type { Assurance, FaceEngineContract, FaceEvidence, FaceFailure, FaceVerdict, Guidance } from "../face-engine/api.ts";
import { settleWithin } from "./settle-within.ts";

const GRACE_MS = 3_000;
const CALL_MS = 5_000;

export type FaceAnswer = Result<{ verdict: FaceVerdict; evidence: FaceEvidence }, FaceFailure | "face.away">;

/** The face engine as the runtime sees it. Preview frames pass through and are kept nowhere. */
export class Faces {
  readonly #client: Client<FaceEngineContract>;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #changeListeners: (() => void)[] = [];
  readonly #guidanceListeners: ((attempt: string, guidance: Guidance) => void)[] = [];
  readonly #previewListeners = new Set<(jpeg: Buffer | null) => void>();
  #camera: DeviceStatus | null = null;
  #attempt: string | null = null;

  constructor(socketPath: string, clock: Clock, log: Log) {
    this.#clock = clock;
    this.#log = log;
    this.#client = new Client<FaceEngineContract>(socketPath, clock, log);
    this.#client.on("face.camera", (status) => this.#setCamera(status));
    this.#client.on("face.guidance", ({ attempt, guidance }) => {
      for (const listener of this.#guidanceListeners) listener(attempt, guidance);
    });
    this.#client.on("face.preview", ({ attempt, jpeg }) => {
      if (attempt !== this.#attempt || this.#previewListeners.size === 0) return;
      const bytes = Buffer.from(jpeg, "base64");
      for (const listener of this.#previewListeners) listener(bytes);
    });
    this.#client.onLink((up) => {
      if (up) void this.#ask();
      else if (this.#camera) this.#setCamera({ ...this.#camera, state: "offline", since: clock.now() });
    });
  }

  /** Null until the engine has said what it has. */
  get camera(): DeviceStatus | null {
    return this.#camera;
  }

  /** True while a face is being looked at. */
  get looking(): boolean {
    return this.#attempt !== null;
  }

  onChange(then: () => void): void {
    this.#changeListeners.push(then);
  }

  onGuidance(then: (attempt: string, guidance: Guidance) => void): void {
    this.#guidanceListeners.push(then);
  }

  /** Frames of the running attempt, and null at its end; the answer stops them. */
  watchPreview(then: (jpeg: Buffer | null) => void): () => void {
    this.#previewListeners.add(then);
    return () => void this.#previewListeners.delete(then);
  }

  async verify(attempt: string, reference: Buffer, minAssurance: Assurance, withinMs: number, signal: AbortSignal): Promise<FaceAnswer> {
    this.#attempt = attempt;
    for (const listener of this.#changeListeners) listener();
    const params = { attempt, reference: reference.toString("base64"), minAssurance, withinMs };
    const call = (inner: AbortSignal) => this.#client.call("face.verify", params, inner);
    const asked = await settleWithin(this.#clock, withinMs + GRACE_MS, call, signal);
    if (this.#attempt === attempt) this.#endPreview();
    for (const listener of this.#changeListeners) listener();
    if (asked.ok) return asked.value;
    if (asked.error.code === "rpc.failed") this.#log.error("face.failed", { detail: asked.error.detail });
    return err(asked.error.code === "rpc.cancelled" ? "face.cancelled" : "face.away");
  }

  close(): void {
    this.#client.close();
  }

  #endPreview(): void {
    this.#attempt = null;
    for (const listener of this.#previewListeners) listener(null);
  }

  async #ask(): Promise<void> {
    const asked = await settleWithin(this.#clock, CALL_MS, (signal) => this.#client.call("face.status", {}, signal));
    if (asked.ok) this.#setCamera(asked.value.camera);
    else this.#log.warn("face.no-status", { code: asked.error.code });
  }

  #setCamera(status: DeviceStatus): void {
    this.#camera = status;
    for (const listener of this.#changeListeners) listener();
  }
}
