import type { Picture } from "./picture.ts";

/** A part of a picture, in whole px. */
export interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Normalisation {
  /** Of R, G and B: (value − mean) / 255. */
  readonly mean: readonly [number, number, number];
  /** Where the square is larger than the part: the part in its top left corner, or in its middle. */
  readonly centred: boolean;
}

/**
 * Planes of R, G, B of a square of `side` px with a part of the picture in it, for a network of face-api. What is beside the part is
 * black. As face-api does it, the networks having been trained so: bilinear, the corner of the square on the corner of the first pixel,
 * and nothing averaged when it shrinks.
 */
export function shrinkTo(picture: Picture, part: Part, side: number, { mean, centred }: Normalisation, into: Float32Array): void {
  const square = Math.max(part.width, part.height);
  const [padX, padY] = centred ? [(square - part.width) >> 1, (square - part.height) >> 1] : [0, 0];
  const columns = samples(side, square, padX, part.width);
  const rows = samples(side, square, padY, part.height);
  const plane = side * side;
  const { rgba, width } = picture;
  for (let c = 0; c < 3; c++) {
    const black = -(mean[c] ?? 0) / 255;
    const origin = (part.y * width + part.x) * 4 + c;
    for (let y = 0, to = c * plane; y < side; y++) {
      const [upper, lower, v] = [rows.first[y] ?? -1, rows.second[y] ?? -1, rows.share[y] ?? 0];
      const [top, bottom] = [origin + upper * width * 4, origin + lower * width * 4];
      for (let x = 0; x < side; x++, to++) {
        const left = columns.first[x] ?? -1;
        const right = columns.second[x] ?? -1;
        const u = columns.share[x] ?? 0;
        const a = upper >= 0 && left >= 0 ? (rgba[top + left * 4] ?? 0) : 0;
        const b = upper >= 0 && right >= 0 ? (rgba[top + right * 4] ?? 0) : 0;
        const d = lower >= 0 && left >= 0 ? (rgba[bottom + left * 4] ?? 0) : 0;
        const e = lower >= 0 && right >= 0 ? (rgba[bottom + right * 4] ?? 0) : 0;
        const above = a + (b - a) * u;
        into[to] = (above + (d + (e - d) * u - above) * v) / 255 + black;
      }
    }
  }
}

/** For each px of the square the two px of the part that it lies between, −1 beside the part, and how near it is to the second. */
function samples(side: number, square: number, pad: number, length: number) {
  const [first, second, share] = [new Int32Array(side), new Int32Array(side), new Float32Array(side)];
  const step = square / side;
  for (let at = 0; at < side; at++) {
    const from = at * step;
    const whole = Math.floor(from);
    first[at] = inside(whole - pad, length);
    second[at] = inside(Math.min(square - 1, whole + 1) - pad, length);
    share[at] = from - whole;
  }
  return { first, second, share };
}

function inside(at: number, length: number): number {
  return at >= 0 && at < length ? at : -1;
}
