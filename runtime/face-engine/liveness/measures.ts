import { distance, eyes, type Face, middle, type Point } from "../geometry.ts";
import type { LiveFrame } from "../liveness.ts";
import { yaw } from "../quality.ts";

/** What a challenge sees of one frame. All three are compared with the same person's straight face, never with a fixed number. */
export interface Measures {
  readonly at: number;
  /** How far the head is turned to the person's left, which is the right of the camera's picture and the left of its mirrored preview. */
  readonly turn: number;
  /** How open the eyes are, without unit. */
  readonly opening: number;
  /** Eyes to mouth in px, which turning the head hardly changes. */
  readonly size: number;
}

export function measure(frame: LiveFrame): Measures {
  const { face } = frame;
  return { at: frame.at, turn: -yaw(face), opening: opening(frame), size: size(face) };
}

function size(face: Face): number {
  const [corner, other] = [face.landmarks[48], face.landmarks[54]];
  return distance(middle(eyes(face)), middle([corner, other].filter((point) => point !== undefined)));
}

/**
 * Eye aspect ratio over the brightness of the pupils. The landmark network alone will not do: over lids drawn shut its aspect ratio fell
 * by 5 %, no more than it trembles; the brightness rose by half.
 */
function opening(frame: LiveFrame): number {
  const [left, right] = [frame.face.landmarks.slice(36, 42), frame.face.landmarks.slice(42, 48)];
  return (aspect(left) + aspect(right)) / Math.max(0.02, pupil(frame, left) + pupil(frame, right));
}

function aspect(eye: readonly Point[]): number {
  const [outer, up1, up2, inner, low2, low1] = eye;
  if (!outer || !up1 || !up2 || !inner || !low2 || !low1) return 0;
  return (distance(up1, low1) + distance(up2, low2)) / Math.max(1, 2 * distance(outer, inner));
}

/** Of the middle of the eye as a share of the cheek below, so that light and skin cancel out. */
function pupil({ gray, scale, face }: LiveFrame, eye: readonly Point[]): number {
  const centre = middle(eye);
  const width = distance(...eyes(face)) / (2.8 * scale);
  const at = { x: centre.x / scale, y: centre.y / scale };
  const cheek = meanAround(gray, { x: at.x, y: at.y + 0.75 * width }, 0.3 * width, 0.12 * width);
  return meanAround(gray, at, 0.18 * width, 0.14 * width) / Math.max(1, cheek);
}

function meanAround({ width, luma }: LiveFrame["gray"], at: Point, halfWidth: number, halfHeight: number): number {
  let sum = 0;
  let count = 0;
  for (let y = -halfHeight; y <= halfHeight; y += 0.5) {
    for (let x = -halfWidth; x <= halfWidth; x += 0.5) {
      sum += luma[Math.round(at.y + y) * width + Math.round(at.x + x)] ?? 0;
      count += 1;
    }
  }
  return sum / Math.max(1, count);
}

/** A person's straight face over a few frames: the middle value of each, so that one blink within them changes nothing. */
export function baseline(frames: readonly Measures[]): Measures {
  const median = (of: (one: Measures) => number) => frames.map(of).sort((a, b) => a - b)[Math.floor(frames.length / 2)] ?? 0;
  return { at: frames.at(-1)?.at ?? 0, turn: median((m) => m.turn), opening: median((m) => m.opening), size: median((m) => m.size) };
}
