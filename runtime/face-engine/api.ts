import type { Result } from "../../base/result.ts";
import type { DeviceStatus } from "../../device-drivers/host/api.ts";

/** What face-engine offers on its socket. Pictures go in; verdicts, words of guidance and a live preview come out. */

/** How much a verdict can be trusted, weakest first (design §6). */
export type Assurance = "none" | "rgb-passive" | "rgb-challenge" | "ir" | "depth" | "certified";

/** What the person should do now; the page has a text and a voice for each. */
export type Guidance =
  | "look-at-camera"
  | "come-closer"
  | "move-back"
  | "centre-face"
  | "face-straight"
  | "more-light"
  | "less-light"
  | "hold-still"
  | "one-person-only"
  | "turn-left"
  | "turn-right"
  | "blink"
  | "checking";

export type FaceVerdict =
  | { readonly decision: "match" }
  /** `mismatch`: another person. `unsure`: the band between, worth another try. `attack`: a picture or a screen was held up. */
  | { readonly decision: "mismatch" | "unsure" | "attack" };

/** For the journal: numbers and versions, no image, no template. */
export interface FaceEvidence {
  readonly engine: string;
  readonly modelSha256: string;
  readonly thresholdSet: string;
  readonly band: "below" | "between" | "above";
  readonly liveness: Assurance;
  readonly frames: number;
  readonly ms: number;
}

export type FaceFailure =
  | "face.no-camera"
  | "face.no-good-frames"
  | "face.reference-unusable"
  | "face.cancelled"
  /** The item asks for more than this camera and liveness check can promise: another method, or a window. */
  | "face.assurance-unavailable"
  | "face.busy"
  | "face.lost-track";

export interface FaceEngineContract {
  requests: {
    /** One attempt. `reference`: the card photo (BMP, PNG or JPEG) in base64; overwritten here when the attempt ends. */
    "face.verify": {
      params: { attempt: string; reference: string; minAssurance: Assurance; withinMs: number };
      result: Result<{ verdict: FaceVerdict; evidence: FaceEvidence }, FaceFailure>;
    };
    "face.status": { params: Record<never, never>; result: { camera: DeviceStatus; storedFaces: 0; ready: boolean } };
  };
  notifications: {
    "face.guidance": { attempt: string; guidance: Guidance };
    /** A preview frame while an attempt runs: JPEG in base64, mirrored by the page. */
    "face.preview": { attempt: string; jpeg: string };
    "face.camera": DeviceStatus;
  };
}
