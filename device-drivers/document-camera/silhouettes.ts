import type { Point } from "./picture.ts";

/** One connected thing on the mat, without its inside: print, photos and holes in it do not count. */
export interface Silhouette {
  /** Of its filled rows, in pixels. */
  readonly area: number;
  /** First and last pixel of each row. */
  readonly ends: readonly Point[];
  /** How many of its pixels lie on the picture's border. */
  readonly atBorder: number;
}

/** What lies on the mat, the largest first; specks below `leastArea` pixels are left out. */
export function silhouettes(mask: Uint8Array, width: number, height: number, leastArea: number): Silhouette[] {
  const seen = Uint8Array.from(mask);
  const stack = new Int32Array(mask.length);
  const found: Silhouette[] = [];
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] !== 1) continue;
    const one = silhouetteFrom(start, seen, stack, width, height);
    if (one.area >= leastArea) found.push(one);
  }
  return found.sort((a, b) => b.area - a.area);
}

/** Flood fill over the four neighbours; what was visited is 0 afterwards. */
function silhouetteFrom(start: number, seen: Uint8Array, stack: Int32Array, width: number, height: number): Silhouette {
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  let atBorder = 0;
  let depth = 0;
  const visit = (at: number) => {
    if (seen[at] !== 1) return;
    seen[at] = 0;
    stack[depth++] = at;
  };
  visit(start);
  while (depth > 0) {
    const at = stack[--depth] ?? 0;
    const y = Math.floor(at / width);
    const x = at - y * width;
    first.set(y, Math.min(x, first.get(y) ?? x));
    last.set(y, Math.max(x, last.get(y) ?? x));
    if (x === 0 || y === 0 || x === width - 1 || y === height - 1) atBorder += 1;
    if (x > 0) visit(at - 1);
    if (x < width - 1) visit(at + 1);
    if (y > 0) visit(at - width);
    if (y < height - 1) visit(at + width);
  }
  const ends: Point[] = [];
  let area = 0;
  for (const [y, left] of first) {
    const right = last.get(y) ?? left;
    ends.push({ x: left, y }, { x: right, y });
    area += right - left + 1;
  }
  return { area, ends, atBorder };
}
