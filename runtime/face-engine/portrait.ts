import type { FaceBuffers } from "./face-buffers.ts";
import { eyes, type Face, middle } from "./geometry.ts";
import { wipePicture } from "./look.ts";
import type { Layout, Picture, PictureDecoder } from "./picture.ts";

/** The most that an identity service needs; a frame is never enlarged to it. */
const MOST = { width: 480, height: 600 };
const QUALITY = 90;
/** Head and shoulders, in widths of the face: as on a card photo, the eyes a little above the middle. */
const HEAD_AND_SHOULDERS = { width: 2.4, height: 3, aboveEyes: 1.3 };

/** The frame in which somebody is sharpest, as the camera gave it: a few dozen KB, where the pixels would be a megabyte. */
export class BestFrame {
  readonly #buffers: FaceBuffers;
  #best: { readonly jpeg: Buffer; readonly face: Face; readonly sharpness: number } | undefined;

  constructor(buffers: FaceBuffers) {
    this.#buffers = buffers;
  }

  offer(jpeg: Buffer, face: Face, sharpness: number): void {
    if (this.#best && this.#best.sharpness >= sharpness) return;
    this.drop();
    this.#best = { jpeg: this.#buffers.keep(Buffer.from(jpeg)), face, sharpness };
  }

  drop(): void {
    if (this.#best) this.#buffers.wipe(this.#best.jpeg);
    this.#best = undefined;
  }

  /** Head and shoulders as JPEG, the caller's to wipe; undefined where there is no frame, or it does not decode. */
  async portrait(decoder: PictureDecoder): Promise<Buffer | undefined> {
    if (!this.#best) return undefined;
    const { jpeg, face } = this.#best;
    const picture = await decoder.decode(jpeg, (size) => headAndShoulders(size, face));
    if (!picture.ok) return undefined;
    this.#buffers.keep(picture.value.rgba);
    const portrait = await encode(picture.value);
    wipePicture(picture.value, { decoder, buffers: this.#buffers });
    return this.#buffers.keep(portrait);
  }
}

/** Where the whole frame lies on a canvas that shows head and shoulders; cut at the frame's own edges. */
export function headAndShoulders(frame: { width: number; height: number }, face: Face): Layout {
  const [left, right] = eyes(face);
  const between = middle([left, right]);
  const unit = face.box.width;
  const x0 = Math.max(0, between.x - (HEAD_AND_SHOULDERS.width / 2) * unit);
  const x1 = Math.min(frame.width, between.x + (HEAD_AND_SHOULDERS.width / 2) * unit);
  const y0 = Math.max(0, between.y - HEAD_AND_SHOULDERS.aboveEyes * unit);
  const y1 = Math.min(frame.height, y0 + HEAD_AND_SHOULDERS.height * unit);
  const scale = Math.min(1, MOST.width / (x1 - x0), MOST.height / (y1 - y0));
  const [width, height] = [Math.max(1, Math.round((x1 - x0) * scale)), Math.max(1, Math.round((y1 - y0) * scale))];
  const at = { x: -x0 * scale, y: -y0 * scale, width: frame.width * scale, height: frame.height * scale };
  return { width, height, ground: 0, at };
}

async function encode({ width, height, rgba }: Picture): Promise<Buffer> {
  // Only here: the library takes 20 MB, and most kiosks never take a portrait.
  const { createCanvas, ImageData } = await import("@napi-rs/canvas");
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.putImageData(new ImageData(rgba, width, height), 0, 0);
  const jpeg = canvas.encodeSync("jpeg", QUALITY);
  context.fillRect(0, 0, width, height);
  return jpeg;
}
