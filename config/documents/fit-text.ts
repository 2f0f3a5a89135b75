import { err, ok, type Result } from "../../base/result.ts";
import type { Box, TextStyle } from "./certificate-template.ts";
import { type Flaw, flaw } from "./failure.ts";
import type { Fonts } from "./fonts.ts";
import { breakLines, type Line, type Piece, splitPieces } from "./line-breaking.ts";
import { type Mark, MM_PER_PT } from "./mark.ts";

const SHRINK_STEP_PT = 0.5;
// The ideographic em box of Noto CJK lies from -0.12 to 0.88 em around the baseline: its middle is 0.38 above.
const MIDDLE_ABOVE_BASELINE_EM = 0.38;
// Widths are summed piece by piece; kerning between pieces may move a line by less than this.
const TOLERANCE_MM = 0.05;
// A line's own height: what its ink needs, with a little air. The leading stands only between lines.
export const LINE_BOX_EM = 1.2;

/** Sets `text` into `box`, shrinking to `minSize` if it must. Text that does not fit even then is a flaw, never cut. */
export function fitText(text: string, style: TextStyle, box: Box, fonts: Fonts): Result<Mark[], Flaw> {
  const paragraphs = measureParagraphs(text, style, fonts);
  if (!paragraphs.ok) return paragraphs;
  const [, , width, height] = box;
  const measure = (piece: string) => {
    const runs = fonts.runs(piece, style.weight);
    return runs.ok ? fonts.width(runs.value) : 0;
  };
  const smallest = style.minSize ?? style.size;
  for (let size = style.size; ; size = Math.max(smallest, size - SHRINK_STEP_PT)) {
    const em = size * MM_PER_PT;
    const maxEm = style.wrap ? (width + TOLERANCE_MM) / em : Number.POSITIVE_INFINITY;
    const lines = paragraphs.value.flatMap((pieces) => breakLines(pieces, maxEm, style.letterSpacing, measure));
    const fits =
      heightOf(lines, style, em) <= height + TOLERANCE_MM && lines.every((line) => widthOf(line, style, em) <= width + TOLERANCE_MM);
    if (fits) return place(lines, style, size, box, fonts);
    if (size <= smallest) return err(overflow(lines, style, em, box));
  }
}

function measureParagraphs(text: string, style: TextStyle, fonts: Fonts): Result<Piece[][], Flaw> {
  const whole = fonts.runs(text.replaceAll("\n", ""), style.weight);
  if (!whole.ok) return whole;
  const paragraphs: Piece[][] = [];
  for (const paragraph of text.split("\n")) {
    const pieces: Piece[] = [];
    for (const piece of splitPieces(paragraph)) {
      const runs = fonts.runs(piece, style.weight);
      if (!runs.ok) return runs;
      pieces.push({ text: piece, em: fonts.width(runs.value), count: [...piece].length });
    }
    paragraphs.push(pieces);
  }
  return ok(paragraphs);
}

function widthOf(line: Line, style: TextStyle, em: number): number {
  return (line.em + style.letterSpacing * Math.max(0, line.count - 1)) * em;
}

function heightOf(lines: readonly Line[], style: TextStyle, em: number): number {
  return ((lines.length - 1) * style.lineHeight + LINE_BOX_EM) * em;
}

function place(lines: readonly Line[], style: TextStyle, size: number, box: Box, fonts: Fonts): Result<Mark[], Flaw> {
  const [x, y, width, height] = box;
  const em = size * MM_PER_PT;
  const pitch = em * style.lineHeight;
  const slack = height - heightOf(lines, style, em);
  const top = y + (style.valign === "top" ? 0 : style.valign === "middle" ? slack / 2 : slack);
  const marks: Mark[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.text === "") continue;
    const runs = fonts.runs(line.text, style.weight);
    if (!runs.ok) return runs;
    const spaceLeft = Math.max(0, width - widthOf(line, style, em));
    const stretched = line.count > 1 && (style.align === "spread" || (style.align === "justify" && !line.last));
    const spacing = style.letterSpacing * size + (stretched ? spaceLeft / (line.count - 1) / MM_PER_PT : 0);
    const indent = style.align === "center" ? spaceLeft / 2 : style.align === "right" ? spaceLeft : 0;
    const baseline = top + index * pitch + (LINE_BOX_EM / 2 + MIDDLE_ABOVE_BASELINE_EM) * em;
    marks.push({ kind: "text", runs: runs.value, x: x + indent, baseline, size, spacing, color: style.color, opacity: 1, rotate: 0 });
  }
  return ok(marks);
}

function overflow(lines: readonly Line[], style: TextStyle, em: number, [, , width, height]: Box): Flaw {
  const widest = Math.max(...lines.map((line) => widthOf(line, style, em)));
  const needs = `${lines.length} lines, ${widest.toFixed(1)} × ${heightOf(lines, style, em).toFixed(1)} mm`;
  const has = `${width} × ${height} mm at ${style.minSize ?? style.size} pt`;
  return flaw("document.text-overflow", `the text needs ${needs}, its box has ${has}; enlarge the box or lower minSize`);
}
