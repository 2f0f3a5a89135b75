/**
 * What a kiosk and an identity service agree on when a face is compared remotely. The item's `request` gives `name` and `number` (of the
 * identity card); the runtime puts these keys beside them and asks the operation of the step once for each capture.
 *
 * face-engine seals the picture with `remoteFaceContext(kiosk, attempt)` to the key in the file of the settings'
 * `identityService.publicKeys` (`loadIdentityServiceKey`). The service puts the context together itself, from `attempt` and from the kiosk
 * that the hub knows by the signature of the question: a sealed picture fits one attempt at one kiosk, and is taken once.
 */
export interface RemoteFaceParams {
  /** What `face.capture` gave as `sealed`: base64, at most `MAX_REMOTE_PICTURE_CHARS`. */
  readonly picture: string;
  /**
   * A UUIDv7 (base/random.ts) made when the capture begins; a new one for each. Its time is under the seal with it, so that an old picture
   * cannot be passed off as fresh.
   */
  readonly attempt: string;
}

/** A head and shoulders of about 480×640 px as JPEG is 30 to 110 KB; base64 adds a third. */
export const MAX_REMOTE_PICTURE_CHARS = 200_000;
/** From the beginning of the capture to the comparison: a capture of half a minute and a slow line. */
export const REMOTE_FACE_LASTS_MS = 60_000;

/** The context that the picture is sealed with (base/seal.ts). */
export function remoteFaceContext(kiosk: string, attempt: string): string {
  return `identity.verify-face ${kiosk} ${attempt}`;
}

/** Epoch ms at which the attempt began; undefined when it is no UUIDv7. */
export function attemptBeganAt(attempt: string): number | undefined {
  return UUID_V7.test(attempt) ? Number.parseInt(attempt.slice(0, 8) + attempt.slice(9, 13), 16) : undefined;
}
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Why a service says no (`reason` of `query.refused`). After all but the last a new capture may be tried. */
export const REMOTE_FACE_REFUSALS = [
  /** The face is not that of the number's holder. */
  "no-match",
  /** No such number, or another name stands with it: one word for both. */
  "unknown-person",
  /** The service has a check of liveness of its own, and it says no. */
  "not-live",
  /** No face in the picture that could be compared. */
  "no-face",
  /** The picture cannot be opened or decoded, was sent before, or is too old. */
  "bad-picture",
  /** This kiosk asks more often than people can stand before it. */
  "too-many",
] as const;
export type RemoteFaceRefusal = (typeof REMOTE_FACE_REFUSALS)[number];
