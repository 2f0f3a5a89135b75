import { wipe } from "../../base/personal.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { Camera, CameraFailure } from "./camera.ts";
import { DualCamera } from "./dual-camera.ts";

/** Distances in mm, 0 where nothing was measured; the same picture as the colour one, perhaps of another size. */
export interface DepthMap {
  readonly width: number;
  readonly height: number;
  readonly mm: Uint16Array;
}

/** What a module with liveness on board says of a frame. Its adapter has checked the signature; a frame whose signature is wrong has none. */
export interface ModuleLiveness {
  readonly isLive: boolean;
  /** 0 to 1, as the module gives it. */
  readonly score: number;
  /** Number of its certificate. */
  readonly certificate: string;
}

/** What all sensors saw at one time. Whoever takes it owns the bytes, and wipes them (`wipeFrameSet`). */
export interface FrameSet {
  /** As of `CameraFrame`. */
  readonly seq: number;
  readonly at: number;
  readonly jpeg: Buffer;
  /** JPEG of the infrared eye. */
  readonly ir: Buffer | null;
  readonly depth: DepthMap | null;
  readonly module: ModuleLiveness | null;
}

/** Which sensors besides colour. */
export interface Sensors {
  readonly ir: boolean;
  readonly depth: boolean;
  readonly module: boolean;
}

/** A camera with more than colour: the port for the adapter of a depth camera or a module. */
export interface FrameSetCamera extends Camera {
  /** What works now. */
  readonly sensors: Sensors;
  /** As `frames`. Ends with a failure when a sensor that worked at the start fails: nothing falls back in silence to the rest. */
  sets(signal: AbortSignal): AsyncIterable<Result<FrameSet, CameraFailure>>;
}

const COLOUR_ONLY: Sensors = { ir: false, depth: false, module: false };

/** What this camera can see with now; an infrared eye that is away or broken is not counted. */
export function sensors(camera: Camera): Sensors {
  if (hasSets(camera)) return camera.sensors;
  return { ...COLOUR_ONLY, ir: camera instanceof DualCamera && camera.status.sensors["ir"] === "online" };
}

/**
 * Frames with all that the camera sees, until `signal` aborts; a failure is the last thing yielded. `needed`: a set that lacks one of these
 * never comes out, a failure does.
 */
export async function* frameSets(
  camera: Camera,
  signal: AbortSignal,
  needed: Sensors = sensors(camera),
): AsyncIterable<Result<FrameSet, CameraFailure>> {
  for await (const set of source(camera, signal, needed)) {
    if (!set.ok || isWhole(set.value, needed)) {
      yield set;
      continue;
    }
    wipeFrameSet(set.value);
    yield err({ code: "camera.one-eyed", detail: `a frame without ${missing(set.value, needed).join(" and ")}` });
    return;
  }
}

export function wipeFrameSet({ jpeg, ir, depth }: FrameSet): void {
  wipe(jpeg);
  if (ir) wipe(ir);
  depth?.mm.fill(0);
}

function source(camera: Camera, signal: AbortSignal, needed: Sensors): AsyncIterable<Result<FrameSet, CameraFailure>> {
  if (hasSets(camera)) return camera.sets(signal);
  return camera instanceof DualCamera && needed.ir ? pairSets(camera, signal) : colourSets(camera, signal);
}

async function* pairSets(camera: DualCamera, signal: AbortSignal): AsyncIterable<Result<FrameSet, CameraFailure>> {
  for await (const pair of camera.pairs(signal)) {
    yield pair.ok ? ok({ ...pair.value.rgb, ir: pair.value.ir.jpeg, depth: null, module: null }) : pair;
  }
}

async function* colourSets(camera: Camera, signal: AbortSignal): AsyncIterable<Result<FrameSet, CameraFailure>> {
  for await (const frame of camera.frames(signal)) yield frame.ok ? ok({ ...frame.value, ir: null, depth: null, module: null }) : frame;
}

function hasSets(camera: Camera): camera is FrameSetCamera {
  return "sets" in camera;
}

function missing(set: FrameSet, needed: Sensors): readonly (keyof Sensors)[] {
  return (["ir", "depth", "module"] as const).filter((sensor) => needed[sensor] && set[sensor] === null);
}

function isWhole(set: FrameSet, needed: Sensors): boolean {
  return missing(set, needed).length === 0;
}
