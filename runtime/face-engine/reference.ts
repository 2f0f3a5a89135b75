import { err, ok, type Result } from "../../base/result.ts";
import { cutChip } from "./chip.ts";
import type { FaceDetector } from "./detector.ts";
import type { Embedding, FaceEmbedder } from "./embedder.ts";
import { distance, eyes, largest } from "./geometry.ts";
import type { Layout, PictureDecoder } from "./picture.ts";

/** A card photo is 102×126 px: enlarged three times and laid on a wide light ground, its face is always found; bare, one in ten is not. */
const GROUND = { width: 640, height: 480, ground: 0xf0 };
const ENLARGE = 3;
const MARGIN = 20;
/** In px of the card photo. Below this the photo says too little about a face to refuse anybody by it. */
const MIN_EYE_DISTANCE = 20;

export interface ReferenceParts {
  readonly decoder: PictureDecoder;
  readonly detector: FaceDetector;
  readonly embedder: FaceEmbedder;
}

/** The embedding of a card photo (BMP, PNG or JPEG), or what makes it unusable. Wipes the pixels; the bytes are the caller's. */
export async function readReference(
  photo: Buffer,
  { decoder, detector, embedder }: ReferenceParts,
): Promise<Result<Embedding, "undecodable" | "too-large" | "no-face" | "eyes-too-close">> {
  let enlarged = 1;
  const picture = await decoder.decode(photo, (size) => {
    const layout = onGround(size);
    enlarged = layout.at.width / size.width;
    return layout;
  });
  if (!picture.ok) return picture;
  try {
    const face = largest(await detector.detect(picture.value, 224)) ?? largest(await detector.detect(picture.value, 320));
    if (!face) return err("no-face");
    if (distance(...eyes(face)) / enlarged < MIN_EYE_DISTANCE) return err("eyes-too-close");
    const chip = cutChip(picture.value, face);
    try {
      return ok(await embedder.embed(chip));
    } finally {
      chip.rgba.fill(0);
    }
  } finally {
    decoder.release(picture.value);
  }
}

/** How a card photo is laid out before a face is looked for in it. */
export function onGround(size: { width: number; height: number }): Layout {
  const scale = Math.min(ENLARGE, (GROUND.width - MARGIN) / size.width, (GROUND.height - MARGIN) / size.height);
  const [width, height] = [size.width * scale, size.height * scale];
  return { ...GROUND, at: { x: (GROUND.width - width) / 2, y: (GROUND.height - height) / 2, width, height } };
}
