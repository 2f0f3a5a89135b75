import { createHash } from "node:crypto";
import { type Check, checker, describeInvalid } from "../../../base/checked.ts";
import { err, ok, type Result } from "../../../base/result.ts";
import type { Face } from "../geometry.ts";
import type { Crop, LiveFrame, LivenessCheck, LivenessOpinion } from "../liveness.ts";
import type { Picture } from "../picture.ts";
import { cutSquare } from "./crop.ts";

/** A network against pictures of faces that a site brings and answers for. None is bundled: those to be had are of unclear origin. */
export interface SiteModelSettings {
  /** For the journal. */
  readonly id: string;
  /** ONNX, one input [1, 3, side, side] and one output of scores. */
  readonly file: string;
  readonly sha256: string;
  /** Who may use it, and where it comes from and what it was trained on. */
  readonly licence: string;
  readonly provenance: string;
  /** Side of the square in px, and how many times the face's box it is wide. */
  readonly side: number;
  readonly times: number;
  readonly channels: "rgb" | "bgr";
  /** Each value of 0 to 255 becomes (value − mean) / deviation. */
  readonly mean: number;
  readonly deviation: number;
  /** Which score says live, and whether the scores are logits. */
  readonly liveAt: number;
  readonly softmax: boolean;
  /** Median of the frames' scores from which it is live. */
  readonly threshold: number;
}

/** The network itself: planes in, scores out. What it was given is overwritten after the call. */
export interface ModelRunner {
  run(planes: Float32Array, shape: readonly [1, 3, number, number]): Promise<Float32Array>;
}

export interface SiteModelRefusal {
  readonly code: "face.site-model-refused";
  readonly detail: string;
  readonly advice: string;
}

export interface SiteModel extends LivenessCheck {
  cut(picture: Picture, face: Face): Crop;
}

const positive = { type: "number", exclusiveMinimum: 0 };
const said = { type: "string", minLength: 12 };
const SHAPE = {
  id: { type: "string", pattern: "^[a-z0-9][a-z0-9.-]{0,15}$" },
  file: { type: "string", minLength: 1 },
  sha256: { type: "string", pattern: "^[0-9a-f]{64}$" },
  licence: said,
  provenance: said,
  side: { type: "integer", minimum: 32, maximum: 512 },
  times: { type: "number", minimum: 1, maximum: 4 },
  channels: { enum: ["rgb", "bgr"] },
  mean: { type: "number" },
  deviation: positive,
  liveAt: { type: "integer", minimum: 0 },
  softmax: { type: "boolean" },
  threshold: { type: "number", exclusiveMinimum: 0, maximum: 1 },
};

export const SITE_MODEL_SCHEMA = { type: "object", required: Object.keys(SHAPE), additionalProperties: false, properties: SHAPE };
const check: Check<SiteModelSettings> = checker(SITE_MODEL_SCHEMA);

/** Refused without its licence and origin, or when the bytes are not those of the settings. `open` runs the bytes that were checked. */
export async function openSiteModel(
  settings: unknown,
  read: (file: string) => Buffer,
  open: (bytes: Buffer) => Promise<ModelRunner>,
): Promise<Result<SiteModel, SiteModelRefusal>> {
  const checked = check(settings, "liveness model");
  if (!checked.ok) return refused(describeInvalid(checked.error), "name file, hash, geometry, threshold, licence and provenance in full");
  const { file, sha256 } = checked.value;
  try {
    const bytes = read(file);
    const found = createHash("sha256").update(bytes).digest("hex");
    if (found !== sha256) return refused(`${file} has SHA-256 ${found}, the settings say ${sha256}`, "put back the file that was tested");
    return ok(siteModel(checked.value, await open(bytes)));
  } catch (cause) {
    return refused(`${file}: ${String(cause)}`, "put the model where the settings say, or take it out of them");
  }
}

function refused(detail: string, advice: string): Result<never, SiteModelRefusal> {
  return err({ code: "face.site-model-refused", detail, advice });
}

const MIN_SCORES = 5;

function siteModel(settings: SiteModelSettings, runner: ModelRunner): SiteModel {
  const { id, threshold } = settings;
  // Each crop is run once, however often the track is judged; the numbers go with the frames.
  const known = new WeakMap<Crop, Promise<number>>();
  const scoreOnce = (crop: Crop) => {
    const score = known.get(crop) ?? scoreOf(crop.picture, settings, runner);
    known.set(crop, score);
    return score;
  };
  return {
    id,
    assurance: "rgb-passive",
    cut: (picture, face) => ({ model: id, picture: cutSquare(picture, face, settings) }),
    async evaluate(frames: readonly LiveFrame[]): Promise<LivenessOpinion> {
      const crops = frames.flatMap((frame) => frame.crops?.filter((crop) => crop.model === id) ?? []);
      if (crops.length < frames.length || crops.length < MIN_SCORES) return { verdict: "unsure", score: 0, reason: "too-few-crops" };
      const scores = await Promise.all(crops.map(scoreOnce));
      const live = scores.sort((a, b) => a - b)[Math.floor(scores.length / 2)] ?? Number.NaN;
      if (!Number.isFinite(live)) return { verdict: "unsure", score: 0, reason: "no-score" };
      return { verdict: live >= threshold ? "live" : "attack", score: 1 - live, reason: live >= threshold ? "model-live" : "model-attack" };
    },
  };
}

async function scoreOf(picture: Picture, settings: SiteModelSettings, runner: ModelRunner): Promise<number> {
  const { side, liveAt, softmax } = settings;
  const planes = planesOf(picture, settings);
  try {
    const scores = [...(await runner.run(planes, [1, 3, side, side]))];
    const score = scores[liveAt] ?? Number.NaN;
    if (!softmax) return score;
    const highest = Math.max(...scores);
    return Math.exp(score - highest) / scores.reduce((sum, one) => sum + Math.exp(one - highest), 0);
  } finally {
    planes.fill(0);
  }
}

function planesOf({ rgba }: Picture, { side, channels, mean, deviation }: SiteModelSettings): Float32Array {
  const planes = new Float32Array(3 * side * side);
  for (let at = 0; at < side * side; at++) {
    for (let c = 0; c < 3; c++) {
      const from = channels === "rgb" ? c : 2 - c;
      planes[c * side * side + at] = ((rgba[at * 4 + from] ?? 0) - mean) / deviation;
    }
  }
  return planes;
}
