import type { Clock } from "../../base/clock.ts";
import { wipe } from "../../base/personal.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { Camera } from "../../device-drivers/camera/camera.ts";
import type { Assurance, FaceEvidence, FaceFailure, Guidance } from "./api.ts";
import { type AttemptParts, runAttempt, type Verified } from "./attempt.ts";
import { type Calibration, checkCalibration, type FaceThresholdSettings } from "./calibration.ts";
import { carrierMotion } from "./carrier-motion.ts";
import { CHIP_SIDE } from "./chip.ts";
import { openDetector } from "./detector.ts";
import { openEmbedder } from "./embedder.ts";
import type { LivenessEngine } from "./liveness.ts";
import { loadModels, type Models, type StartFailure } from "./models.ts";
import { PictureDecoder } from "./picture.ts";
import { readReference } from "./reference.ts";

export interface VerifyRequest {
  /** The card photo. Overwritten here, however the attempt ends. */
  readonly reference: Buffer;
  readonly minAssurance: Assurance;
  readonly withinMs: number;
  readonly camera: Camera;
  readonly signal: AbortSignal;
  readonly onGuidance: (guidance: Guidance) => void;
  readonly onPreview: (jpegBase64: string) => void;
}

/** Compares the person before the camera with a card photo. One attempt at a time is the caller's business. */
export interface FaceEngine {
  verify(request: VerifyRequest): Promise<Result<Verified, FaceFailure>>;
}

export interface EngineOptions {
  readonly thresholds: FaceThresholdSettings;
  readonly clock: Clock;
  readonly liveness?: LivenessEngine;
  readonly manifestPath?: string;
  readonly calibrationFolder?: string;
}

const RANK: Readonly<Record<Assurance, number>> = { none: 0, "rgb-passive": 1, "rgb-challenge": 2, ir: 3, depth: 4, certified: 5 };

/** Checks models and calibration, loads the networks and runs each once: the first run of a network is several times slower. */
export async function openEngine(options: EngineOptions): Promise<Result<FaceEngine, StartFailure>> {
  const models = loadModels(options.manifestPath);
  if (!models.ok) return models;
  const calibration = checkCalibration(options.thresholds, models.value.embedderSha256, options.calibrationFolder);
  if (!calibration.ok) return calibration;
  const detector = await openDetector(models.value);
  if (!detector.ok) return detector;
  const embedder = await openEmbedder(models.value);
  const { clock, thresholds, liveness = carrierMotion } = options;
  const parts: AttemptParts = { clock, thresholds, liveness, detector: detector.value, embedder, decoder: new PictureDecoder() };
  await runOnNothing(parts);
  return ok(engineOf(parts, versions(models.value, calibration.value)));
}

type Versions = Pick<FaceEvidence, "engine" | "modelSha256" | "thresholdSet">;

function versions(models: Models, { name, pass, reject }: Calibration): Versions {
  return { engine: models.engine, modelSha256: models.embedderSha256, thresholdSet: `${name} pass=${pass} reject=${reject}` };
}

export function engineOf(parts: AttemptParts, versions: Versions): FaceEngine {
  return {
    async verify(request) {
      // Not `<`: a word that is no assurance compares false with everything, and must not open the door.
      if (!(RANK[parts.liveness.assurance] >= RANK[request.minAssurance])) {
        wipe(request.reference);
        return err("face.assurance-unavailable");
      }
      try {
        return await withinTime(request, parts, versions);
      } finally {
        wipe(request.reference);
        await runOnNothing(parts);
      }
    },
  };
}

async function withinTime(request: VerifyRequest, parts: AttemptParts, versions: Versions): Promise<Result<Verified, FaceFailure>> {
  const { clock } = parts;
  const startedAt = clock.monotonic();
  const late = new AbortController();
  const deadline = clock.after(request.withinMs, () => late.abort());
  try {
    const reference = await readReference(request.reference, parts);
    if (!reference.ok) return err("face.reference-unusable");
    const stop = AbortSignal.any([request.signal, late.signal]);
    const found = await runAttempt({ ...request, reference: reference.value, stop }, parts);
    reference.value.fill(0);
    if (request.signal.aborted) return err("face.cancelled");
    if (!found.ok) return found;
    const { verdict, band, frames } = found.value;
    const ms = Math.round(clock.monotonic() - startedAt);
    return ok({ verdict, evidence: { ...versions, band, frames, ms, liveness: parts.liveness.assurance } });
  } finally {
    deadline.cancel();
  }
}

/**
 * Runs the networks on grey. At the start it warms them; after an attempt it writes over the working memory of WebAssembly and
 * ONNX Runtime, which cannot be zeroed from here. It is the best that can be done short of ending the process.
 */
async function runOnNothing({ detector, embedder }: AttemptParts): Promise<void> {
  await detector.exercise();
  await embedder.embed({ width: CHIP_SIDE, height: CHIP_SIDE, rgba: new Uint8ClampedArray(CHIP_SIDE * CHIP_SIDE * 4).fill(128) });
}
