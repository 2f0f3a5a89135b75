import { crc32, inflateSync } from "node:zlib";
import { err, ok, type Result } from "../../../base/result.ts";
import type { Picture, PictureFault } from "../picture.ts";

export const PNG_SIGNATURE = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");

/** Bytes a pixel by colour type: grey, RGB, palette, grey with alpha, RGB with alpha. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const PALETTE = 3;

interface Header {
  readonly width: number;
  readonly height: number;
  readonly colours: number;
  readonly channels: number;
}

/** A PNG of 8 bits a channel that is not interlaced. Transparency is ignored: a photo has none. */
export function decodePng(bytes: Buffer, maxPixels: number, take: (length: number) => Uint8ClampedArray): Result<Picture, PictureFault> {
  const chunks = readChunks(bytes);
  const header = chunks && readHeader(chunks.get("IHDR")?.[0]);
  if (!chunks || !header) return err("undecodable");
  if (header.width * header.height > maxPixels) return err("too-large");
  const length = header.height * (1 + header.width * header.channels);
  const rows = inflate(Buffer.concat(chunks.get("IDAT") ?? []), length);
  if (!rows) return err("undecodable");
  try {
    const rgba = unfilter(rows, header) ? toRgba(rows, header, chunks.get("PLTE")?.[0], take) : undefined;
    return rgba ? ok({ width: header.width, height: header.height, rgba }) : err("undecodable");
  } finally {
    rows.fill(0);
  }
}

/** Contents by chunk type, up to the end that a whole PNG has; undefined when a checksum is wrong or the end is missing. */
function readChunks(bytes: Buffer): Map<string, Buffer[]> | undefined {
  const chunks = new Map<string, Buffer[]>();
  for (let at = PNG_SIGNATURE.length; at + 12 <= bytes.length; ) {
    const end = at + 8 + bytes.readUInt32BE(at);
    if (end + 4 > bytes.length || crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end)) return undefined;
    const type = bytes.toString("latin1", at + 4, at + 8);
    if (type === "IEND") return chunks;
    chunks.set(type, [...(chunks.get(type) ?? []), bytes.subarray(at + 8, end)]);
    at = end + 4;
  }
  return undefined;
}

function readHeader(chunk: Buffer | undefined): Header | undefined {
  if (chunk?.length !== 13) return undefined;
  const [width, height, depth, colours = -1, interlaced] = [chunk.readUInt32BE(0), chunk.readUInt32BE(4), chunk[8], chunk[9], chunk[12]];
  const channels = CHANNELS[colours];
  return width > 0 && height > 0 && depth === 8 && interlaced === 0 && channels ? { width, height, colours, channels } : undefined;
}

function inflate(packed: Buffer, length: number): Buffer | undefined {
  try {
    const rows = inflateSync(packed, { maxOutputLength: length });
    return rows.length === length ? rows : undefined;
  } catch {
    return undefined;
  }
}

/** Undoes the filters of PNG (clause 9) in place: each byte was written as its difference from those to its left and above. */
function unfilter(rows: Buffer, { width, height, channels }: Header): boolean {
  const stride = 1 + width * channels;
  for (let y = 0; y < height; y++) {
    const filter = rows[y * stride] ?? 0;
    if (filter > 4) return false;
    for (let x = 1; x < stride; x++) {
      const at = y * stride + x;
      const left = x > channels ? (rows[at - channels] ?? 0) : 0;
      const above = y > 0 ? (rows[at - stride] ?? 0) : 0;
      const corner = y > 0 && x > channels ? (rows[at - stride - channels] ?? 0) : 0;
      rows[at] = (rows[at] ?? 0) + predict(filter, left, above, corner);
    }
  }
  return true;
}

function predict(filter: number, left: number, above: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  const [toLeft, toAbove, toCorner] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)];
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

function toRgba(
  rows: Buffer,
  { width, height, colours, channels }: Header,
  palette: Buffer | undefined,
  take: (length: number) => Uint8ClampedArray,
): Uint8ClampedArray | undefined {
  if (colours === PALETTE && !palette) return undefined;
  const from = colours === PALETTE ? palette : rows;
  const rgba = take(width * height * 4);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 4) {
      const pixel = y * (1 + width * channels) + 1 + x * channels;
      const at = colours === PALETTE ? (rows[pixel] ?? 0) * 3 : pixel;
      const isGrey = channels < 3 && colours !== PALETTE;
      rgba[to] = from?.[at] ?? 0;
      rgba[to + 1] = from?.[isGrey ? at : at + 1] ?? 0;
      rgba[to + 2] = from?.[isGrey ? at : at + 2] ?? 0;
      rgba[to + 3] = 255;
    }
  }
  return rgba;
}
