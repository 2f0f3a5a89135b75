import { err, ok, type Result } from "../../base/result.ts";
import { decodeBmp } from "./pictures/bmp.ts";
import { JpegDecoder } from "./pictures/jpeg.ts";
import { layOut } from "./pictures/lay-out.ts";
import { decodePng, PNG_SIGNATURE } from "./pictures/png.ts";
import { Scratch } from "./scratch.ts";

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

/** `undecodable`: also a picture that breaks off or is damaged inside. */
export type PictureFault = "undecodable" | "too-large";

/** Twice a 1080p frame: larger is no camera frame and no card photo. */
const MAX_PIXELS = 4_200_000;
/** Colour, infrared and depth of one moment. */
const KEEP_BUFFERS = 3;

/** How a decoded picture is laid on a ground of one grey; the ground's size, and where the picture goes. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly ground: number;
  readonly at: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

type Size = Pick<Picture, "width" | "height">;

/** Decodes JPEG, PNG and BMP, and keeps the buffers of pictures that were given back for the next ones. */
export class PictureDecoder {
  readonly #jpeg = new JpegDecoder();
  readonly #scratch = new Scratch<Uint8ClampedArray>((length) => new Uint8ClampedArray(length), KEEP_BUFFERS);

  async decode(bytes: Buffer, layout?: (size: Size) => Layout): Promise<Result<Picture, PictureFault>> {
    const decoded = this.#decode(bytes);
    if (!decoded.ok || !layout) return decoded;
    const wanted = layout(decoded.value);
    const rgba = this.#scratch.take(wanted.width * wanted.height * 4);
    layOut(decoded.value, wanted, rgba);
    this.release(decoded.value);
    return ok({ width: wanted.width, height: wanted.height, rgba });
  }

  #decode(bytes: Buffer): Result<Picture, PictureFault> {
    const take = (length: number) => this.#scratch.take(length);
    if (bytes[0] === 0xff && bytes[1] === 0xd8) return this.#jpeg.decode(bytes, MAX_PIXELS, take);
    if (bytes.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE)) return decodePng(bytes, MAX_PIXELS, take);
    if (bytes.toString("latin1", 0, 2) === "BM") return decodeBmp(bytes, MAX_PIXELS, take);
    return err("undecodable");
  }

  /** Wipes a picture; its buffer is the next one's. */
  release(picture: Picture): void {
    this.#scratch.give(picture.rgba);
  }

  /** Overwrites what the decoder itself still holds. Pictures are their owners' to wipe. */
  clear(): void {
    this.#jpeg.clear();
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
  const { rgba } = picture;
  // In 256ths: 77 + 150 + 29 = 256.
  const share = 1 / (256 * step * step);
  for (let y = 0, to = 0; y < small.height; y++) {
    for (let x = 0; x < small.width; x++, to++) {
      let sum = 0;
      for (let j = 0; j < step; j++) {
        let at = ((y * step + j) * picture.width + x * step) * 4;
        for (let i = 0; i < step; i++, at += 4) sum += 77 * (rgba[at] ?? 0) + 150 * (rgba[at + 1] ?? 0) + 29 * (rgba[at + 2] ?? 0);
      }
      luma[to] = sum * share;
    }
  }
  return { ...small, luma };
}
