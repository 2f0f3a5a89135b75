import type { QrMark } from "../mark.ts";
import type { DrawnPage, PixelBox } from "./draw-marks.ts";
import { type GreyPage, PX_PER_MM } from "./grey-page.ts";

/** 2 mm: larger than any stroke that two engines set half a pixel apart, smaller than a character of 9 pt. */
const TILE_PX = 8;
// Measured on every template with ordinary and extreme data: the two drawings of a sound page differ by up to 6.1 + 0.25 × the ink around.
const TILE_SLACK = 8;
const TILE_SHARE = 0.4;
/** Of the ink that a character should have; on sound pages 0.95 to 1.18. */
const GLYPH_LEAST = 0.75;
const GLYPH_MOST = 1.5;
/** Ink (255 for a black pixel) below which a character is a speck at the page's edge. */
const GLYPH_TOO_SMALL = 40;

/** What is wrong with the page that was read, held against the page as it is meant; null when they are alike. No word of the document is in it. */
export function comparePages(meant: DrawnPage, read: GreyPage, codes: readonly QrMark[]): string | null {
  if (meant.width !== read.width || meant.height !== read.height) {
    return `the page has ${read.width} × ${read.height} px instead of ${meant.width} × ${meant.height}`;
  }
  return wrongGlyph(meant, read) ?? wrongTile(meant, read) ?? wrongModule(meant, read, codes);
}

function wrongGlyph(meant: DrawnPage, read: GreyPage): string | null {
  for (const box of meant.glyphs) {
    // What hangs over the edge of the page is cut off by each engine in its own way.
    if (box[0] < 0 || box[1] < 0 || box[2] > meant.width || box[3] > meant.height) continue;
    // Half a pixel to the side is no fault: the larger box is asked for enough ink, the smaller one for too much.
    const around = [box[0] - 1, box[1] - 1, box[2] + 1, box[3] + 1] as const;
    const wanted = inkIn(meant, box);
    if (wanted < GLYPH_TOO_SMALL) continue;
    if (inkIn(read, around) < wanted * GLYPH_LEAST) return `a character is blank or thin at ${place(box[0], box[1])}`;
    if (inkIn(read, box) > inkIn(meant, around) * GLYPH_MOST) return `a character is covered at ${place(box[0], box[1])}`;
  }
  return null;
}

function inkIn({ grey, width, height }: GreyPage, [left, top, right, bottom]: PixelBox): number {
  let ink = 0;
  for (let y = Math.max(0, top); y < Math.min(height, bottom); y++) {
    for (let x = Math.max(0, left), at = y * width + x; x < Math.min(width, right); x++) ink += 255 - (grey[at++] ?? 255);
  }
  return ink;
}

function wrongTile(meant: GreyPage, read: GreyPage): string | null {
  const wanted = tiles(meant);
  const found = tiles(read);
  const columns = Math.ceil(meant.width / TILE_PX);
  const rows = Math.ceil(meant.height / TILE_PX);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      const more = (found[at] ?? 0) - (wanted[at] ?? 0);
      if (Math.abs(more) <= TILE_SLACK) continue;
      let around = 0;
      for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
        for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++) {
          around = Math.max(around, wanted[r * columns + c] ?? 0);
        }
      }
      if (Math.abs(more) <= TILE_SLACK + TILE_SHARE * around) continue;
      return `${more > 0 ? "ink where nothing should be" : "ink is missing"} at ${place(column * TILE_PX, row * TILE_PX)}`;
    }
  }
  return null;
}

/** Mean ink of each tile, 0 to 255. */
function tiles({ grey, width, height }: GreyPage): Float64Array {
  const columns = Math.ceil(width / TILE_PX);
  const sums = new Float64Array(columns * Math.ceil(height / TILE_PX));
  for (let y = 0, at = 0; y < height; y++) {
    const row = Math.floor(y / TILE_PX) * columns;
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (const end = Math.min(width, (column + 1) * TILE_PX) + y * width; at < end; at++) sum += 255 - (grey[at] ?? 255);
      sums[row + column] = (sums[row + column] ?? 0) + sum;
    }
  }
  return sums.map((sum) => sum / (TILE_PX * TILE_PX));
}

// A reader forgives several wrong modules; a certificate that leaves the kiosk has none.
function wrongModule(meant: GreyPage, read: GreyPage, codes: readonly QrMark[]): string | null {
  for (const { at, modules } of codes) {
    const [x, y, side] = at.map((mm) => mm * PX_PER_MM) as [number, number, number];
    for (let row = 0; row < modules; row++) {
      for (let column = 0; column < modules; column++) {
        const px = Math.floor(x + ((column + 0.5) * side) / modules);
        const py = Math.floor(y + ((row + 0.5) * side) / modules);
        const pixel = py * meant.width + px;
        if (Math.abs((meant.grey[pixel] ?? 0) - (read.grey[pixel] ?? 0)) > 100) return `the code has a wrong module at ${place(px, py)}`;
      }
    }
  }
  return null;
}

function place(x: number, y: number): string {
  return `${Math.round(x / PX_PER_MM)}, ${Math.round(y / PX_PER_MM)} mm`;
}
