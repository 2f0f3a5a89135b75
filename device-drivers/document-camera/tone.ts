import { greyOf, type Picture } from "./picture.ts";

/** A letter is thinner than this part of the page's width, a lamp's light does not change within it. */
const NEIGHBOURHOOD = 1 / 24;
/** Ink is darker than its neighbourhood by so much; paper's grain and noise are not. */
const INK = 0.86;

/** Makes it grey, in place. */
export function makeGrey(picture: Picture): void {
  const { levels } = greyOf(picture);
  paint(picture, levels);
  levels.fill(0);
}

/** Makes it ink and paper, in place: each pixel against the mean around it, so that uneven light leaves no shade. */
export function makeBlackWhite(picture: Picture): void {
  const { width, height } = picture;
  const { levels } = greyOf(picture);
  const sums = sumsOf(levels, width, height);
  const reach = Math.max(4, Math.round((width * NEIGHBOURHOOD) / 2));
  for (let y = 0; y < height; y++) {
    const [top, bottom] = [Math.max(0, y - reach), Math.min(height, y + reach + 1)];
    for (let x = 0; x < width; x++) {
      const [left, right] = [Math.max(0, x - reach), Math.min(width, x + reach + 1)];
      const at = (column: number, row: number) => sums[row * (width + 1) + column] ?? 0;
      const mean = (at(right, bottom) - at(left, bottom) - at(right, top) + at(left, top)) / ((right - left) * (bottom - top));
      levels[y * width + x] = (levels[y * width + x] ?? 0) < INK * mean ? 0 : 255;
    }
  }
  paint(picture, levels);
  levels.fill(0);
  sums.fill(0);
}

/** Sum of all levels above and left of a pixel. 255 × 13 megapixels fit 32 bits. */
function sumsOf(levels: Uint8Array, width: number, height: number): Uint32Array {
  const sums = new Uint32Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += levels[y * width + x] ?? 0;
      sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] ?? 0) + row;
    }
  }
  return sums;
}

function paint({ rgba }: Picture, levels: Uint8Array): void {
  for (let at = 0, to = 0; at < levels.length; at++, to += 4) {
    const level = levels[at] ?? 0;
    rgba[to] = level;
    rgba[to + 1] = level;
    rgba[to + 2] = level;
  }
}
