import { type Canvas, createCanvas, Image, ImageData } from "@napi-rs/canvas";
import { err, ok, type Result } from "../../base/result.ts";
import type { Picture } from "./picture.ts";

/** Print of 2 mm stays readable, and a page of A4 at 5 megapixels takes some 400 KB. */
const QUALITY = 85;

const NOTHING = Buffer.alloc(0);

/**
 * A JPEG that can be drawn. The library decodes when it draws, from the buffer that it was given: wipe that one only afterwards. What it
 * decoded cannot be overwritten, but it is let go with `close`.
 */
export class OpenJpeg {
  readonly width: number;
  readonly height: number;
  readonly #image: Image;

  constructor(image: Image) {
    this.#image = image;
    this.width = image.width;
    this.height = image.height;
  }

  /** All of it, `width` pixels wide. */
  small(width: number): Picture {
    const height = Math.max(1, Math.round((this.height * width) / this.width));
    return this.#draw(width, height, [0, 0, this.width, this.height]);
  }

  /** A part of it as it is. */
  part(left: number, top: number, width: number, height: number): Picture {
    return this.#draw(width, height, [left, top, width, height]);
  }

  close(): void {
    this.#image.src = NOTHING;
  }

  #draw(width: number, height: number, [left, top, fromWidth, fromHeight]: readonly [number, number, number, number]): Picture {
    const canvas = createCanvas(width, height);
    const context = canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(this.#image, left, top, fromWidth, fromHeight, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    clear(canvas);
    return { width, height, rgba: data };
  }
}

/** Decodes at once rather than on a thread of the library's: a picture is worth nothing when it is late, and the driver runs alone. */
export function openJpeg(jpeg: Buffer): Result<OpenJpeg, "undecodable"> {
  const image = new Image();
  image.onerror = () => undefined;
  try {
    image.src = jpeg;
    const opened = new OpenJpeg(image);
    if (image.complete && image.width > 0 && image.height > 0 && isWhole(opened)) return ok(opened);
  } catch {
    // The library says only "Unsupported image type", whatever is wrong with it.
  }
  image.src = NOTHING;
  return err("undecodable");
}

/** What the decoder fills in where a picture breaks off. */
const FILLED = 128;

/**
 * The library is content with a header. What it cannot decode it then draws as nothing, without a word; what breaks off, as a grey
 * of no noise down to the last row. Both measured.
 */
function isWhole(picture: OpenJpeg): boolean {
  const { rgba } = picture.part(0, picture.height - 1, picture.width, 1);
  const isDrawn = rgba[3] === 255;
  const isFilled = picture.height > 8 && rgba.every((level, at) => at % 4 === 3 || Math.abs(level - FILLED) <= 1);
  rgba.fill(0);
  return isDrawn && !isFilled;
}

export function encodeJpeg({ width, height, rgba }: Picture): Buffer {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.putImageData(new ImageData(rgba, width, height), 0, 0);
  const jpeg = canvas.toBuffer("image/jpeg", QUALITY);
  clear(canvas);
  return jpeg;
}

/** Overwrites what was drawn, and gives back its memory: of that V8 knows nothing, so the collector would be in no hurry. */
function clear(canvas: Canvas): void {
  canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height);
  canvas.width = 0;
  canvas.height = 0;
}
