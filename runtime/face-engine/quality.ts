import type { Guidance } from "./api.ts";
import { area, distance, eyes, type Face, jaw, largest, noseTip, type Point } from "./geometry.ts";

/** Starting values from a bench of students' webcams and press portraits; not tuned in a hall. Lengths as shares of the width. */
export const GATE = {
  minFaceWidth: 110 / 640,
  maxFaceWidth: 0.55,
  minEyeDistance: 45 / 640,
  maxOffCentre: 0.25,
  /** (nose to right jaw − nose to left jaw) / their sum: 0 looking ahead, 0.15 about 10° aside. */
  maxYaw: 0.15,
  maxRollDegrees: 15,
  light: { min: 50, max: 205 },
  minSharpness: 40,
  /** A second face this large beside the first is a second person at the screen, not one far behind. */
  secondFaceArea: 0.4,
} as const;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Who is there. `guidance` null: one person, near, in the middle, looking ahead. */
export interface Stance {
  /** Of the one person; null where there is none, or more than one. */
  readonly face: Face | null;
  /** People at the screen, not those far behind. */
  readonly people: number;
  readonly guidance: Guidance | null;
}

/** What the geometry of the faces in one frame asks of the person. */
export function judgePose(faces: readonly Face[], frame: Size): Stance {
  const face = largest(faces);
  if (!face) return { face: null, people: 0, guidance: "look-at-camera" };
  const people = faces.filter((other) => area(other.box) >= GATE.secondFaceArea * area(face.box)).length;
  if (people > 1) return { face: null, people, guidance: "one-person-only" };
  return { face, people, guidance: judgeOne(face, frame) };
}

function judgeOne(face: Face, frame: Size): Guidance | null {
  const [leftEye, rightEye] = eyes(face);
  const width = face.box.width / frame.width;
  if (width < GATE.minFaceWidth || distance(leftEye, rightEye) / frame.width < GATE.minEyeDistance) return "come-closer";
  if (width > GATE.maxFaceWidth) return "move-back";
  const { x, y } = offCentre(face, frame);
  if (Math.max(Math.abs(x), Math.abs(y)) > GATE.maxOffCentre) return "centre-face";
  const roll = Math.abs(rollDegrees(face));
  return roll > GATE.maxRollDegrees || Math.abs(yaw(face)) > GATE.maxYaw ? "face-straight" : null;
}

/** What the light and sharpness of the face ask; null when both will do. */
export function judgePixels({ light, sharpness }: { light: number; sharpness: number }): Guidance | null {
  if (light < GATE.light.min) return "more-light";
  if (light > GATE.light.max) return "less-light";
  if (sharpness < GATE.minSharpness) return "hold-still";
  return null;
}

/** Of the middle of the face, as a share of the picture: x right, y down, 0 in the middle. */
export function offCentre({ box }: Face, frame: Size): Point {
  return { x: (box.x + box.width / 2) / frame.width - 0.5, y: (box.y + box.height / 2) / frame.height - 0.5 };
}

export function rollDegrees(face: Face): number {
  const [left, right] = eyes(face);
  return (Math.atan2(right.y - left.y, right.x - left.x) * 180) / Math.PI;
}

/** Measured along the line of the eyes, so that a tilted head is not taken for a turned one. */
export function yaw(face: Face): number {
  const [leftEye, rightEye] = eyes(face);
  const length = Math.max(1, distance(leftEye, rightEye));
  const along = { x: (rightEye.x - leftEye.x) / length, y: (rightEye.y - leftEye.y) / length };
  const nose = noseTip(face);
  const [leftJaw, rightJaw] = jaw(face);
  const left = (nose.x - leftJaw.x) * along.x + (nose.y - leftJaw.y) * along.y;
  const right = (rightJaw.x - nose.x) * along.x + (rightJaw.y - nose.y) * along.y;
  return (right - left) / Math.max(1, left + right);
}
