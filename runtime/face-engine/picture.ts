import { type Canvas, createCanvas, loadImage } from "@napi-rs/canvas";
import { err, ok, type Result } from "../../base/result.ts";

/** Decoded pixels, RGBA rows from the top. Whoever decoded it wipes it. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
}

/** Brightness only, 0–255. */
export interface GrayPicture {
  readonly width: number;
  readonly height: number;
  readonly luma: Uint8Array;
}

export type PictureFault = "undecodable" | "too-large";

/** Twice a 1080p frame: larger is no camera frame and no card photo. */
const MAX_PIXELS = 4_200_000;

/** How a decoded picture is laid on its canvas; the canvas' size, and where the picture goes. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly background: string;
  readonly at: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

const asIs = (size: { width: number; height: number }): Layout => ({ ...size, background: "#000", at: { x: 0, y: 0, ...size } });

/** Decodes JPEG, PNG and BMP. Keeps one canvas from frame to frame, which `clear` paints over. */
export class PictureDecoder {
  #canvas: Canvas = createCanvas(1, 1);

  async decode(bytes: Buffer, layout: (size: { width: number; height: number }) => Layout = asIs): Promise<Result<Picture, PictureFault>> {
    const image = await load(bytes);
    if (!image) return err("undecodable");
    if (image.width * image.height > MAX_PIXELS) return err("too-large");
    const { width, height, background, at } = layout({ width: image.width, height: image.height });
    if (this.#canvas.width !== width || this.#canvas.height !== height) this.#canvas = createCanvas(width, height);
    const context = this.#canvas.getContext("2d");
    context.fillStyle = background;
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = "high";
    context.drawImage(image, at.x, at.y, at.width, at.height);
    return ok({ width, height, rgba: context.getImageData(0, 0, width, height).data });
  }

  clear(): void {
    const context = this.#canvas.getContext("2d");
    context.fillStyle = "#000";
    context.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
  }
}

async function load(bytes: Buffer): Promise<Awaited<ReturnType<typeof loadImage>> | undefined> {
  try {
    const image = await loadImage(bytes);
    return image.width > 0 && image.height > 0 ? image : undefined;
  } catch {
    // The decoder's complaint may quote the bytes, which are a face: "undecodable" is all that may leave here.
    return undefined;
  }
}

/** Brightness (Rec. 601) of a pixel at byte offset `at`. */
export function lumaAt(rgba: Uint8ClampedArray, at: number): number {
  return 0.299 * (rgba[at] ?? 0) + 0.587 * (rgba[at + 1] ?? 0) + 0.114 * (rgba[at + 2] ?? 0);
}

/** Brightness at about `width` px wide, each pixel the mean of a square. */
export function toGray(picture: Picture, width: number): GrayPicture {
  const step = Math.max(1, Math.round(picture.width / width));
  const small = { width: Math.floor(picture.width / step), height: Math.floor(picture.height / step) };
  const luma = new Uint8Array(small.width * small.height);
  for (let y = 0; y < small.height; y++) {
    for (let x = 0; x < small.width; x++) {
      let sum = 0;
      for (let j = 0; j < step; j++) {
        const row = ((y * step + j) * picture.width + x * step) * 4;
        for (let i = 0; i < step; i++) sum += lumaAt(picture.rgba, row + i * 4);
      }
      luma[y * small.width + x] = sum / (step * step);
    }
  }
  return { ...small, luma };
}
