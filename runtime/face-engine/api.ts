import type { Result } from "../../base/result.ts";
import type { Assurance } from "../../config/identity/factors.ts";
import type { DeviceStatus } from "../../device-drivers/host/api.ts";

/** What face-engine offers on its socket. Pictures go in; verdicts, words of guidance and a live preview come out. */
export type { Assurance };

/** What the person should do now; the page has a text, a drawing and a voice for each. */
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

/** `guidance` as an action of the challenge: which of how many. */
export interface ActionCount {
  readonly at: number;
  readonly of: number;
}

export type FaceVerdict =
  | { readonly decision: "match" }
  /** `mismatch`: another person. `unsure`: the band between, worth another try. `attack`: a picture or a screen was held up. */
  | { readonly decision: "mismatch" | "unsure" | "attack" };

/** For the journal: numbers and versions, no image, no template. */
export interface FaceEvidence {
  readonly engine: string;
  readonly modelSha256: string;
  readonly thresholdSet: string;
  /** Null for a capture, where nothing is compared here. */
  readonly band: "below" | "between" | "above" | null;
  /** What the checks that took part are worth together. */
  readonly liveness: Assurance;
  /** The checks that took part, with their opinions: `carrier-motion:live/challenge:live`. */
  readonly livenessChecks: string;
  /** Frames that were compared, and all that were looked at. */
  readonly frames: number;
  readonly framesSeen: number;
  /** How often the track of one face broke and began anew. */
  readonly restarts: number;
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

/** A failed look, with its numbers for the journal. */
export interface FailedLook {
  readonly failure: FaceFailure;
  readonly framesSeen: number;
  readonly restarts: number;
  readonly ms: number;
}

/** What a technician's look at the camera measures; numbers only. Null where no face is in the picture. */
export interface FaceMeasure {
  readonly faces: number;
  /** From the distance between the eyes and the camera's angle of view; an estimate. */
  readonly distanceMm: number | null;
  /** Of the middle of the face, as a share of the picture: x right, y down, 0 in the middle. */
  readonly offCentre: { readonly x: number; readonly y: number } | null;
  /** Mean brightness of the face and of the whole picture, 0–255. */
  readonly faceLight: number | null;
  readonly sceneLight: number;
  readonly sharpness: number | null;
  readonly yaw: number | null;
  readonly rollDegrees: number | null;
  /** What the gate would say to the person. */
  readonly guidance: Guidance | null;
  /** What computing this frame took. */
  readonly frameMs: number;
  /** Pictures a second that the camera makes; null before the second one. */
  readonly cameraFps: number | null;
}

export interface FaceEngineContract {
  requests: {
    /** One attempt. `reference`: the card photo (BMP, PNG or JPEG) in base64; overwritten here when the attempt ends. */
    "face.verify": {
      params: { attempt: string; reference: string; minAssurance: Assurance; withinMs: number };
      result: Result<{ verdict: FaceVerdict; evidence: FaceEvidence }, FailedLook>;
    };
    /**
     * A live person's picture for the identity service: the best frame's head and shoulders as JPEG, sealed (base/seal.ts) to
     * `sealTo` (PEM) with `context`, in base64. What comes out can be read by that service only.
     */
    "face.capture": {
      params: { attempt: string; sealTo: string; context: string; minAssurance: Assurance; withinMs: number };
      result: Result<{ verdict: { decision: "live" | "attack" | "unsure" }; sealed: string | null; evidence: FaceEvidence }, FailedLook>;
    };
    /** Measures until the call is cancelled. Busy while an attempt runs, and as soon as one is asked for: the citizen comes first. */
    "face.measure": { params: { watch: string }; result: Result<null, FaceFailure> };
    "face.status": { params: Record<never, never>; result: FaceStatus };
  };
  notifications: {
    "face.guidance": { attempt: string; guidance: Guidance; action: ActionCount | null };
    /** A preview frame while an attempt runs: JPEG in base64, mirrored by the page. */
    "face.preview": { attempt: string; jpeg: string };
    "face.measured": { watch: string; measure: FaceMeasure };
    "face.status": FaceStatus;
  };
}

export interface FaceStatus {
  readonly camera: DeviceStatus;
  /** Buffers of faces (pictures, chips, templates) that are not wiped, counted as they are made and wiped. 0 whenever no attempt runs. */
  readonly storedFaces: number;
  /** False while an attempt or a technician's look runs. */
  readonly ready: boolean;
  readonly engine: string;
  /** The most that this kiosk's camera and checks can promise. */
  readonly assurance: Assurance;
  readonly runtime: "onnxruntime-node" | "onnxruntime-web";
}
