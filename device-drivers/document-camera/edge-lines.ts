import type { Grey, Point, Quad } from "./picture.ts";
import { meet } from "./polygon.ts";

/** How far from the first guess the edge is looked for, in pixels, and in what steps. */
const REACH = 4;
const STEP = 0.5;
/** Places on a side: one a pixel, but no more than make a line certain. */
const MOST_SAMPLES = 48;
const LEAST_SAMPLES = 6;
/** Of a side at each end: corners are rounded, bent and dog-eared. */
const CORNER_SHARE = 0.08;
/** Levels per step: less is no edge. */
const LEAST_DROP = 3;

/** The corners to a fraction of a pixel: a straight line through the steepest places of each side, and where the lines meet. */
export function refined(grey: Grey, quad: Quad): Quad {
  const sides = quad.map((from, at) => sideLine(grey, from, quad[(at + 1) % 4] as Point));
  const corners = quad.map((guess, at) => {
    const [before, after] = [sides[(at + 3) % 4] as Line, sides[at] as Line];
    return meet(before[0], before[1], after[0], after[1]) ?? guess;
  });
  return corners as unknown as Quad;
}

type Line = readonly [Point, Point];

function sideLine(grey: Grey, from: Point, to: Point): Line {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const along = { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
  // Clockwise on a screen: outside is to the left of the way.
  const outward = { x: along.y, y: -along.x };
  const places: Offset[] = [];
  const samples = Math.max(LEAST_SAMPLES, Math.min(MOST_SAMPLES, Math.round(length)));
  for (let n = 0; n < samples; n++) {
    const s = length * (CORNER_SHARE + ((1 - 2 * CORNER_SHARE) * n) / (samples - 1));
    const t = edgeAcross(grey, { x: from.x + along.x * s, y: from.y + along.y * s }, outward);
    if (t !== undefined) places.push({ s, t });
  }
  const fit = places.length < samples / 3 ? { base: 0, slope: 0 } : fitted(places);
  const at = (s: number): Point => {
    const t = fit.base + fit.slope * s;
    return { x: from.x + along.x * s + outward.x * t, y: from.y + along.y * s + outward.y * t };
  };
  return [at(0), at(length)];
}

/** A place on a side: how far along, and how far out. */
interface Offset {
  readonly s: number;
  readonly t: number;
}

/** How far out the sheet ends: the middle of the steepest fall from sheet to mat. */
function edgeAcross(grey: Grey, at: Point, outward: Point): number | undefined {
  const count = (2 * REACH) / STEP + 1;
  const levels = Array.from({ length: count }, (_, n) => {
    const t = n * STEP - REACH;
    return levelAt(grey, at.x + outward.x * t, at.y + outward.y * t);
  });
  const drops = levels.slice(1).map((level, n) => (levels[n] ?? 0) - level);
  const steepest = drops.indexOf(Math.max(...drops));
  if ((drops[steepest] ?? 0) < LEAST_DROP) return undefined;
  let [weight, sum] = [0, 0];
  for (let n = Math.max(0, steepest - 3); n <= Math.min(drops.length - 1, steepest + 3); n++) {
    const drop = Math.max(0, drops[n] ?? 0);
    weight += drop;
    sum += drop * ((n + 0.5) * STEP - REACH);
  }
  return sum / weight;
}

/** Least squares, with what lies off the line left out in a second and third round: print and fingers at the edge. */
function fitted(places: readonly Offset[]): { base: number; slope: number } {
  let kept = places;
  let fit = { base: 0, slope: 0 };
  for (let round = 0; round < 3; round++) {
    fit = leastSquares(kept);
    const off = kept.map(({ s, t }) => Math.abs(t - fit.base - fit.slope * s)).sort((a, b) => a - b);
    const most = Math.max(0.3, 2.5 * (off[off.length >> 1] ?? 0));
    const rest = kept.filter(({ s, t }) => Math.abs(t - fit.base - fit.slope * s) <= most);
    if (rest.length < places.length / 3) break;
    kept = rest;
  }
  return fit;
}

function leastSquares(places: readonly Offset[]): { base: number; slope: number } {
  const n = places.length;
  const meanS = places.reduce((sum, { s }) => sum + s, 0) / n;
  const meanT = places.reduce((sum, { t }) => sum + t, 0) / n;
  const ss = places.reduce((sum, { s }) => sum + (s - meanS) ** 2, 0);
  const st = places.reduce((sum, { s, t }) => sum + (s - meanS) * (t - meanT), 0);
  const slope = ss === 0 ? 0 : st / ss;
  return { base: meanT - slope * meanS, slope };
}

function levelAt({ width, height, levels }: Grey, x: number, y: number): number {
  const left = Math.max(0, Math.min(width - 2, Math.floor(x)));
  const top = Math.max(0, Math.min(height - 2, Math.floor(y)));
  const fx = Math.max(0, Math.min(1, x - left));
  const fy = Math.max(0, Math.min(1, y - top));
  const at = top * width + left;
  const upper = (levels[at] ?? 0) * (1 - fx) + (levels[at + 1] ?? 0) * fx;
  const lower = (levels[at + width] ?? 0) * (1 - fx) + (levels[at + width + 1] ?? 0) * fx;
  return upper * (1 - fy) + lower * fy;
}
