import { distance, eyes, jaw, noseTip, type Point } from "../geometry.ts";
import type { LiveFrame } from "../liveness.ts";

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where a point of the colour frame (px of the full frame) lies in another sensor's picture of the same view. */
export function placedIn(frame: LiveFrame, picture: Size, { x, y }: Point): Point {
  const { gray, scale } = frame;
  return { x: (x / (gray.width * scale)) * picture.width, y: (y / (gray.height * scale)) * picture.height };
}

/** Points by the measure of the face: (0, 0) the tip of the nose, 1 the width of the jaw, x along the line of the eyes. In px of the full frame. */
export function faceAxes({ face }: LiveFrame): (along: number, down: number) => Point {
  const [left, right] = eyes(face);
  const length = Math.max(1, distance(left, right));
  const unit = { x: (right.x - left.x) / length, y: (right.y - left.y) / length };
  const width = distance(...jaw(face));
  const nose = noseTip(face);
  return (along, down) => ({
    x: nose.x + width * (along * unit.x - down * unit.y),
    y: nose.y + width * (along * unit.y + down * unit.x),
  });
}

/** From brow to mouth and from cheek to cheek: skin, eyes and nose, no hair, no background. */
export function faceGrid(frame: LiveFrame): Point[] {
  return grid(frame, [-0.3, 0.3], [-0.5, 0.35]);
}

/** Beside the head at the height of the eyes, on both sides. */
export function besideHead(frame: LiveFrame): Point[] {
  return [...grid(frame, [-1.35, -0.95], [-0.5, 0]), ...grid(frame, [0.95, 1.35], [-0.5, 0])];
}

const STEP = 0.05;

function grid(frame: LiveFrame, [left, right]: readonly [number, number], [top, bottom]: readonly [number, number]): Point[] {
  const at = faceAxes(frame);
  const points: Point[] = [];
  for (let down = top; down <= bottom; down += STEP) {
    for (let along = left; along <= right; along += STEP) points.push(at(along, down));
  }
  return points;
}

/** A nose is a sixth of a face: with fewer px across the jaw no sensor's picture tells one from noise. */
const MIN_ACROSS_PX = 12;

/** Whether the face is large enough in another sensor's picture to be judged. */
export function isFineEnough(frame: LiveFrame, picture: Size): boolean {
  const { gray, scale } = frame;
  const coarser = Math.min(picture.width / (gray.width * scale), picture.height / (gray.height * scale));
  return distance(...jaw(frame.face)) * coarser >= MIN_ACROSS_PX;
}

/** The picture's value at a point of the full frame; undefined outside. */
export function valueAt(frame: LiveFrame, picture: Size, values: Uint8Array | Uint16Array, point: Point): number | undefined {
  const { x, y } = placedIn(frame, picture, point);
  const [column, row] = [Math.round(x), Math.round(y)];
  if (column < 0 || row < 0 || column >= picture.width || row >= picture.height) return undefined;
  return values[row * picture.width + column];
}
