import type { Grey } from "./picture.ts";

/** How far the lightest of a sheet must stand out from the mat, in levels; less is no sheet but a stain or a reflection. */
const LEAST_CONTRAST = 40;
/** Where between mat (0) and sheet (1) the line is drawn: low, so that a sheet in shadow still belongs to it. */
const LINE = 0.3;
const LEAST_LINE = 24;
/** Levels around the mat within which a pixel at the border counts as mat. */
const MAT_SPREAD = 30;

/** 1 where something lies on the mat; undefined when nothing stands out. `grey` is bright on dark. */
export function maskOnMat(grey: Grey): Uint8Array | undefined {
  const { width, height, levels } = grey;
  const smooth = smoothed(grey);
  const mat = matPlane({ width, height, levels: smooth });
  const above = new Uint8Array(levels.length);
  const counts = new Uint32Array(256);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const level = Math.max(0, Math.min(255, Math.round((smooth[at] ?? 0) - mat.at(x, y))));
      above[at] = level;
      counts[level] = (counts[level] ?? 0) + 1;
    }
  }
  // An ID card is some percent of the desk, so what it stands out by is seen in the topmost.
  const top = levelAt(counts, 0.005 * levels.length);
  if (top < LEAST_CONTRAST) return undefined;
  const line = Math.max(LEAST_LINE, LINE * top);
  return above.map((level) => (level > line ? 1 : 0));
}

/** Box of 3: noise of a single pixel makes no outline. The outermost row stays as it is. */
function smoothed({ width, height, levels }: Grey): Uint8Array {
  const into = Uint8Array.from(levels);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      let sum = 0;
      for (let at = (y - 1) * width + x; at <= (y + 1) * width + x; at += width) {
        sum += (levels[at - 1] ?? 0) + (levels[at] ?? 0) + (levels[at + 1] ?? 0);
      }
      into[y * width + x] = sum / 9;
    }
  }
  return into;
}

interface Plane {
  at(x: number, y: number): number;
}

/**
 * The mat's brightness as a plane, because a lamp stands at one side. Taken from the border of the picture: a sheet may
 * reach into it, so it starts from the darker quarter and keeps what is near.
 */
function matPlane({ width, height, levels }: Grey): Plane {
  const ring = ringOf(width, height);
  const sorted = Uint8Array.from(ring, ([x, y]) => levels[y * width + x] ?? 0).sort();
  let [base, perX, perY] = [sorted[sorted.length >> 2] ?? 0, 0, 0];
  const [midX, midY] = [width / 2, height / 2];
  for (let round = 0; round < 4; round++) {
    let [n, sum, sumX, sumY, xx, yy, xy, vx, vy] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
    for (const [px, py] of ring) {
      const [x, y, level] = [px - midX, py - midY, levels[py * width + px] ?? 0];
      if (Math.abs(level - (base + perX * x + perY * y)) > MAT_SPREAD) continue;
      n += 1;
      sum += level;
      sumX += x;
      sumY += y;
      xx += x * x;
      yy += y * y;
      xy += x * y;
      vx += level * x;
      vy += level * y;
    }
    if (n < 8) break;
    const [cxx, cyy, cxy] = [xx - (sumX * sumX) / n, yy - (sumY * sumY) / n, xy - (sumX * sumY) / n];
    const [cvx, cvy] = [vx - (sum * sumX) / n, vy - (sum * sumY) / n];
    const determinant = cxx * cyy - cxy * cxy;
    // Only one side of the border is mat: no slope can be told.
    const flat = determinant < 1e-3 * cxx * cyy || determinant <= 0;
    perX = flat ? 0 : (cvx * cyy - cvy * cxy) / determinant;
    perY = flat ? 0 : (cvy * cxx - cvx * cxy) / determinant;
    base = (sum - perX * sumX - perY * sumY) / n;
  }
  return { at: (x, y) => base + perX * (x - midX) + perY * (y - midY) };
}

function ringOf(width: number, height: number): (readonly [number, number])[] {
  const ring: (readonly [number, number])[] = [];
  const deep = Math.max(2, Math.round(width / 80));
  for (let into = 0; into < deep; into++) {
    for (let x = 0; x < width; x += 2) ring.push([x, into], [x, height - 1 - into]);
    for (let y = deep; y < height - deep; y += 2) ring.push([into, y], [width - 1 - into, y]);
  }
  return ring.filter(([x, y]) => x >= 0 && y >= 0 && x < width && y < height);
}

/** The level that so many pixels reach. */
function levelAt(counts: Uint32Array, pixels: number): number {
  let seen = 0;
  for (let level = 255; level > 0; level--) {
    seen += counts[level] ?? 0;
    if (seen >= pixels) return level;
  }
  return 0;
}
