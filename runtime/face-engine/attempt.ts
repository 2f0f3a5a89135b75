import { ok, type Result } from "../../base/result.ts";
import type { Assurance } from "../../config/identity/factors.ts";
import type { Camera } from "../../device-drivers/camera/camera.ts";
import { type Sensors, sensors } from "../../device-drivers/camera/frame-set.ts";
import type { FaceFailure, FailedLook } from "./api.ts";
import type { SayGuidance } from "./guidance.ts";
import type { LivenessConclusion, LivenessPlan } from "./liveness.ts";
import type { Track } from "./track.ts";
import { Watch, type Watched, type WatchParts } from "./watch.ts";

export interface AttemptParts extends WatchParts {
  /** The checks that a camera with these sensors can be given. */
  readonly planFor: (has: Sensors) => LivenessPlan;
}

export interface Attempt {
  readonly minAssurance: Assurance;
  readonly withinMs: number;
  readonly camera: Camera;
  readonly signal: AbortSignal;
  readonly onGuidance: SayGuidance;
  readonly onPreview: (jpegBase64: string) => void;
}

/** What a watch came to, for whoever draws the conclusion. */
export interface Finding {
  readonly track: Track;
  readonly liveness: LivenessConclusion;
  readonly numbers: LookNumbers;
}

export interface LookNumbers {
  /** Frames that are compared. */
  readonly frames: number;
  readonly framesSeen: number;
  readonly restarts: number;
  readonly ms: number;
}

export interface Steps<T> {
  /** Before the camera is opened. */
  prepare(): Promise<FaceFailure | undefined>;
  /** Listeners of the watch. */
  readonly listeners?: Pick<Watched, "onCompared" | "onLost">;
  conclude(finding: Finding): Promise<T>;
}

/** One attempt with its deadline: preparation, watch, conclusion. Whatever it held of a face is wiped when it settles, also when it throws. */
export async function runAttempt<T>(attempt: Attempt, parts: AttemptParts, steps: Steps<T>): Promise<Result<T, FailedLook>> {
  const { clock, buffers, decoder } = parts;
  const late = new AbortController();
  const deadline = clock.after(attempt.withinMs, () => late.abort());
  try {
    return await withinTime(attempt, late.signal, parts, steps);
  } finally {
    deadline.cancel();
    buffers.wipeAll();
    decoder.clear();
  }
}

async function withinTime<T>(attempt: Attempt, late: AbortSignal, parts: AttemptParts, steps: Steps<T>): Promise<Result<T, FailedLook>> {
  const startedAt = parts.clock.monotonic();
  const ms = () => Math.round(parts.clock.monotonic() - startedAt);
  const needed = sensors(attempt.camera);
  const plan = parts.planFor(needed);
  const liveness = plan.begin(attempt.minAssurance);
  if (!liveness) return failed("face.assurance-unavailable");
  const unprepared = await steps.prepare();
  if (unprepared) return failed(unprepared, { ms: ms() });
  const stop = AbortSignal.any([attempt.signal, late]);
  const watch = new Watch({ ...attempt, ...steps.listeners, needed, liveness, cut: plan.cut, stop }, parts);
  const watched = await watch.run();
  const { track, framesSeen } = watch;
  const numbers = { framesSeen, restarts: track.restarts, ms: ms() };
  if (attempt.signal.aborted) return failed("face.cancelled", numbers);
  if (!watched.ok) return failed(watched.error, numbers);
  return ok(await steps.conclude({ track, liveness: watched.value, numbers: { ...numbers, frames: track.embeddings.length } }));
}

/** Nothing was looked at, but for what `numbers` says. */
export function failed(failure: FaceFailure, numbers: Partial<Omit<FailedLook, "failure">> = {}): Result<never, FailedLook> {
  return { ok: false, error: { failure, framesSeen: 0, restarts: 0, ms: 0, ...numbers } };
}
