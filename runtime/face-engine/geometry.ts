export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One face in a picture: how sure the detector is, its box, and the 68 points of the iBUG 300-W scheme, in px. */
export interface Face {
  readonly score: number;
  readonly box: Box;
  readonly landmarks: readonly Point[];
}

/** Overlap of two boxes: intersection over union, 0 to 1. */
export function iou(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (area(a) + area(b) - shared);
}

export function area(box: Box): number {
  return box.width * box.height;
}

export function largest(faces: readonly Face[]): Face | undefined {
  return [...faces].sort((a, b) => area(b.box) - area(a.box))[0];
}

export function middle(points: readonly Point[]): Point {
  const count = Math.max(1, points.length);
  return { x: points.reduce((sum, p) => sum + p.x, 0) / count, y: points.reduce((sum, p) => sum + p.y, 0) / count };
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** Centres of the eyes, the one on the left of the picture first. */
export function eyes(face: Face): readonly [Point, Point] {
  return [middle(face.landmarks.slice(36, 42)), middle(face.landmarks.slice(42, 48))];
}

export function noseTip(face: Face): Point {
  return face.landmarks[30] ?? middle(face.landmarks);
}

/** Corners of the jaw beside the ears: the width of the face. */
export function jaw(face: Face): readonly [Point, Point] {
  const centre = middle(face.landmarks);
  return [face.landmarks[0] ?? centre, face.landmarks[16] ?? centre];
}

/** (x, y) → (a·x − b·y + dx, b·x + a·y + dy): turn, size and shift, no shear. */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly dx: number;
  readonly dy: number;
}

/** The similarity that brings `from` nearest to `to`, by least squares. */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): Similarity {
  const f = middle(from);
  const t = middle(to);
  let along = 0;
  let across = 0;
  let spread = 0;
  from.forEach((point, at) => {
    const goal = to[at] ?? t;
    const [x, y, u, v] = [point.x - f.x, point.y - f.y, goal.x - t.x, goal.y - t.y];
    along += x * u + y * v;
    across += x * v - y * u;
    spread += x * x + y * y;
  });
  const a = spread > 0 ? along / spread : 1;
  const b = spread > 0 ? across / spread : 0;
  return { a, b, dx: t.x - a * f.x + b * f.y, dy: t.y - b * f.x - a * f.y };
}

export function applySimilarity({ a, b, dx, dy }: Similarity, point: Point): Point {
  return { x: a * point.x - b * point.y + dx, y: b * point.x + a * point.y + dy };
}

export function invert({ a, b, dx, dy }: Similarity): Similarity {
  const scale = a * a + b * b;
  return { a: a / scale, b: -b / scale, dx: -(a * dx + b * dy) / scale, dy: (b * dx - a * dy) / scale };
}
