import { err, ok, type Result } from "../../../base/result.ts";
import type { Picture, PictureFault } from "../picture.ts";

/** Sizes and offsets of BITMAPFILEHEADER and BITMAPINFOHEADER. */
const FILE_HEADER = 14;
const SMALLEST_INFO_HEADER = 40;

/** A Windows bitmap without compression, of 24 or 32 bits a pixel, or 8 with a palette: what card readers decode a chip's photo to. */
export function decodeBmp(bytes: Buffer, maxPixels: number, take: (length: number) => Uint8ClampedArray): Result<Picture, PictureFault> {
  if (bytes.length < FILE_HEADER + SMALLEST_INFO_HEADER) return err("undecodable");
  const infoLength = bytes.readUInt32LE(14);
  const width = bytes.readInt32LE(18);
  // Negative: rows from the top.
  const rows = bytes.readInt32LE(22);
  const height = Math.abs(rows);
  const depth = bytes.readUInt16LE(28) / 8;
  const isCompressed = bytes.readUInt32LE(30) !== 0;
  if (infoLength < SMALLEST_INFO_HEADER || width < 1 || height < 1 || isCompressed || ![1, 3, 4].includes(depth)) return err("undecodable");
  if (width * height > maxPixels) return err("too-large");
  const first = bytes.readUInt32LE(10);
  // Each row is filled up to four bytes.
  const stride = Math.ceil((width * depth) / 4) * 4;
  const palette = FILE_HEADER + infoLength;
  if (first < palette || first + stride * height > bytes.length) return err("undecodable");
  if (depth === 1 && (bytes.readUInt32LE(46) || 256) * 4 + palette > first) return err("undecodable");
  const rgba = take(width * height * 4);
  for (let y = 0, to = 0; y < height; y++) {
    const row = first + (rows < 0 ? y : height - 1 - y) * stride;
    for (let x = 0; x < width; x++, to += 4) {
      const at = depth === 1 ? palette + (bytes[row + x] ?? 0) * 4 : row + x * depth;
      rgba[to] = bytes[at + 2] ?? 0;
      rgba[to + 1] = bytes[at + 1] ?? 0;
      rgba[to + 2] = bytes[at] ?? 0;
      rgba[to + 3] = 255;
    }
  }
  return ok({ width, height, rgba });
}
