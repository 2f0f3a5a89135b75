import { blank, type Picture, type Point, type Quad } from "./picture.ts";

/** Where a point of the unit square stands in the picture: x = (a·u + b·v + c) / (g·u + h·v + 1), y likewise. */
interface Homography {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
  readonly g: number;
  readonly h: number;
}

/** The projection of the unit square on a quadrilateral, solved by hand: it has eight unknowns and four corners. */
export function homographyOf([p, q, r, s]: Quad): Homography {
  const [sumX, sumY] = [p.x - q.x + r.x - s.x, p.y - q.y + r.y - s.y];
  const [rightX, rightY, bottomX, bottomY] = [q.x - r.x, q.y - r.y, s.x - r.x, s.y - r.y];
  const determinant = rightX * bottomY - bottomX * rightY;
  const g = (sumX * bottomY - bottomX * sumY) / determinant;
  const h = (rightX * sumY - sumX * rightY) / determinant;
  return {
    ...{ a: q.x - p.x + g * q.x, b: s.x - p.x + h * s.x, c: p.x },
    ...{ d: q.y - p.y + g * q.y, e: s.y - p.y + h * s.y, f: p.y },
    ...{ g, h },
  };
}

/** What lies within the corners, straight, `width` by `height` pixels. Corners are in pixels of `from`. */
export function warped(from: Picture, corners: Quad, width: number, height: number): Picture {
  const { a, b, c, d, e, f, g, h } = homographyOf(corners);
  const into = blank(width, height);
  const row = from.width * 4;
  const [mostX, mostY] = [from.width - 1.001, from.height - 1.001];
  for (let y = 0, at = 0; y < height; y++) {
    const v = (y + 0.5) / height;
    for (let x = 0; x < width; x++, at += 4) {
      const u = (x + 0.5) / width;
      const depth = g * u + h * v + 1;
      const fromX = Math.max(0, Math.min(mostX, (a * u + b * v + c) / depth));
      const fromY = Math.max(0, Math.min(mostY, (d * u + e * v + f) / depth));
      const [left, top] = [Math.trunc(fromX), Math.trunc(fromY)];
      const [fx, fy] = [fromX - left, fromY - top];
      const first = top * row + left * 4;
      for (let colour = 0; colour < 3; colour++) {
        const here = first + colour;
        const upper = (from.rgba[here] ?? 0) * (1 - fx) + (from.rgba[here + 4] ?? 0) * fx;
        const lower = (from.rgba[here + row] ?? 0) * (1 - fx) + (from.rgba[here + row + 4] ?? 0) * fx;
        into.rgba[at + colour] = upper * (1 - fy) + lower * fy;
      }
      into.rgba[at + 3] = 255;
    }
  }
  return into;
}

/** Width and height of what the corners hold, in pixels: the longer of each two sides that face each other, so that nothing is lost. */
export function extentOf([p, q, r, s]: Quad): readonly [width: number, height: number] {
  return [Math.max(apart(p, q), apart(s, r)), Math.max(apart(p, s), apart(q, r))];
}

function apart(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
