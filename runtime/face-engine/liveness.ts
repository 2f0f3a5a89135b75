import type { Assurance } from "./api.ts";
import type { Face } from "./geometry.ts";
import type { GrayPicture } from "./picture.ts";

/** One kept frame as a liveness check sees it. */
export interface LiveFrame {
  readonly at: number;
  readonly face: Face;
  /** The whole frame's brightness, about 320 px wide; landmarks are in px of the full frame, `scale` times larger. */
  readonly gray: GrayPicture;
  readonly scale: number;
}

export interface LivenessOpinion {
  /** `unsure`: more frames may tell. */
  readonly verdict: "live" | "attack" | "unsure";
  /** Share of the evidence that spoke for an attack. */
  readonly score: number;
  readonly reason: "moves-alone" | "background-moves-along" | "did-not-move";
}

/**
 * Presentation attack detection (ISO/IEC 30107): is this a person, or a picture of one? Ours is a deterrent. An IR or depth
 * camera or a certified module comes in through the same port, and says by `assurance` what it is worth.
 */
export interface LivenessEngine {
  readonly assurance: Assurance;
  evaluate(frames: readonly LiveFrame[]): Promise<LivenessOpinion>;
}
