import { err, ok, type Result } from "../../base/result.ts";

/** A point of a pen's path: millimetres from the upper left corner of the pad, milliseconds since the first touch. */
export interface InkPoint {
  readonly x: number;
  readonly y: number;
  readonly at: number;
  /** 0–1; 0.5 where the pad does not measure it. */
  readonly pressure: number;
}

export type InkStroke = readonly InkPoint[];

/** A signature as it was written: the strokes are the record, pictures are drawn from them. */
export interface Signature {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly strokes: readonly InkStroke[];
}

/** Sizes of a signature that travels in a case: about 40 KB of JSON at most, a third of what one row to the hub may hold. */
export const INK_LIMITS = {
  minPadMm: 20,
  maxPadMm: 700,
  /** A name of four characters has some 60 strokes; the most complicated ones a hundred. */
  maxStrokes: 200,
  maxPoints: 800,
  maxMs: 10 * 60_000,
} as const;

/** Less is a mark, not a name: 丁一, written small on a tablet, is about twice as long. */
const MIN_INK_MM = 15;
/** Ink that nowhere leaves a straight line by more is a swipe of a sleeve or a line drawn through the box. */
const MIN_BREADTH_MM = 1.5;

/** `malformed` is never a person's fault: numbers outside the pad or out of order, more than fits. */
export type SignatureProblem = "empty" | "too-short" | "one-line" | "too-much" | "malformed";

/** Whether the ink can be somebody's name. Says nothing of whose it is. */
export function checkSignature(signature: Signature): Result<void, SignatureProblem> {
  const { strokes } = signature;
  const points = strokes.flat();
  if (points.length === 0) return err("empty");
  if (strokes.length > INK_LIMITS.maxStrokes || points.length > INK_LIMITS.maxPoints) return err("too-much");
  if (!isWellFormed(signature)) return err("malformed");
  if (inkLength(strokes) < MIN_INK_MM) return err("too-short");
  return breadthOf(points) < MIN_BREADTH_MM ? err("one-line") : ok();
}

function isWellFormed({ widthMm, heightMm, strokes }: Signature): boolean {
  const isSide = (mm: number) => mm >= INK_LIMITS.minPadMm && mm <= INK_LIMITS.maxPadMm;
  if (!isSide(widthMm) || !isSide(heightMm)) return false;
  let last = 0;
  for (const stroke of strokes) {
    if (stroke.length === 0) return false;
    for (const { x, y, at, pressure } of stroke) {
      const isOnPad = x >= 0 && x <= widthMm && y >= 0 && y <= heightMm;
      if (!isOnPad || !(at >= last && at <= INK_LIMITS.maxMs) || !(pressure >= 0 && pressure <= 1)) return false;
      last = at;
    }
  }
  return true;
}

/** Millimetres that the pen travelled while it was down. */
export function inkLength(strokes: readonly InkStroke[]): number {
  let length = 0;
  for (const stroke of strokes) {
    for (const [at, point] of stroke.entries()) length += at === 0 ? 0 : distance(stroke[at - 1] ?? point, point);
  }
  return length;
}

/** Largest distance of any point from the line through the two that lie (nearly) farthest apart. */
function breadthOf(points: readonly InkPoint[]): number {
  const first = points[0];
  if (!first) return 0;
  const one = farthest(points, (point) => distance(first, point)).point;
  const other = farthest(points, (point) => distance(one, point)).point;
  return farthest(points, (point) => distanceToSegment(point, one, other)).distance;
}

/**
 * The same ink with fewer points: none of those left out lay farther than `withinMm` from what stays. Where that is still
 * more than a case may carry, the tolerance is doubled until it fits or nothing more can be left out.
 */
export function simplifySignature(signature: Signature, withinMm = 0.1): Signature {
  for (let tolerance = withinMm; ; tolerance *= 2) {
    const strokes = signature.strokes.map((stroke) => thinned(stroke, tolerance).map(rounded));
    const isEnough = strokes.flat().length <= INK_LIMITS.maxPoints || tolerance >= MAX_TOLERANCE_MM;
    // Rounding must not carry a point over the edge.
    if (isEnough) return { widthMm: roundedUp(signature.widthMm), heightMm: roundedUp(signature.heightMm), strokes };
  }
}

/** Coarser than this a character is no longer the one that was written. */
const MAX_TOLERANCE_MM = 0.8;

// Douglas–Peucker, with a stack of its own: a stroke may have thousands of points.
function thinned(stroke: InkStroke, withinMm: number): InkStroke {
  const kept = new Set([0, stroke.length - 1]);
  const open: [number, number][] = [[0, stroke.length - 1]];
  for (let span = open.pop(); span; span = open.pop()) {
    const [from, to] = span;
    const [a, b] = [stroke[from], stroke[to]];
    if (!a || !b || to - from < 2) continue;
    const most = farthest(stroke.slice(from + 1, to), (point) => distanceToSegment(point, a, b));
    if (most.distance <= withinMm) continue;
    const at = from + 1 + most.at;
    kept.add(at);
    open.push([from, at], [at, to]);
  }
  return stroke.filter((_, at) => kept.has(at));
}

/** Hundredths of a millimetre and of full pressure, whole milliseconds: finer than any pad measures. */
function rounded({ x, y, at, pressure }: InkPoint): InkPoint {
  const hundredths = (value: number) => Math.round(value * 100) / 100;
  return { x: hundredths(x), y: hundredths(y), at: Math.round(at), pressure: hundredths(pressure) };
}

function roundedUp(mm: number): number {
  return Math.ceil(mm * 100 - 1e-6) / 100;
}

function farthest(points: readonly InkPoint[], measure: (point: InkPoint) => number) {
  let found = { at: 0, point: points[0] as InkPoint, distance: -1 };
  for (const [at, point] of points.entries()) {
    const distance = measure(point);
    if (distance > found.distance) found = { at, point, distance };
  }
  return found;
}

type Place = Pick<InkPoint, "x" | "y">;

export function distance(a: Place, b: Place): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

export function distanceToSegment(point: Place, a: Place, b: Place): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const squared = dx * dx + dy * dy;
  const share = squared === 0 ? 0 : Math.min(1, Math.max(0, ((point.x - a.x) * dx + (point.y - a.y) * dy) / squared));
  return distance(point, { x: a.x + share * dx, y: a.y + share * dy });
}
