import { createCanvas, Path2D, type SKRSContext2D } from "@napi-rs/canvas";
import type { Glyph } from "fontkit";
import { type Mark, MM_PER_PT, type PathMark, type TextMark } from "../mark.ts";
import { type GreyPage, greyOf, PX_PER_MM } from "./grey-page.ts";

/** Left, top, right, bottom in pixels. */
export type PixelBox = readonly [number, number, number, number];

export interface DrawnPage extends GreyPage {
  /** Where each character with an outline stands. */
  readonly glyphs: readonly PixelBox[];
}

/**
 * The page as it is meant, drawn from the marks and the fonts' own outlines by another engine than the one that reads the PDF: a font
 * that was cut down wrongly, a lost stream or a thing too many shows as a difference of the two. `page` in millimetres.
 */
export function drawMarks(marks: readonly Mark[], [width, height]: readonly [number, number]): DrawnPage {
  const canvas = createCanvas(Math.round(width * PX_PER_MM), Math.round(height * PX_PER_MM));
  const context = canvas.getContext("2d");
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  const glyphs: PixelBox[] = [];
  // A watermark says the same a hundred times.
  const outlines = new Map<Glyph, Path2D>();
  for (const mark of marks) {
    context.globalAlpha = mark.opacity;
    if (mark.kind === "text") drawText(context, mark, outlines, glyphs);
    else drawPath(context, mark);
  }
  const pixels = canvas.data();
  const grey = greyOf(pixels, canvas.width, canvas.height, canvas.width * 4, "rgba");
  pixels.fill(0);
  return { width: canvas.width, height: canvas.height, grey, glyphs };
}

function drawPath(context: SKRSContext2D, mark: PathMark): void {
  context.setTransform(PX_PER_MM, 0, 0, PX_PER_MM, 0, 0);
  const path = new Path2D(mark.path);
  if (mark.fill) {
    context.fillStyle = mark.fill;
    context.fill(path);
  }
  if (mark.stroke) {
    context.strokeStyle = mark.stroke.color;
    // PDFium draws no line thinner than a pixel.
    context.lineWidth = Math.max(mark.stroke.width, 1 / PX_PER_MM);
    context.lineJoin = "round";
    context.stroke(path);
  }
}

function drawText(context: SKRSContext2D, mark: TextMark, outlines: Map<Glyph, Path2D>, boxes: PixelBox[]): void {
  context.fillStyle = mark.color;
  const angle = (mark.rotate * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  let along = 0;
  for (const { face, text } of mark.runs) {
    const unit = (mark.size * MM_PER_PT) / face.font.unitsPerEm;
    const { glyphs, positions } = face.font.layout(text);
    for (const [index, glyph] of glyphs.entries()) {
      const at = positions[index];
      const right = along + (at?.xOffset ?? 0) * unit;
      along += (at?.xAdvance ?? 0) * unit + mark.spacing * MM_PER_PT;
      if (glyph.path.commands.length === 0) continue;
      const scale = unit * PX_PER_MM;
      const [x, y] = [(mark.x + right * cos) * PX_PER_MM, (mark.baseline + right * sin) * PX_PER_MM];
      // Outlines stand on the baseline with y upwards.
      context.setTransform(scale * cos, scale * sin, scale * sin, -scale * cos, x, y);
      const outline = outlines.get(glyph) ?? new Path2D(glyph.path.toSVG());
      outlines.set(glyph, outline);
      context.fill(outline);
      const { minX, minY, maxX, maxY } = glyph.bbox;
      const xs = [minX, maxX].flatMap((u) => [minY, maxY].map((v) => x + scale * (u * cos + v * sin)));
      const ys = [minX, maxX].flatMap((u) => [minY, maxY].map((v) => y + scale * (u * sin - v * cos)));
      boxes.push([Math.floor(Math.min(...xs)), Math.floor(Math.min(...ys)), Math.ceil(Math.max(...xs)), Math.ceil(Math.max(...ys))]);
    }
  }
}
