import { createCanvas, loadImage } from "@napi-rs/canvas";
import { distance, eyes, type Face, jaw } from "../../../runtime/face-engine/geometry.ts";

/** A photo in a card: 102×126, the face 59 px wide, its eyes 60 px from the top. */
const PHOTO = { width: 102, height: 126, faceWidth: 59, eyeLine: 60 };

/** A camera's frame is no larger; a press portrait may be. */
const FRAME = { width: 1280, height: 960 };

/** A picture no larger than a camera's frame. */
export async function asFrame(picture: Buffer): Promise<Buffer> {
  const image = await loadImage(picture);
  const scale = Math.min(FRAME.width / image.width, FRAME.height / image.height);
  if (scale >= 1) return picture;
  const canvas = createCanvas(Math.round(image.width * scale), Math.round(image.height * scale));
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toBuffer("image/png");
}

/**
 * A picture made into what a card holds, for folders without card photos. `bytes`: pressed into so many bytes of JPEG, since it is the card's
 * compression, not its size, that costs recognition; without it the photo is better than any real one.
 */
export async function asCardPhoto(picture: Buffer, face: Face, bytes: number | null): Promise<Buffer> {
  const image = await loadImage(picture);
  const [left, right] = eyes(face);
  const scale = PHOTO.faceWidth / distance(...jaw(face));
  const canvas = createCanvas(PHOTO.width, PHOTO.height);
  const context = canvas.getContext("2d");
  context.fillStyle = "#f0f0f0";
  context.fillRect(0, 0, PHOTO.width, PHOTO.height);
  context.imageSmoothingQuality = "high";
  const x = PHOTO.width / 2 - (scale * (left.x + right.x)) / 2;
  const y = PHOTO.eyeLine - (scale * (left.y + right.y)) / 2;
  context.drawImage(image, x, y, image.width * scale, image.height * scale);
  if (bytes === null) return canvas.toBuffer("image/png");
  for (let quality = 90; quality > 5; quality -= 5) {
    const pressed = canvas.toBuffer("image/jpeg", quality);
    if (pressed.length <= bytes) return pressed;
  }
  return canvas.toBuffer("image/jpeg", 5);
}
