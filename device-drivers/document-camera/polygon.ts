import type { Point } from "./picture.ts";

/** Twice the signed area of a triangle; positive when it turns clockwise on a screen, where y goes down. */
export function turn(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

export function areaOf(polygon: readonly Point[]): number {
  const [origin] = polygon;
  if (!origin) return 0;
  let twice = 0;
  for (let at = 1; at + 1 < polygon.length; at++) twice += turn(origin, polygon[at] as Point, polygon[at + 1] as Point);
  return Math.abs(twice) / 2;
}

/** Convex hull, clockwise on a screen (monotone chain). */
export function hullOf(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a.x - b.x || a.y - b.y);
  const half = (from: readonly Point[]) => {
    const chain: Point[] = [];
    for (const point of from) {
      while (chain.length > 1 && turn(chain.at(-2) as Point, chain.at(-1) as Point, point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}

/** Where the line through `a`, `b` meets the one through `c`, `d`; undefined when they are all but parallel. */
export function meet(a: Point, b: Point, c: Point, d: Point): Point | undefined {
  const [ux, uy, vx, vy] = [b.x - a.x, b.y - a.y, d.x - c.x, d.y - c.y];
  const cross = ux * vy - uy * vx;
  if (Math.abs(cross) <= 1e-6 * Math.hypot(ux, uy) * Math.hypot(vx, vy)) return undefined;
  const along = ((c.x - a.x) * vy - (c.y - a.y) * vx) / cross;
  return { x: a.x + along * ux, y: a.y + along * uy };
}

/**
 * The quadrilateral around a hull: the side that adds least when its neighbours are drawn out until they meet goes, until
 * four are left. So the rounded corners of a card become the corners that its sides point to.
 */
export function fourSided(hull: readonly Point[]): readonly [Point, Point, Point, Point] | undefined {
  const points = [...hull];
  while (points.length > 4) {
    let best: { readonly at: number; readonly corner: Point; readonly added: number } | undefined;
    const count = points.length;
    for (let at = 0; at < count; at++) {
      const [before, a, b, after] = [-1, 0, 1, 2].map((step) => points[(at + step + count) % count]) as [Point, Point, Point, Point];
      const corner = meet(before, a, after, b);
      // Neighbours that run apart never meet on this side.
      if (!corner || turn(a, corner, b) < 0) continue;
      const added = turn(a, corner, b);
      if (!best || added < best.added) best = { at, corner, added };
    }
    if (!best) return undefined;
    points[best.at] = best.corner;
    points.splice((best.at + 1) % count, 1);
  }
  const [a, b, c, d] = points;
  return a && b && c && d ? [a, b, c, d] : undefined;
}
