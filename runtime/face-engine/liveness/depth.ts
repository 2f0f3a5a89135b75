import type { Point } from "../geometry.ts";
import type { DepthPicture, LiveFrame } from "../liveness.ts";
import { faceAxes, faceGrid, isFineEnough, valueAt } from "./face-region.ts";
import { frameCheck, type Vote } from "./frame-check.ts";

/**
 * Structured light or time of flight: has the face the relief of a head? Paper and screens have none, however they are tilted; bent
 * paper is round in one direction only, a head in both. What passes: a mask with a nose, a head model.
 *
 * An adult's tip of the nose stands 100 to 140 mm before the ears, of which the landmarks at the jaw reach about half. Set on drawn
 * heads with 3 mm of noise, with no camera measured.
 */
export const DEPTH = {
  nearestMm: 250,
  farthestMm: 1_500,
  /** Share of the face where the sensor measured something; glass and gloss swallow it. */
  minMeasured: 0.6,
  /** Root mean square from the best plane. More than a head has is a sensor that measures nothing but noise. */
  minUnevenMm: 5,
  maxUnevenMm: 80,
  /** The nose before both edges of the jaw. More is no head, or the edge is the wall behind. */
  minReliefMm: 20,
  maxReliefMm: 220,
  /** The nose before brow and chin: paper bent round the head has none. */
  minAlongMm: 6,
} as const;

export const depth = frameCheck({ id: "depth", assurance: "depth", liveShare: 0.8 }, look);

function look(frame: LiveFrame): Vote {
  const picture = frame.depth;
  if (!picture) return { verdict: "blind", reason: "no-depth" };
  if (!isFineEnough(frame, picture)) return { verdict: "unsure", reason: "depth-too-coarse" };
  const grid = faceGrid(frame);
  const points = grid.flatMap((point) => {
    const z = valueAt(frame, picture, picture.mm, point);
    return z ? [{ ...point, z }] : [];
  });
  if (points.length < DEPTH.minMeasured * grid.length) return { verdict: "unsure", reason: "depth-not-measured" };
  const z = median(points.map((point) => point.z));
  if (z < DEPTH.nearestMm || z > DEPTH.farthestMm) return { verdict: "unsure", reason: "distance-implausible" };
  return judgeRelief(reliefOf(frame, picture), fromPlane(points));
}

interface Relief {
  readonly jaw: number;
  readonly along: number;
}

function judgeRelief({ jaw, along }: Relief, unevenMm: number): Vote {
  if (![jaw, along].every(Number.isFinite)) return { verdict: "unsure", reason: "depth-not-measured" };
  if (unevenMm < DEPTH.minUnevenMm || jaw < DEPTH.minReliefMm) return { verdict: "attack", reason: "flat" };
  if (along < DEPTH.minAlongMm) return { verdict: "attack", reason: "bent-without-nose" };
  if (jaw > DEPTH.maxReliefMm || unevenMm > DEPTH.maxUnevenMm) return { verdict: "unsure", reason: "relief-implausible" };
  return { verdict: "live", reason: "head-like" };
}

/** How far the nose stands out, in mm: opposite points are averaged, so that a tilt cancels out. */
function reliefOf(frame: LiveFrame, picture: DepthPicture): Relief {
  const at = faceAxes(frame);
  const mm = (along: number, down: number) => patch(frame, picture, at, along, down);
  const nose = mm(0, 0);
  return {
    jaw: (mm(-0.42, -0.1) + mm(0.42, -0.1)) / 2 - nose,
    along: (mm(0, -0.45) + mm(0, 0.45)) / 2 - nose,
  };
}

const PATCH = [-0.03, 0, 0.03];

/** NaN where nothing was measured. */
function patch(frame: LiveFrame, picture: DepthPicture, at: (along: number, down: number) => Point, along: number, down: number): number {
  const values = PATCH.flatMap((dy) => PATCH.flatMap((dx) => valueAt(frame, picture, picture.mm, at(along + dx, down + dy)) || []));
  return median(values);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Root mean square distance from the plane z = ax + by + c that fits best. */
function fromPlane(points: readonly (Point & { readonly z: number })[]): number {
  const mean = (of: (point: Point & { readonly z: number }) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [mx, my, mz] = [mean((p) => p.x), mean((p) => p.y), mean((p) => p.z)];
  const xx = mean((p) => (p.x - mx) ** 2);
  const yy = mean((p) => (p.y - my) ** 2);
  const xy = mean((p) => (p.x - mx) * (p.y - my));
  const xz = mean((p) => (p.x - mx) * (p.z - mz));
  const yz = mean((p) => (p.y - my) * (p.z - mz));
  const whole = xx * yy - xy * xy;
  if (whole <= 0) return 0;
  const [a, b] = [(xz * yy - yz * xy) / whole, (yz * xx - xz * xy) / whole];
  return Math.sqrt(mean((p) => (p.z - mz - a * (p.x - mx) - b * (p.y - my)) ** 2));
}
