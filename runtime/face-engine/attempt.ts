import type { Clock } from "../../base/clock.ts";
import { wipe } from "../../base/personal.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { Camera, CameraFrame } from "../../device-drivers/camera/camera.ts";
import type { FaceEvidence, FaceFailure, FaceVerdict, Guidance } from "./api.ts";
import { cutChip, lightAndSharpness } from "./chip.ts";
import type { Embedding } from "./embedder.ts";
import type { Face } from "./geometry.ts";
import type { LivenessEngine } from "./liveness.ts";
import { type Picture, toGray } from "./picture.ts";
import { judgePixels, judgePose } from "./quality.ts";
import type { ReferenceParts } from "./reference.ts";
import { type Decision, decide, type GoodFrame, type Thresholds, Track } from "./verify.ts";

export interface AttemptParts extends ReferenceParts {
  readonly clock: Clock;
  readonly liveness: LivenessEngine;
  readonly thresholds: Thresholds;
}

export interface Attempt {
  readonly reference: Embedding;
  readonly camera: Camera;
  /** Aborts at the deadline and at cancellation alike. */
  readonly stop: AbortSignal;
  readonly onGuidance: (guidance: Guidance) => void;
  readonly onPreview: (jpegBase64: string) => void;
}

export interface Verified {
  readonly verdict: FaceVerdict;
  readonly evidence: FaceEvidence;
}

/** What one attempt came to, before the names of models are added. */
export interface Finding extends Decision {
  readonly frames: number;
}

/** The page shows ten pictures a second; more would only heat the machine. */
const PREVIEW_EVERY_MS = 100;
/** A piece of advice stays long enough to be read. */
const GUIDANCE_EVERY_MS = 700;

/** Watches the camera until there is a decision, or none can be had: gate, track, liveness, comparison, all on the same frames. */
export async function runAttempt(attempt: Attempt, parts: AttemptParts): Promise<Result<Finding, FaceFailure>> {
  const track = new Track();
  const advise = throttled(parts.clock, attempt.onGuidance);
  const preview = previewer(attempt.onPreview);
  try {
    for await (const frame of attempt.camera.frames(attempt.stop)) {
      if (!frame.ok) return err("face.no-camera");
      preview(frame.value);
      const seen = await lookAt(frame.value, parts);
      if (attempt.stop.aborted) {
        if (typeof seen === "object") wipeGood(seen);
        break;
      }
      advise(typeof seen === "string" ? seen : "checking");
      if (typeof seen === "string") continue;
      track.keep(seen);
      if (track.lost) return err("face.lost-track");
      const found = track.enough ? await conclude(attempt.reference, track, parts) : undefined;
      if (found && found.verdict.decision !== "unsure") return ok(found);
      if (found && found.liveness === "live") return ok(found);
    }
    // Time is up. Enough frames without a clear answer is an answer; too few is not.
    const found = track.enough ? await conclude(attempt.reference, track, parts) : undefined;
    if (found) return ok(found);
    return err(track.restarts > 0 ? "face.lost-track" : "face.no-good-frames");
  } finally {
    track.wipe();
    parts.decoder.clear();
  }
}

async function conclude(reference: Embedding, track: Track, parts: AttemptParts) {
  const opinion = await parts.liveness.evaluate(track.frames);
  const frames = track.frames.length;
  return { ...decide(reference, track.frames, opinion, parts.thresholds), liveness: opinion.verdict, frames };
}

/** A good frame, or what keeps this one from being good. The JPEG and its pixels are overwritten before it returns. */
async function lookAt(frame: CameraFrame, parts: AttemptParts): Promise<GoodFrame | Guidance> {
  const picture = await parts.decoder.decode(frame.jpeg);
  wipe(frame.jpeg);
  // A frame spoilt on the cable; the next comes at once.
  if (!picture.ok) return "look-at-camera";
  try {
    const posed = judgePose(await parts.detector.detect(picture.value, 224), picture.value);
    if ("guidance" in posed) return posed.guidance;
    return await lookAtFace(picture.value, posed.face, frame.at, parts);
  } finally {
    picture.value.rgba.fill(0);
  }
}

const GRAY_WIDTH = 320;

async function lookAtFace(picture: Picture, face: Face, at: number, parts: AttemptParts): Promise<GoodFrame | Guidance> {
  const chip = cutChip(picture, face);
  try {
    const amiss = judgePixels(lightAndSharpness(chip));
    if (amiss) return amiss;
    const gray = toGray(picture, GRAY_WIDTH);
    return { at, face, gray, scale: picture.width / gray.width, embedding: await parts.embedder.embed(chip) };
  } finally {
    chip.rgba.fill(0);
  }
}

function wipeGood(frame: GoodFrame): void {
  frame.embedding.fill(0);
  frame.gray.luma.fill(0);
}

function throttled(clock: Clock, emit: (guidance: Guidance) => void): (guidance: Guidance) => void {
  let last: { readonly guidance: Guidance; readonly at: number } | undefined;
  return (guidance) => {
    const now = clock.monotonic();
    if (last && (last.guidance === guidance || now - last.at < GUIDANCE_EVERY_MS)) return;
    last = { guidance, at: now };
    emit(guidance);
  };
}

function previewer(emit: (jpegBase64: string) => void): (frame: CameraFrame) => void {
  let nextAt = Number.NEGATIVE_INFINITY;
  return (frame) => {
    if (frame.at < nextAt) return;
    nextAt = frame.at + PREVIEW_EVERY_MS;
    emit(frame.jpeg.toString("base64"));
  };
}
