import { applySimilarity, distance, fitSimilarity, jaw, noseTip, type Point, type Similarity } from "../geometry.ts";
import type { LiveFrame, LivenessCheck, LivenessOpinion } from "../liveness.ts";
import type { GrayPicture } from "../picture.ts";

/**
 * A deterrent from one colour camera: does what stands beside the head move as the head does? Behind a living person the hall
 * stands still; a print or a screen held in the hand carries its own background, or at least its edge, along.
 *
 * It does not see a picture cut out along the head, one fixed on a stand, a mask, or a video on a screen whose edge is out of the
 * frame and whose background stands still. Matters that need more ask for `ir`, `depth` or `certified`.
 */
export const carrierMotion: LivenessCheck = {
  id: "carrier-motion",
  assurance: "rgb-passive",
  evaluate: async (frames) => judge(frames),
};

// Lengths below are shares of the width of the face.
const MOVED = 0.02;
/** Beyond hair and ears, short of shoulders: columns on both sides, at the height of forehead, eyes and mouth. */
const COLUMNS = [1.15, 1.45];
const ROWS = [-0.6, -0.2, 0.2];
const HALF_PATCH = 0.18;
/** Grey levels by which one explanation must beat the other; below it is the sensor's noise. */
const CLEAR_BY = 0.8;
const CLEAR_RATIO = 0.75;
/** Landmarks tremble by about a pixel; the place they predict is searched around by as much. */
const SEARCH = 2;
const MIN_PAIRS = 2;
const ATTACK_SHARE = 0.5;

function judge(frames: readonly LiveFrame[]): LivenessOpinion {
  const votes: boolean[] = [];
  frames.forEach((frame, at) => {
    const earlier = frames.slice(0, at).find((other) => moved(other, frame));
    if (earlier) votes.push(carriedAlong(earlier, frame));
  });
  if (votes.length < MIN_PAIRS) return { verdict: "unsure", score: 0, reason: "did-not-move" };
  const score = votes.filter(Boolean).length / votes.length;
  if (score >= ATTACK_SHARE) return { verdict: "attack", score, reason: "background-moves-along" };
  return { verdict: "live", score, reason: "moves-alone" };
}

function moved(from: LiveFrame, to: LiveFrame): boolean {
  const shift = applySimilarity(faceMotion(from, to), nose(from));
  return distance(shift, nose(from)) >= MOVED * faceWidth(from);
}

/** True when on both sides of the head some patch fits "moved as the face did" clearly better than "stood still". */
function carriedAlong(from: LiveFrame, to: LiveFrame): boolean {
  const motion = faceMotion(from, to);
  return [-1, 1].every((side) =>
    COLUMNS.some((column) => ROWS.some((row) => movedWithFace(from, to, motion, { x: side * column, y: row }))),
  );
}

function movedWithFace(from: LiveFrame, to: LiveFrame, motion: Similarity, place: Point): boolean {
  const width = faceWidth(from);
  const at = { x: Math.round(nose(from).x + place.x * width), y: Math.round(nose(from).y + place.y * width) };
  const there = applySimilarity(motion, at);
  const half = Math.max(3, Math.round(HALF_PATCH * width));
  const still = difference(from.gray, at, to.gray, at, half);
  if (still === undefined) return false;
  let along = Number.POSITIVE_INFINITY;
  for (let dy = -SEARCH; dy <= SEARCH; dy++) {
    for (let dx = -SEARCH; dx <= SEARCH; dx++) {
      const tried = { x: Math.round(there.x) + dx, y: Math.round(there.y) + dy };
      along = Math.min(along, difference(from.gray, at, to.gray, tried, half) ?? Number.POSITIVE_INFINITY);
    }
  }
  return along < CLEAR_RATIO * still && still - along > CLEAR_BY;
}

/** Mean absolute difference of two patches, each less its own mean: a change of light is no movement. Undefined off the frame. */
function difference(a: GrayPicture, pa: Point, b: GrayPicture, pb: Point, half: number): number | undefined {
  if (!inside(a, pa, half) || !inside(b, pb, half)) return undefined;
  const offset = mean(a, pa, half) - mean(b, pb, half);
  let sum = 0;
  for (let y = -half; y <= half; y++) {
    const rowA = (pa.y + y) * a.width + pa.x;
    const rowB = (pb.y + y) * b.width + pb.x;
    for (let x = -half; x <= half; x++) sum += Math.abs((a.luma[rowA + x] ?? 0) - (b.luma[rowB + x] ?? 0) - offset);
  }
  return sum / (2 * half + 1) ** 2;
}

function mean(picture: GrayPicture, at: Point, half: number): number {
  let sum = 0;
  for (let y = at.y - half; y <= at.y + half; y++) {
    for (let x = at.x - half; x <= at.x + half; x++) sum += picture.luma[y * picture.width + x] ?? 0;
  }
  return sum / (2 * half + 1) ** 2;
}

function inside(picture: GrayPicture, at: Point, half: number): boolean {
  return at.x >= half && at.y >= half && at.x + half < picture.width && at.y + half < picture.height;
}

function faceMotion(from: LiveFrame, to: LiveFrame): Similarity {
  return fitSimilarity(shrunk(from), shrunk(to));
}

function shrunk(frame: LiveFrame): Point[] {
  return frame.face.landmarks.map(({ x, y }) => ({ x: x / frame.scale, y: y / frame.scale }));
}

function nose(frame: LiveFrame): Point {
  const { x, y } = noseTip(frame.face);
  return { x: x / frame.scale, y: y / frame.scale };
}

function faceWidth(frame: LiveFrame): number {
  const [left, right] = jaw(frame.face);
  return distance(left, right) / frame.scale;
}
