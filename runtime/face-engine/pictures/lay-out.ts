import type { Layout, Picture } from "../picture.ts";

/** How far Catmull-Rom's curve reaches, in px. */
const REACH = 2;

/** For one px: the first of those that it is made of, and the share of each. */
interface Taps {
  readonly first: number;
  readonly shares: readonly number[];
}

/**
 * Draws a picture on a ground, larger or smaller: cubic (Catmull-Rom) in both directions, over as many px as become one when it shrinks.
 * `rgba` has the layout's size and is overwritten.
 */
export function layOut(picture: Picture, { width, height, ground, at }: Layout, rgba: Uint8ClampedArray): void {
  for (let to = 0; to < rgba.length; to += 4) {
    rgba[to] = rgba[to + 1] = rgba[to + 2] = ground;
    rgba[to + 3] = 255;
  }
  const columns = tapsOf(picture.width, at.width, at.x, width);
  const rows = tapsOf(picture.height, at.height, at.y, height);
  const narrow = new Float32Array(columns.length * picture.height * 3);
  for (let y = 0, to = 0; y < picture.height; y++) {
    for (const { taps } of columns) {
      for (let c = 0; c < 3; c++) narrow[to++] = weigh(picture.rgba, taps, y * picture.width * 4 + c, 4);
    }
  }
  for (const { at: y, taps } of rows) {
    columns.forEach(({ at: x }, column) => {
      for (let c = 0; c < 3; c++) rgba[(y * width + x) * 4 + c] = weigh(narrow, taps, column * 3 + c, columns.length * 3);
    });
  }
  narrow.fill(0);
}

function weigh(values: Uint8ClampedArray | Float32Array, { first, shares }: Taps, origin: number, stride: number): number {
  let sum = 0;
  for (let i = 0; i < shares.length; i++) sum += (values[origin + (first + i) * stride] ?? 0) * (shares[i] ?? 0);
  return sum;
}

/** For each px of the ground from `start` on that the picture covers: which of its px make it. */
function tapsOf(length: number, drawn: number, start: number, end: number): { readonly at: number; readonly taps: Taps }[] {
  const step = length / drawn;
  const spread = Math.max(1, step);
  const found: { at: number; taps: Taps }[] = [];
  for (let at = Math.max(0, Math.round(start)); at < Math.min(end, Math.round(start + drawn)); at++) {
    const middle = (at + 0.5 - start) * step - 0.5;
    const first = Math.max(0, Math.ceil(middle - REACH * spread));
    const last = Math.min(length - 1, Math.floor(middle + REACH * spread));
    const raw = Array.from({ length: last - first + 1 }, (_, i) => catmullRom((first + i - middle) / spread));
    const sum = raw.reduce((total, one) => total + one, 0);
    found.push({ at, taps: { first, shares: raw.map((one) => one / sum) } });
  }
  return found;
}

function catmullRom(x: number): number {
  const d = Math.abs(x);
  if (d < 1) return 1.5 * d ** 3 - 2.5 * d ** 2 + 1;
  return d < 2 ? -0.5 * d ** 3 + 2.5 * d ** 2 - 4 * d + 2 : 0;
}
