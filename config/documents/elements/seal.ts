import type { Result } from "../../../base/result.ts";
import { ok } from "../../../base/result.ts";
import type { SealElement } from "../certificate-template.ts";
import type { Flaw } from "../failure.ts";
import type { Fonts } from "../fonts.ts";
import { circle, type Mark, MM_PER_PT, polyline } from "../mark.ts";
import { rosette } from "./ornament.ts";

const WIDEST_ARC_DEGREES = 250;
const WIDEST_STEP_DEGREES = 30;

/** A round seal: ring, name along the upper arc, pattern in the middle, caption below. Nobody's real one. */
export function laySeal(element: SealElement, fonts: Fonts): Result<Mark[], Flaw> {
  const [x, y] = element.center;
  const radius = element.diameter / 2;
  const name = layName(element, fonts);
  if (!name.ok) return name;
  const caption = layCaption(element, fonts);
  if (!caption.ok) return caption;
  const ring = { color: element.color, width: element.diameter * 0.028 };
  return ok([
    { kind: "path", path: circle(x, y, radius - ring.width / 2), stroke: ring, opacity: element.opacity },
    ...pattern(element),
    ...name.value,
    ...caption.value,
  ]);
}

function layName(element: SealElement, fonts: Fonts): Result<Mark[], Flaw> {
  const [x, y] = element.center;
  const characters = [...element.name];
  const step = Math.min(WIDEST_STEP_DEGREES, WIDEST_ARC_DEGREES / Math.max(1, characters.length - 1));
  const radius = element.diameter * 0.345;
  const arc = 2 * Math.PI * radius * (step / 360);
  const size = Math.min(element.diameter * 0.12, arc * 1.02) / MM_PER_PT;
  const marks: Mark[] = [];
  for (const [index, character] of characters.entries()) {
    const runs = fonts.runs(character, "bold");
    if (!runs.ok) return runs;
    const degrees = (index - (characters.length - 1) / 2) * step;
    const angle = (degrees * Math.PI) / 180;
    const half = (fonts.width(runs.value) * size * MM_PER_PT) / 2;
    marks.push({
      kind: "text",
      runs: runs.value,
      x: x + radius * Math.sin(angle) - half * Math.cos(angle),
      baseline: y - radius * Math.cos(angle) - half * Math.sin(angle),
      size,
      spacing: 0,
      color: element.color,
      opacity: element.opacity,
      rotate: degrees,
    });
  }
  return ok(marks);
}

function layCaption(element: SealElement, fonts: Fonts): Result<Mark[], Flaw> {
  if (element.caption === "") return ok([]);
  const runs = fonts.runs(element.caption, "bold");
  if (!runs.ok) return runs;
  const [x, y] = element.center;
  const size = (element.diameter * 0.105) / MM_PER_PT;
  const width = fonts.width(runs.value) * size * MM_PER_PT;
  const baseline = y + element.diameter * 0.33;
  return ok([
    {
      kind: "text",
      runs: runs.value,
      x: x - width / 2,
      baseline,
      size,
      spacing: 0,
      color: element.color,
      opacity: element.opacity,
      rotate: 0,
    },
  ]);
}

function pattern(element: SealElement): Mark[] {
  const [x, y] = element.center;
  const { color, opacity, diameter } = element;
  switch (element.pattern) {
    case "plain":
      return [];
    case "star":
      return [{ kind: "path", path: star(x, y, diameter * 0.16), fill: color, opacity }];
    case "rosette":
      return [{ kind: "path", path: rosette(x, y, diameter * 0.19, 3), stroke: { color, width: diameter * 0.005 }, opacity }];
  }
}

function star(x: number, y: number, radius: number): string {
  const points = Array.from({ length: 10 }, (_, index) => {
    // 0.382: the inner radius at which a five-pointed star's edges are straight lines through two points.
    const r = index % 2 === 0 ? radius : radius * 0.382;
    const angle = (index * Math.PI) / 5;
    return [x + r * Math.sin(angle), y - r * Math.cos(angle)] as const;
  });
  return polyline(points, true);
}
