import type { FaceMeasure } from "../api.ts";

/** What a camera's placement is to be like. Starting values of our own, to be tuned in halls; lengths as in `FaceMeasure`. */
const WANTED = {
  /** Fewer measures of one face say nothing. */
  leastMeasures: 10,
  /** How far off the middle the range of heights and the place of the faces may lie. */
  maxHigh: 0.1,
  maxAside: 0.1,
  /** The gate refuses faces beyond 0.25: a range of heights must leave room at both ends. */
  maxHeightRange: 0.4,
  maxRollDegrees: 5,
  /** Where citizens stand who can reach the screen. */
  nearMm: 450,
  farMm: 700,
  /** Somebody who moved less stood still: from where to where faces pass is not known. */
  leastWalkCm: 10,
  /** Inside the gate's 50–205, with room for the hall's other hours. */
  faceLight: { min: 70, max: 185 },
  backlitBy: 50,
  backlitBelow: 120,
  /** Half as much again as the gate asks for. */
  minSharpness: 60,
  minCameraFps: 10,
  maxFrameMs: 100,
} as const;

export type FindingId =
  | "nobody"
  | "height.good"
  | "height.lower"
  | "height.raise"
  | "height.range"
  | "side.good"
  | "side.right"
  | "side.left"
  | "roll.askew"
  | "distance.good"
  | "distance.here.good"
  | "distance.never"
  | "distance.too-far"
  | "distance.too-near"
  | "light.good"
  | "light.backlit"
  | "light.dark"
  | "light.bright"
  | "sharpness.good"
  | "sharpness.low"
  | "speed.good"
  | "speed.camera"
  | "speed.machine";

export interface Finding {
  readonly id: FindingId;
  readonly values: Readonly<Record<string, number>>;
}

export interface Advice {
  readonly measures: number;
  readonly findings: readonly Finding[];
  readonly needsWork: boolean;
}

/** A measure of one face. */
type Seen = { readonly [K in keyof FaceMeasure]: K extends "guidance" ? FaceMeasure[K] : NonNullable<FaceMeasure[K]> };

/** What to change about a camera after somebody stood before it at several heights and distances. */
export function adviseOn(measures: readonly FaceMeasure[]): Advice {
  const seen = measures.filter((one): one is Seen => one.faces === 1 && one.distanceMm !== null && one.faceLight !== null);
  const findings =
    seen.length < WANTED.leastMeasures
      ? [finding("nobody", { measures: seen.length })]
      : [height(seen), side(seen), ...roll(seen), distance(seen), light(seen), sharpness(seen), speed(seen)];
  return { measures: seen.length, findings, needsWork: findings.some(({ id }) => !id.endsWith(".good")) };
}

function finding(id: FindingId, values: Finding["values"] = {}): Finding {
  return { id, values };
}

/** By the middle between the highest and the lowest that were seen: how long somebody stood at a height must not count. */
function height(seen: readonly Seen[]): Finding {
  const [high, low] = range(seen.map(({ offCentre }) => offCentre.y));
  const values = { top: percent(0.5 + high), bottom: percent(0.5 + low), percent: Math.abs(percent((high + low) / 2)) };
  if (low - high > WANTED.maxHeightRange) return finding("height.range", values);
  const middle = (high + low) / 2;
  return finding(middle > WANTED.maxHigh ? "height.lower" : middle < -WANTED.maxHigh ? "height.raise" : "height.good", values);
}

function side(seen: readonly Seen[]): Finding {
  const aside = median(seen.map(({ offCentre }) => offCentre.x));
  const values = { percent: Math.abs(percent(aside)) };
  return finding(aside > WANTED.maxAside ? "side.right" : aside < -WANTED.maxAside ? "side.left" : "side.good", values);
}

function roll(seen: readonly Seen[]): Finding[] {
  const degrees = median(seen.map(({ rollDegrees }) => rollDegrees));
  return Math.abs(degrees) > WANTED.maxRollDegrees ? [finding("roll.askew", { degrees: Math.abs(Math.round(degrees)) })] : [];
}

function distance(seen: readonly Seen[]): Finding {
  const inReach = ({ distanceMm }: Seen) => distanceMm >= WANTED.nearMm && distanceMm <= WANTED.farMm;
  const told = (guidance: FaceMeasure["guidance"]) => seen.filter((one) => one.guidance === guidance);
  const content = told(null).map(({ distanceMm }) => distanceMm);
  const far = told("come-closer").filter(inReach);
  const near = told("move-back").filter(inReach);
  if (far.length > 0) return finding("distance.too-far", { cm: centimetres(Math.min(...far.map(({ distanceMm }) => distanceMm))) });
  if (near.length > 0) return finding("distance.too-near", { cm: centimetres(Math.max(...near.map(({ distanceMm }) => distanceMm))) });
  if (content.length === 0) return finding("distance.never");
  const [from, to] = [centimetres(Math.min(...content)), centimetres(Math.max(...content))];
  return to - from < WANTED.leastWalkCm ? finding("distance.here.good", { cm: from }) : finding("distance.good", { from, to });
}

function light(seen: readonly Seen[]): Finding {
  const face = Math.round(median(seen.map(({ faceLight }) => faceLight)));
  const scene = Math.round(median(seen.map(({ sceneLight }) => sceneLight)));
  const values = { face, scene };
  // Before "dark": more light behind the citizen would make it worse.
  if (scene - face > WANTED.backlitBy && face < WANTED.backlitBelow) return finding("light.backlit", values);
  if (face < WANTED.faceLight.min) return finding("light.dark", values);
  return finding(face > WANTED.faceLight.max ? "light.bright" : "light.good", values);
}

function sharpness(seen: readonly Seen[]): Finding {
  const value = Math.round(median(seen.map((one) => one.sharpness)));
  return finding(value < WANTED.minSharpness ? "sharpness.low" : "sharpness.good", { value });
}

function speed(seen: readonly Seen[]): Finding {
  const values = {
    fps: Math.round(median(seen.map(({ cameraFps }) => cameraFps))),
    ms: Math.round(median(seen.map(({ frameMs }) => frameMs))),
  };
  if (values.fps < WANTED.minCameraFps) return finding("speed.camera", values);
  return finding(values.ms > WANTED.maxFrameMs ? "speed.machine" : "speed.good", values);
}

/** Without the outermost twentieth on either side, where one wrong measure would decide. */
function range(values: readonly number[]): readonly [number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  const cut = Math.floor(sorted.length / 20);
  return [sorted[cut] ?? 0, sorted.at(-1 - cut) ?? 0];
}

function median(values: readonly number[]): number {
  const sorted = values.filter((value) => value !== null).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function percent(share: number): number {
  return Math.round(share * 100);
}

function centimetres(mm: number): number {
  return Math.round(mm / 10);
}
