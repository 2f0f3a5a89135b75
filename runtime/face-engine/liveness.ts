import type { Assurance } from "../../config/identity/factors.ts";
import type { Guidance } from "./api.ts";
import type { Face } from "./geometry.ts";
import type { GrayPicture, Picture } from "./picture.ts";

/** One frame of the track as a liveness check sees it: all checks judge the frames that are compared, and those between them. */
export interface LiveFrame {
  readonly at: number;
  readonly face: Face;
  /** The whole frame's brightness, about 320 px wide; landmarks are in px of the full frame, `scale` times larger. */
  readonly gray: GrayPicture;
  readonly scale: number;
  /** What other sensors saw at the same time; null where the camera has no such sensor. */
  readonly ir: GrayPicture | null;
  readonly depth: DepthPicture | null;
  readonly module: ModuleVerdict | null;
  /** What `LivenessPlan.cut` made of the frame while it had its colours; wiped with `gray`. Absent where no model asks for any. */
  readonly crops?: readonly Crop[];
}

/** The face as one model of the site wants it. */
export interface Crop {
  readonly model: string;
  readonly picture: Picture;
}

/** Distances in mm, 0 where nothing was measured; the same picture as the colour one, perhaps of another size. */
export interface DepthPicture {
  readonly width: number;
  readonly height: number;
  readonly mm: Uint16Array;
}

/** What a module with liveness on board says of this frame; its signature has been checked against the settings' key before it comes here. */
export interface ModuleVerdict {
  readonly isLive: boolean;
  /** 0 to 1, as the module gives it. */
  readonly score: number;
  /** Number of its certificate. */
  readonly certificate: string;
}

export interface LivenessOpinion {
  /** `unsure`: more frames may tell. */
  readonly verdict: "live" | "attack" | "unsure";
  /** Share of the evidence that spoke for an attack. */
  readonly score: number;
  /** A short code for the journal. */
  readonly reason: string;
}

/**
 * Presentation attack detection (ISO/IEC 30107): is this a person, or a picture of one? Ours from one colour camera is a deterrent. A
 * check of an IR or depth camera, a certified module or a model that a site brings comes in through the same port, and says by
 * `assurance` what it is worth when it says `live`.
 */
export interface LivenessCheck {
  readonly id: string;
  readonly assurance: Assurance;
  /** Over the whole track, oldest first; called again as frames come, and cheap enough for it. */
  evaluate(frames: readonly LiveFrame[]): Promise<LivenessOpinion>;
}

/** A check that asks for movements. A new run for each attempt, drawn at random: a recorded film cannot know what will be asked. */
export interface ChallengeRun extends LivenessCheck {
  /** What is asked for now; null before it begins and once it is over. */
  readonly asked: Asked | null;
  readonly isOver: boolean;
  /** Each frame of the track, in order. */
  see(frame: LiveFrame): void;
  /** The track broke: begin anew, with other movements. */
  reset(): void;
}

export interface Asked {
  readonly guidance: Guidance;
  readonly at: number;
  readonly of: number;
}

/** All checks of this kiosk together. */
export interface LivenessPlan {
  /** The most that they can promise. */
  readonly assurance: Assurance;
  /** What models of the site need of a frame in colour: empty without one. Whoever asks wipes them. */
  cut(picture: Picture, face: Face): Crop[];
  /** Null when `minAssurance` is out of reach. */
  begin(minAssurance: Assurance): LivenessRun | null;
}

/** The checks of one attempt: every passive one, and the challenge where nothing that asks less of the person reaches what was asked, or will. */
export interface LivenessRun {
  readonly asked: Asked | null;
  /** Each frame of the track, before it is among those of `conclude`. */
  see(frame: LiveFrame): void;
  reset(): void;
  /**
   * One `attack` is an attack; `live` only when what was asked is reached, over all frames seen since the track began. `frames` were all
   * seen before. `checks` for the journal, in its alphabet: `carrier-motion:live/challenge:live`.
   */
  conclude(frames: readonly LiveFrame[]): Promise<LivenessConclusion>;
}

export interface LivenessConclusion {
  readonly verdict: LivenessOpinion["verdict"];
  /** What was reached: `none` unless live. */
  readonly assurance: Assurance;
  readonly checks: string;
  /** `unsure`, and nothing that still comes can change it. */
  readonly isFinal?: true;
}
