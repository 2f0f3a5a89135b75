import { readFile } from "node:fs/promises";
import { wipe } from "../../../base/personal.ts";
import { ok, type Result } from "../../../base/result.ts";
import { checkCalibration, type FaceThresholdSettings } from "../../face-engine/calibration.ts";
import { CHIP_SIDE } from "../../face-engine/chip.ts";
import { openDetector } from "../../face-engine/detector.ts";
import { cosine, openEmbedder } from "../../face-engine/embedder.ts";
import { loadModels, type StartFailure } from "../../face-engine/models.ts";
import { PictureDecoder } from "../../face-engine/picture.ts";
import { type ReferenceParts, readReference } from "../../face-engine/reference.ts";

export type Comparison = "match" | "no-match" | "no-face" | "undecodable";

export interface FaceComparer {
  /**
   * The largest face of `jpeg` against the photo in `photoFile`. Wipes what it makes of both; `jpeg` itself is the caller's. Null: nobody's
   * photo, so never a `match`, after the same work: an answer that comes sooner would say which numbers there are.
   */
  compare(jpeg: Buffer, photoFile: string | null): Promise<Comparison>;
}

/** The kiosk's own networks and thresholds; one comparison at a time. */
export async function openComparer(face: FaceThresholdSettings): Promise<Result<FaceComparer, StartFailure>> {
  const models = loadModels();
  if (!models.ok) return models;
  const calibration = checkCalibration(face, models.value.embedderSha256);
  if (!calibration.ok) return calibration;
  const detector = await openDetector(models.value);
  if (!detector.ok) return detector;
  const embedder = await openEmbedder(models.value);
  const parts: ReferenceParts = { detector: detector.value, embedder, decoder: new PictureDecoder() };
  let turn: Promise<unknown> = Promise.resolve();
  return ok({
    compare(jpeg, photoFile) {
      const compared = turn.then(() => compareOne(jpeg, photoFile, parts, face.pass)).finally(() => runOnNothing(parts));
      turn = compared.catch(() => undefined);
      return compared;
    },
  });
}

async function compareOne(jpeg: Buffer, photoFile: string | null, parts: ReferenceParts, pass: number): Promise<Comparison> {
  const seen = await readReference(jpeg, parts);
  if (!seen.ok) return seen.error === "undecodable" || seen.error === "too-large" ? "undecodable" : "no-face";
  const photo = photoFile === null ? Buffer.from(jpeg) : await readFile(photoFile);
  const known = await readReference(photo, parts);
  wipe(photo);
  // A register with a photo that says nothing is a fault of its own making, and no reason to let anybody in.
  const isSame = photoFile !== null && known.ok && cosine(known.value, seen.value) >= pass;
  seen.value.fill(0);
  if (known.ok) known.value.fill(0);
  return isSame ? "match" : "no-match";
}

// Writes over the working memory of the networks, as face-engine does after an attempt.
async function runOnNothing({ decoder, detector, embedder }: ReferenceParts): Promise<void> {
  decoder.clear();
  await detector.exercise();
  await embedder.embed({ width: CHIP_SIDE, height: CHIP_SIDE, rgba: new Uint8ClampedArray(CHIP_SIDE * CHIP_SIDE * 4).fill(128) });
}
