import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createCanvas, GlobalFonts, type SKRSContext2D } from "@napi-rs/canvas";
import { columnsOf } from "./character-sets.ts";
import type { Bitmap } from "./commands.ts";
import { fontCoverage } from "./font-coverage.ts";
import type { TextRow } from "./layout.ts";

const FAMILY = "Zizhu Receipt";
/** A column is 12 dots wide, a Chinese character 24, a row of text 30 high, as the printers' own font A is set. */
const COLUMN_DOTS = 12;
const ROW_DOTS = 30;
const BASELINE_DOTS = 22;
// Darker than this is a dot. Thin strokes of small type vanish at 128.
const DARK_BELOW = 160;

let covers: ((character: string) => boolean) | undefined;

/** True where our font can draw it. The first call reads the font (10 MB), which a kiosk without rare names never needs. */
export function canDraw(character: string): boolean {
  covers ??= loadFont();
  return covers(character);
}

/** The row drawn with our own font, on the same grid of columns as text, over the full width of the paper. */
export function drawRow(row: TextRow, columns: number): Bitmap {
  covers ??= loadFont();
  const scale = row.double ? 2 : 1;
  const width = columns * COLUMN_DOTS;
  const height = ROW_DOTS * scale;
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.fillStyle = "#000";
  context.font = `${24 * scale}px "${FAMILY}"`;
  drawCells(context, row, width, scale);
  return threshold(context.getImageData(0, 0, width, height).data, width, height);
}

function drawCells(context: SKRSContext2D, row: TextRow, width: number, scale: number): void {
  const cells = [...row.text].map((character) => ({ character, dots: columnsOf(character) * COLUMN_DOTS * scale }));
  const free = width - cells.reduce((sum, cell) => sum + cell.dots, 0);
  let x = row.align === "left" ? 0 : row.align === "right" ? free : Math.floor(free / 2);
  for (const { character, dots } of cells) {
    // The last argument squeezes a proportional letter (W, m) into its column.
    context.fillText(character, x, BASELINE_DOTS * scale, dots);
    if (row.bold) context.fillText(character, x + 1, BASELINE_DOTS * scale, dots);
    x += dots;
  }
}

function threshold(rgba: Uint8ClampedArray, width: number, height: number): Bitmap {
  const widthBytes = Math.ceil(width / 8);
  const bits = new Uint8Array(widthBytes * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((rgba[(y * width + x) * 4] ?? 255) >= DARK_BELOW) continue;
      const at = y * widthBytes + (x >> 3);
      bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return { widthBytes, height, bits };
}

function loadFont(): (character: string) => boolean {
  const path = createRequire(import.meta.url).resolve("@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf");
  GlobalFonts.registerFromPath(path, FAMILY);
  return fontCoverage(readFileSync(path));
}
