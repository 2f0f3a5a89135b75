import { cosine, type Embedding, mean } from "./embedder.ts";
import type { FaceBuffers } from "./face-buffers.ts";
import { iou } from "./geometry.ts";
import type { LiveFrame } from "./liveness.ts";

export const RULES = {
  framesCompared: 5,
  /**
   * What liveness looks back on: the newest without a gap, and as many spread over what went before. Somebody who stands still sways by
   * millimetres, over seconds: a look back of one second alone does not see it.
   */
  framesKept: 15,
  framesRecent: 8,
  minOverlap: 0.5,
  /** Frames of one person a moment apart score 0.8 and more; two people who change places do not. */
  sameFace: 0.5,
  /** The same for a head turned as asked: 0.53 and more on drawn turns; two people score 0.14 in the middle, and hardly ever so much. */
  sameFaceMoved: 0.35,
  maxGapMs: 1_000,
  maxRestarts: 3,
  /** Once there are enough to compare, one more at this pace: it finds a swap, and costs a third of the computing of each frame. */
  compareEveryMs: 200,
} as const;

interface Compared {
  readonly at: number;
  readonly embedding: Embedding;
}

/**
 * The frames of one person in an unbroken row. A jump, a gap, a second person or another face begins anew, so that nobody can show one
 * face to liveness and another to the comparison.
 */
export class Track {
  readonly #buffers: FaceBuffers;
  #frames: LiveFrame[] = [];
  #compared: Compared[] = [];
  #restarts = 0;

  constructor(buffers: FaceBuffers) {
    this.#buffers = buffers;
  }

  /** For liveness, oldest first. */
  get frames(): readonly LiveFrame[] {
    return this.#frames;
  }

  /** Of straight frames, spread over the track from its first on, oldest first. */
  get embeddings(): readonly Embedding[] {
    return this.#compared.map(({ embedding }) => embedding);
  }

  get restarts(): number {
    return this.#restarts;
  }

  get isLost(): boolean {
    return this.#restarts > RULES.maxRestarts;
  }

  /** Enough to compare, and one of them later than `after`. */
  isEnough(after = Number.NEGATIVE_INFINITY): boolean {
    return this.#compared.length >= RULES.framesCompared && this.#newest > after;
  }

  /** Whether this frame, if it is a straight one, is to be compared. `after`: a later one is still needed. */
  wants(frame: LiveFrame, after = Number.NEGATIVE_INFINITY): boolean {
    return !this.isEnough(after) || !this.#adjoins(frame) || frame.at - this.#newest >= RULES.compareEveryMs;
  }

  /** Takes the frame's buffers over, and the embedding's. */
  keep(frame: LiveFrame, embedding: Embedding | null): "kept" | "restarted" {
    const isSameFace = embedding === null || this.#compared.length === 0 || this.isSameFace(embedding, RULES.sameFace);
    const follows = this.#adjoins(frame) && isSameFace;
    if (!follows) this.break();
    this.#frames.push(frame);
    if (this.#frames.length > RULES.framesKept) this.#drop(...this.#frames.splice(mostCrowded(this.#frames, RULES.framesRecent), 1));
    if (embedding) this.#compare({ at: frame.at, embedding });
    return follows ? "kept" : "restarted";
  }

  /**
   * Whether it is the face of those compared so far; of nobody, when there are none. Against all, the first among them, not the last: one face
   * must not turn into another a little at a time.
   */
  isSameFace(embedding: Embedding, leastAlike: number): boolean {
    const soFar = mean(this.embeddings);
    const alike = cosine(soFar, embedding) >= leastAlike;
    soFar.fill(0);
    return alike;
  }

  /** Forgets the person. Nothing to forget is no new beginning. */
  break(): void {
    if (this.#frames.length === 0) return;
    this.#drop(...this.#frames);
    for (const { embedding } of this.#compared) this.#buffers.wipe(embedding);
    this.#frames = [];
    this.#compared = [];
    this.#restarts += 1;
  }

  get #newest(): number {
    return this.#compared.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  }

  #adjoins(next: LiveFrame): boolean {
    const last = this.#frames.at(-1);
    return !last || (next.at - last.at <= RULES.maxGapMs && iou(last.face.box, next.face.box) >= RULES.minOverlap);
  }

  #compare(next: Compared): void {
    this.#compared.push(next);
    if (this.#compared.length <= RULES.framesCompared) return;
    for (const dropped of this.#compared.splice(mostCrowded(this.#compared, 1), 1)) this.#buffers.wipe(dropped.embedding);
  }

  #drop(...frames: readonly LiveFrame[]): void {
    for (const { gray, ir, depth, crops = [] } of frames) {
      this.#buffers.wipe(gray.luma);
      if (ir) this.#buffers.wipe(ir.luma);
      if (depth) this.#buffers.wipe(depth.mm);
      for (const { picture } of crops) this.#buffers.wipe(picture.rgba);
    }
  }
}

/** Which of them, but for the first and the `recent` last, has its neighbours nearest: without it the rest are spread best. */
function mostCrowded(row: readonly { readonly at: number }[], recent: number): number {
  const span = (at: number) => (row[at + 1]?.at ?? 0) - (row[at - 1]?.at ?? 0);
  let found = 1;
  for (let at = 2; at < row.length - recent; at++) if (span(at) < span(found)) found = at;
  return found;
}
