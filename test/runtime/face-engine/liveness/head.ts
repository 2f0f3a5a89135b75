import type { Face, Point } from "../../../../runtime/face-engine/geometry.ts";

/** A drawn head: 68 points in the measure of the face's width, nose at (0, 0), y down, z towards the camera. */
export interface Stance {
  /** To the person's left, in radians. */
  readonly turn: number;
  /** 0 open, 1 shut. */
  readonly shut: number;
  /** Times as large as at the start. */
  readonly size: number;
  /** Of the nose from the middle of the frame, in px. */
  readonly dx: number;
  readonly dy: number;
}

export const STRAIGHT: Stance = { turn: 0, shut: 0, size: 1, dx: 0, dy: 0 };
export const FRAME = { width: 640, height: 480 };

/** Width of the face in px at size 1. */
export const FACE_PX = 190;
export const FACE_MM = 150;

interface Point3 extends Point {
  readonly z: number;
}

const EYES = [-0.22, 0.22].map((x): Point3 => ({ x, y: -0.25, z: 0.3 }));
const BROWS = [-0.25, 0.25].map((x): Point3 => ({ x, y: -0.42, z: 0.33 }));
const MOUTH: Point3 = { x: 0, y: 0.25, z: 0.35 };

function points(shut: number): Point3[] {
  const lid = 0.04 * (1 - 0.05 * shut);
  const jaw = Array.from({ length: 17 }, (_, at) => {
    const angle = (at / 16) * Math.PI;
    return { x: -0.5 * Math.cos(angle), y: -0.1 + 0.62 * Math.sin(angle), z: 0.3 * Math.sin(angle) };
  });
  const brows = BROWS.flatMap((brow) => [-2, -1, 0, 1, 2].map((step) => ({ ...brow, x: brow.x + 0.07 * step })));
  const ridge = [0.34, 0.37, 0.41, 0.45].map((z, at) => ({ x: 0, y: -0.3 + 0.1 * at, z }));
  const nostrils = [-2, -1, 0, 1, 2].map((step) => ({ x: 0.05 * step, y: 0.06, z: 0.36 }));
  const corners = [
    [-0.09, 0],
    [-0.03, -1],
    [0.03, -1],
    [0.09, 0],
    [0.03, 1],
    [-0.03, 1],
  ] as const;
  const eyes = EYES.flatMap((eye) => corners.map(([x, y]) => ({ ...eye, x: eye.x + x, y: eye.y + y * lid })));
  const mouth = Array.from({ length: 20 }, (_, at) => {
    const angle = Math.PI + (at / 12) * 2 * Math.PI;
    return { ...MOUTH, x: 0.18 * Math.cos(angle), y: MOUTH.y + 0.06 * Math.sin(angle) };
  });
  return [...jaw, ...brows, ...ridge, ...nostrils, ...eyes, ...mouth];
}

/** Seen by a camera, which shows the person's left on its right. */
export function project(stance: Stance, { x, y, z }: Point3): Point {
  const px = FACE_PX * stance.size;
  const turned = x * Math.cos(stance.turn) + z * Math.sin(stance.turn);
  return { x: FRAME.width / 2 + stance.dx + px * turned, y: FRAME.height / 2 + stance.dy + px * y };
}

/** The 68 points as a landmark network with `tremble` px of error finds them. */
export function faceOf(stance: Stance, tremble: () => number): Face {
  const landmarks = points(stance.shut).map((point) => {
    const { x, y } = project(stance, point);
    return { x: x + tremble(), y: y + tremble() };
  });
  const px = FACE_PX * stance.size;
  const nose = project(stance, { x: 0, y: 0, z: 0 });
  return { score: 0.9, box: { x: nose.x - 0.6 * px, y: nose.y - 0.6 * px, width: 1.2 * px, height: 1.2 * px }, landmarks };
}

export type Part = "skin" | "hair" | "eye" | "brow" | "mouth" | "outside";

/** What part of the drawn head lies at a place of the frame. */
export function partAt(stance: Stance): (x: number, y: number) => Part {
  const px = FACE_PX * stance.size;
  const centre = project(stance, { x: 0, y: 0, z: 0 });
  const spots = [
    ...(stance.shut < 0.5 ? EYES.map((eye) => ({ part: "eye" as const, at: project(stance, eye), rx: 0.05 * px, ry: 0.04 * px })) : []),
    ...BROWS.map((brow) => ({ part: "brow" as const, at: project(stance, brow), rx: 0.15 * px, ry: 0.025 * px })),
    { part: "mouth" as const, at: project(stance, MOUTH), rx: 0.18 * px, ry: 0.05 * px },
  ];
  return (x, y) => {
    const [u, v] = [(x - centre.x) / px, (y - centre.y) / px];
    if ((u / 0.66) ** 2 + ((v + 0.12) / 0.78) ** 2 > 1) return "outside";
    for (const { part, at, rx, ry } of spots) if (((x - at.x) / rx) ** 2 + ((y - at.y) / ry) ** 2 <= 1) return part;
    return (u / 0.52) ** 2 + ((v - 0.02) / 0.56) ** 2 <= 1 ? "skin" : "hair";
  };
}

/** How far the head stands out of the plane of the ears, in face widths. */
export function reliefOf(stance: Stance): (x: number, y: number) => number {
  const px = FACE_PX * stance.size;
  const centre = project(stance, { x: 0, y: 0, z: 0 });
  return (x, y) => reliefAt((x - centre.x) / px - 0.3 * Math.sin(stance.turn), (y - centre.y) / px);
}

function reliefAt(u: number, v: number): number {
  const round = 0.34 * Math.sqrt(Math.max(0, 1 - (u / 0.6) ** 2 - (v / 0.75) ** 2));
  return round + 0.12 * Math.exp(-(u * u) / 0.008 - (v * v) / 0.02);
}
