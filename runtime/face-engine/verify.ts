import type { FaceEvidence, FaceVerdict } from "./api.ts";
import { cosine, type Embedding, mean } from "./embedder.ts";
import type { LivenessOpinion } from "./liveness.ts";

export interface Thresholds {
  /** Cosine from which it is the same person. */
  readonly pass: number;
  /** Cosine below which it is another. */
  readonly reject: number;
}

export interface Decision {
  readonly verdict: FaceVerdict;
  readonly band: "below" | "between" | "above";
}

/**
 * Liveness first: a good print is more like its card photo than the living person is. The band is computed even then, for the
 * journal; nobody at the screen is told it. Undecided liveness never becomes a match.
 */
export function decide(
  reference: Embedding,
  live: readonly Embedding[],
  liveness: LivenessOpinion["verdict"],
  thresholds: Thresholds,
): Decision {
  const fused = mean(live);
  const band = bandOf(cosine(reference, fused), thresholds);
  fused.fill(0);
  return { verdict: { decision: decisionOf(band, liveness) }, band };
}

export function bandOf(similarity: number, { pass, reject }: Thresholds): NonNullable<FaceEvidence["band"]> {
  if (similarity >= pass) return "above";
  // NaN, which no comparison likes, falls here: closed.
  return similarity >= reject ? "between" : "below";
}

function decisionOf(band: Decision["band"], liveness: LivenessOpinion["verdict"]): FaceVerdict["decision"] {
  if (liveness === "attack") return "attack";
  if (band === "below") return "mismatch";
  return band === "above" && liveness === "live" ? "match" : "unsure";
}
