import { wipe } from "../../base/personal.ts";

/** Pixels in rows from the top, four bytes each. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
}

/** Brightness only, a byte a pixel. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly levels: Uint8Array;
}

/** In pixels; the middle of the first pixel is 0, 0. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Clockwise, from the corner that is top left on the page. */
export type Quad = readonly [Point, Point, Point, Point];

export function blank(width: number, height: number): Picture {
  return { width, height, rgba: new Uint8ClampedArray(width * height * 4) };
}

/** Luma of ITU-R BT.601, as JPEG has it. */
export function greyOf({ width, height, rgba }: Picture): Grey {
  const levels = new Uint8Array(width * height);
  for (let at = 0, from = 0; at < levels.length; at++, from += 4) {
    levels[at] = ((rgba[from] ?? 0) * 77 + (rgba[from + 1] ?? 0) * 150 + (rgba[from + 2] ?? 0) * 29) >> 8;
  }
  return { width, height, levels };
}

export function forget(...pictures: readonly (Picture | Grey)[]): void {
  for (const one of pictures) {
    if ("levels" in one) wipe(one.levels);
    else one.rgba.fill(0);
  }
}

/** The same corners in a picture that shows the same in another size: pixels are areas, so it is their edges that scale. */
export function scaled(quad: Quad, by: number): Quad {
  const of = ({ x, y }: Point): Point => ({ x: (x + 0.5) * by - 0.5, y: (y + 0.5) * by - 0.5 });
  return [of(quad[0]), of(quad[1]), of(quad[2]), of(quad[3])];
}
