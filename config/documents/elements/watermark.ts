import { ok, type Result } from "../../../base/result.ts";
import type { WatermarkElement } from "../certificate-template.ts";
import type { Flaw } from "../failure.ts";
import type { Fonts } from "../fonts.ts";
import { type Mark, MM_PER_PT } from "../mark.ts";

/** The text over the whole page in slanted rows, every second one shifted by half a step, so that no cut-out is free of it. */
export function layWatermark(element: WatermarkElement, text: string, page: readonly [number, number], fonts: Fonts): Result<Mark[], Flaw> {
  const runs = fonts.runs(text, "regular");
  if (!runs.ok) return runs;
  const [pageWidth, pageHeight] = page;
  const angle = (-element.angle * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const width = fonts.width(runs.value) * element.size * MM_PER_PT;
  const along = Math.max(element.step[0], width * 1.15);
  const across = element.step[1];
  const reach = Math.hypot(pageWidth, pageHeight) / 2;
  const marks: Mark[] = [];
  const rows = Math.ceil(reach / across);
  const columns = Math.ceil(reach / along) + 1;
  for (let row = -rows; row <= rows; row++) {
    for (let column = -columns; column <= columns; column++) {
      const u = (column + (row % 2 === 0 ? 0 : 0.5)) * along - width / 2;
      const v = row * across;
      const [x, baseline] = [pageWidth / 2 + u * cos - v * sin, pageHeight / 2 + u * sin + v * cos];
      const [endX, endY] = [x + width * cos, baseline + width * sin];
      if (Math.max(x, endX) < 0 || Math.min(x, endX) > pageWidth || Math.max(baseline, endY) < 0 || Math.min(baseline, endY) > pageHeight)
        continue;
      marks.push({
        kind: "text",
        runs: runs.value,
        x,
        baseline,
        size: element.size,
        spacing: 0,
        color: element.color,
        opacity: 1,
        rotate: -element.angle,
      });
    }
  }
  return ok(marks);
}
