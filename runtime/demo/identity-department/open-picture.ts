import type { Clock } from "../../../base/clock.ts";
import { wipe } from "../../../base/personal.ts";
import { err, ok, type Result } from "../../../base/result.ts";
import { unseal } from "../../../base/seal.ts";
import { attemptBeganAt, REMOTE_FACE_LASTS_MS, remoteFaceContext } from "../../../config/identity/remote-face.ts";
import { jpegSize } from "../../../device-drivers/camera/jpeg-size.ts";

/** For the audit line; the person hears one word for all of them. */
export type PictureFault = "no-attempt-id" | "stale" | "ahead" | "cannot-be-opened" | "sent-before" | "no-jpeg" | "too-many-pixels";

export interface SealedPicture {
  readonly picture: string;
  readonly attempt: string;
  /** As the hub knows it. */
  readonly kiosk: string;
}

/** How far a kiosk's clock may run ahead of ours. */
const AHEAD_MS = 10_000;
/** Nobody captures more; a few KB of JPEG can claim gigabytes of pixels, and are not decoded to find out. */
const MAX_PIXELS = 4_200_000;
const START_OF_IMAGE = Buffer.from("ffd8", "hex");

/**
 * Opens sealed pictures, each once. The attempt and the kiosk are under the seal, and the attempt's time is in its id: whoever got hold of
 * a sealed picture can neither send it again, nor for another kiosk, nor later.
 */
export class PictureOpener {
  readonly #privateKey: string;
  readonly #clock: Clock;
  // Attempt → when its own time refuses it. Only what was opened is noted: nobody can use up another's attempt, or fill the memory.
  readonly #opened = new Map<string, number>();

  constructor(privateKey: string, clock: Clock) {
    this.#privateKey = privateKey;
    this.#clock = clock;
  }

  /** The JPEG; the caller wipes it. */
  open({ picture, attempt, kiosk }: SealedPicture): Result<Buffer, PictureFault> {
    const now = this.#clock.now();
    const beganAt = attemptBeganAt(attempt);
    if (beganAt === undefined) return err("no-attempt-id");
    if (now - beganAt > REMOTE_FACE_LASTS_MS) return err("stale");
    if (beganAt - now > AHEAD_MS) return err("ahead");
    const opened = unseal(this.#privateKey, remoteFaceContext(kiosk, attempt), Buffer.from(picture, "base64"));
    if (!opened.ok) return err("cannot-be-opened");
    const fault = this.#isKnown(`${kiosk} ${attempt}`, beganAt, now) ? "sent-before" : pictureFault(opened.value);
    if (fault === null) return ok(opened.value);
    wipe(opened.value);
    return err(fault);
  }

  #isKnown(attempt: string, beganAt: number, now: number): boolean {
    for (const [old, until] of this.#opened) if (until < now) this.#opened.delete(old);
    if (this.#opened.has(attempt)) return true;
    this.#opened.set(attempt, beganAt + REMOTE_FACE_LASTS_MS);
    return false;
  }
}

function pictureFault(jpeg: Buffer): PictureFault | null {
  const size = jpeg.subarray(0, 2).equals(START_OF_IMAGE) ? jpegSize(jpeg) : undefined;
  if (!size) return "no-jpeg";
  return size.width * size.height > MAX_PIXELS ? "too-many-pixels" : null;
}
