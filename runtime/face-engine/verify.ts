import type { FaceEvidence, FaceVerdict } from "./api.ts";
import { cosine, type Embedding, mean } from "./embedder.ts";
import { iou } from "./geometry.ts";
import type { LiveFrame, LivenessOpinion } from "./liveness.ts";

/** A frame that passed the gate: what liveness looks at, and whose face it is. */
export interface GoodFrame extends LiveFrame {
  readonly embedding: Embedding;
}

export interface Thresholds {
  /** Cosine from which it is the same person. */
  readonly pass: number;
  /** Cosine below which it is another. */
  readonly reject: number;
}

export const RULES = {
  framesCompared: 5,
  /** While liveness is unsure more frames are kept, the oldest giving way. */
  framesKept: 15,
  minOverlap: 0.5,
  /** Frames of one person a moment apart score 0.8 and more; two people who change places do not. */
  sameFace: 0.5,
  maxGapMs: 1_000,
  maxRestarts: 3,
} as const;

/**
 * The good frames of one person in an unbroken row. A jump, a gap or another face begins anew, so that nobody can show one face
 * to liveness and another to the comparison.
 */
export class Track {
  #frames: GoodFrame[] = [];
  #restarts = 0;

  get frames(): readonly GoodFrame[] {
    return this.#frames;
  }

  get restarts(): number {
    return this.#restarts;
  }

  get lost(): boolean {
    return this.#restarts > RULES.maxRestarts;
  }

  get enough(): boolean {
    return this.#frames.length >= RULES.framesCompared;
  }

  keep(frame: GoodFrame): "kept" | "restarted" {
    const restarted = !follows(this.#frames, frame);
    if (restarted) {
      this.wipe();
      this.#restarts += 1;
    }
    this.#frames.push(frame);
    if (this.#frames.length > RULES.framesKept) wipeFrame(this.#frames.shift());
    return restarted ? "restarted" : "kept";
  }

  wipe(): void {
    this.#frames.forEach(wipeFrame);
    this.#frames = [];
  }
}

function follows(frames: readonly GoodFrame[], next: GoodFrame): boolean {
  const last = frames.at(-1);
  if (!last) return true;
  if (next.at - last.at > RULES.maxGapMs) return false;
  if (iou(last.face.box, next.face.box) < RULES.minOverlap) return false;
  // Against all so far, not the last: one face must not turn into another a little at a time.
  const soFar = mean(frames.map((frame) => frame.embedding));
  const alike = cosine(soFar, next.embedding) >= RULES.sameFace;
  soFar.fill(0);
  return alike;
}

function wipeFrame(frame: GoodFrame | undefined): void {
  frame?.embedding.fill(0);
  frame?.gray.luma.fill(0);
}

export interface Decision {
  readonly verdict: FaceVerdict;
  readonly band: FaceEvidence["band"];
}

/**
 * Liveness first: a good print is more like its card photo than the living person is. The band is computed even then, for the
 * journal; nobody at the screen is told it. Undecided liveness never becomes a match.
 */
export function decide(reference: Embedding, frames: readonly GoodFrame[], liveness: LivenessOpinion, thresholds: Thresholds): Decision {
  const fused = mean(frames.slice(-RULES.framesCompared).map((frame) => frame.embedding));
  const band = bandOf(cosine(reference, fused), thresholds);
  fused.fill(0);
  return { verdict: { decision: decisionOf(band, liveness.verdict) }, band };
}

export function bandOf(similarity: number, { pass, reject }: Thresholds): FaceEvidence["band"] {
  if (similarity >= pass) return "above";
  // NaN, which no comparison likes, falls here: closed.
  return similarity >= reject ? "between" : "below";
}

function decisionOf(band: FaceEvidence["band"], liveness: LivenessOpinion["verdict"]): FaceVerdict["decision"] {
  if (liveness === "attack") return "attack";
  if (band === "below") return "mismatch";
  return band === "above" && liveness === "live" ? "match" : "unsure";
}
