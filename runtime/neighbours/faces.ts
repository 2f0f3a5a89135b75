import { type Clock, pause } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import { err, type Result } from "../../base/result.ts";
import { Client } from "../../base/rpc.ts";
import type {
  ActionCount,
  Assurance,
  FaceEngineContract,
  FaceEvidence,
  FaceFailure,
  FaceStatus,
  FaceVerdict,
  FailedLook,
  Guidance,
} from "../face-engine/api.ts";
import { settleWithin } from "./settle-within.ts";

const GRACE_MS = 3_000;
const CALL_MS = 5_000;
/** While an engine that was lost is waited for, it is asked this often, if it has not spoken by itself. */
const ASK_AGAIN_MS = 1_000;

/** `face.away`: the engine's process is gone, or does not answer. */
export type LookFailure = FaceFailure | "face.away";
export type FailedAttempt = Omit<FailedLook, "failure"> & { readonly failure: LookFailure };

export interface Judged {
  readonly verdict: FaceVerdict;
  readonly evidence: FaceEvidence;
}

export interface Captured {
  readonly verdict: { readonly decision: "live" | "attack" | "unsure" };
  readonly sealed: string | null;
  readonly evidence: FaceEvidence;
}

/** One attempt, whatever it is for. */
export interface Look {
  readonly attempt: string;
  readonly minAssurance: Assurance;
  readonly withinMs: number;
  readonly signal: AbortSignal;
  readonly onGuidance: (guidance: Guidance, action: ActionCount | null) => void;
}

type Requests = FaceEngineContract["requests"];

/** The face engine as the runtime sees it. Preview frames pass through and are kept nowhere. */
export class Faces {
  readonly #client: Client<FaceEngineContract>;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #listeners = new Set<() => void>();
  readonly #previewListeners = new Set<(jpeg: Buffer | null) => void>();
  #status: FaceStatus | null = null;
  #look: Look | null = null;

  constructor(socketPath: string, clock: Clock, log: Log) {
    this.#clock = clock;
    this.#log = log;
    this.#client = new Client<FaceEngineContract>(socketPath, clock, log);
    this.#client.on("face.status", (status) => this.#set(status));
    this.#client.on("face.guidance", ({ attempt, guidance, action }) => {
      if (attempt === this.#look?.attempt) this.#look.onGuidance(guidance, action);
    });
    this.#client.on("face.preview", ({ attempt, jpeg }) => {
      if (attempt !== this.#look?.attempt || this.#previewListeners.size === 0) return;
      const bytes = Buffer.from(jpeg, "base64");
      for (const listener of this.#previewListeners) listener(bytes);
    });
    this.#client.onLink((up) => {
      if (up) void this.#ask();
      else this.#lost();
    });
  }

  /** What the engine last said of itself; null until it has. */
  get status(): FaceStatus | null {
    return this.#status;
  }

  get camera(): FaceStatus["camera"] | null {
    return this.#status?.camera ?? null;
  }

  /** True while a face is being looked at. */
  get looking(): boolean {
    return this.#look !== null;
  }

  onChange(then: () => void): void {
    this.#listeners.add(then);
  }

  /** Frames of the running attempt, and null at its end; the answer stops them. */
  watchPreview(then: (jpeg: Buffer | null) => void): () => void {
    this.#previewListeners.add(then);
    return () => void this.#previewListeners.delete(then);
  }

  /** `reference`: the photo in the card. */
  verify(look: Look, reference: Buffer): Promise<Result<Judged, FailedAttempt>> {
    const { attempt, minAssurance, withinMs } = look;
    return this.#try("face.verify", { attempt, reference: reference.toString("base64"), minAssurance, withinMs }, look);
  }

  /** A living person's picture, sealed to `sealTo` with `context` before it leaves the engine. */
  capture(look: Look, sealTo: string, context: string): Promise<Result<Captured, FailedAttempt>> {
    const { attempt, minAssurance, withinMs } = look;
    return this.#try("face.capture", { attempt, sealTo, context, minAssurance, withinMs }, look);
  }

  /** Waits for an engine that was lost or is busy: true once it says that it can look again. */
  async whenReady(withinMs: number, signal: AbortSignal): Promise<boolean> {
    const until = this.#clock.monotonic() + withinMs;
    while (!signal.aborted) {
      // Asked, not believed: an engine that is going down may still stand here as ready.
      if ((await this.#ask()) && this.#isReady()) return !signal.aborted;
      const left = until - this.#clock.monotonic();
      if (left <= 0) return false;
      await this.#changeWithin(Math.min(left, ASK_AGAIN_MS), signal);
    }
    return false;
  }

  forget(): void {
    this.#client.forget();
  }

  close(): void {
    this.#client.close();
  }

  async #try<M extends "face.verify" | "face.capture">(
    method: M,
    params: Requests[M]["params"],
    look: Look,
  ): Promise<Requests[M]["result"] | Result<never, FailedAttempt>> {
    const began = this.#clock.monotonic();
    this.#look = look;
    this.#changed();
    const call = (inner: AbortSignal) => this.#client.call(method, params, inner);
    const asked = await settleWithin(this.#clock, look.withinMs + GRACE_MS, call, look.signal);
    if (this.#look === look) this.#over();
    if (asked.ok) return asked.value;
    if (asked.error.code === "rpc.failed") this.#log.error("face.failed", { detail: asked.error.detail });
    const failure = look.signal.aborted ? "face.cancelled" : "face.away";
    return err({ failure, framesSeen: 0, restarts: 0, ms: Math.round(this.#clock.monotonic() - began) });
  }

  #over(): void {
    this.#look = null;
    for (const listener of this.#previewListeners) listener(null);
    this.#changed();
  }

  #isReady(): boolean {
    const state = this.#status?.camera.state;
    return this.#status?.ready === true && (state === "online" || state === "deviceBusy");
  }

  async #changeWithin(ms: number, signal: AbortSignal): Promise<void> {
    const changed = new AbortController();
    const listener = () => changed.abort();
    this.#listeners.add(listener);
    await pause(this.#clock, ms, AbortSignal.any([changed.signal, signal]));
    this.#listeners.delete(listener);
  }

  /** False when it did not answer. */
  async #ask(): Promise<boolean> {
    if (!this.#client.connected) return false;
    const asked = await settleWithin(this.#clock, CALL_MS, (signal) => this.#client.call("face.status", {}, signal));
    if (asked.ok) this.#set(asked.value);
    else this.#log.warn("face.no-status", { code: asked.error.code });
    return asked.ok;
  }

  // What a process kept in its memory has gone with it.
  #lost(): void {
    if (!this.#status) return;
    const camera = { ...this.#status.camera, state: "offline" as const, since: this.#clock.now() };
    this.#set({ ...this.#status, camera, ready: false, storedFaces: 0 });
  }

  #set(status: FaceStatus): void {
    this.#status = status;
    this.#changed();
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
