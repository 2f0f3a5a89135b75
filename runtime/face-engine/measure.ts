import type { Clock } from "../../base/clock.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { Camera, CameraFrame } from "../../device-drivers/camera/camera.ts";
import type { FaceMeasure } from "./api.ts";
import { cutChip, lightAndSharpness } from "./chip.ts";
import type { FaceBuffers } from "./face-buffers.ts";
import { distance, eyes, type Face } from "./geometry.ts";
import { type Eyes, wipePicture } from "./look.ts";
import { type Picture, toGray } from "./picture.ts";
import { judgePixels, judgePose, offCentre, rollDegrees, yaw } from "./quality.ts";

/** Five a second: a technician reads no faster, and the machine stays free for the hall. */
const EVERY_MS = 200;
/** Between the pupils of an adult, on average; from person to person it differs by a tenth, and so does the distance. */
const EYE_DISTANCE_MM = 63;
/** Horizontally, of a usual webcam; the settings' `camera.viewAngleDegrees` knows better. */
export const VIEW_ANGLE_DEGREES = 60;
const SCENE_WIDTH = 64;

export interface Measuring {
  readonly camera: Camera;
  readonly viewAngleDegrees: number;
  readonly signal: AbortSignal;
  readonly onMeasured: (measure: FaceMeasure) => void;
}

type MeasureParts = Eyes & { readonly clock: Clock };

/** A technician's look at the camera, until `signal` aborts. */
export async function measureFaces(
  { camera, signal, viewAngleDegrees, onMeasured }: Measuring,
  parts: MeasureParts,
): Promise<Result<null, "face.no-camera">> {
  const { buffers } = parts;
  const rate = new FrameRate();
  let nextAt = Number.NEGATIVE_INFINITY;
  for await (const frame of camera.frames(signal)) {
    if (!frame.ok) return err("face.no-camera");
    const { seq, at, jpeg } = frame.value;
    buffers.keep(jpeg);
    rate.see(seq, at);
    if (at >= nextAt) {
      nextAt = at + EVERY_MS;
      const measure = await measureFrame(frame.value, viewAngleDegrees, parts);
      if (measure && !signal.aborted) onMeasured({ ...measure, cameraFps: rate.perSecond });
    }
    buffers.wipe(jpeg);
  }
  return ok(null);
}

async function measureFrame(
  frame: CameraFrame,
  viewAngleDegrees: number,
  { clock, decoder, detector, buffers }: MeasureParts,
): Promise<Omit<FaceMeasure, "cameraFps"> | undefined> {
  const startedAt = clock.monotonic();
  const picture = await decoder.decode(frame.jpeg);
  if (!picture.ok) return undefined;
  buffers.keep(picture.value.rgba);
  const { face, people, guidance } = judgePose(await detector.detect(picture.value, 224), picture.value);
  const scene = toGray(picture.value, SCENE_WIDTH);
  buffers.keep(scene.luma);
  const pixels = face && pixelsOf(picture.value, face, buffers);
  const measure = {
    faces: people,
    ...(face ? poseOf(face, picture.value, viewAngleDegrees) : NO_POSE),
    faceLight: pixels && Math.round(pixels.light),
    sceneLight: Math.round(scene.luma.reduce((sum, luma) => sum + luma, 0) / scene.luma.length),
    sharpness: pixels && Math.round(pixels.sharpness),
    guidance: guidance ?? (pixels && judgePixels(pixels)),
    frameMs: Math.round(clock.monotonic() - startedAt),
  };
  buffers.wipe(scene.luma);
  wipePicture(picture.value, { decoder, buffers });
  return measure;
}

const NO_POSE = { distanceMm: null, offCentre: null, yaw: null, rollDegrees: null };

function poseOf(face: Face, picture: Picture, viewAngleDegrees: number) {
  const { x, y } = offCentre(face, picture);
  return {
    distanceMm: Math.round(distanceMm(distance(...eyes(face)), picture.width, viewAngleDegrees)),
    offCentre: { x: hundredths(x), y: hundredths(y) },
    yaw: hundredths(yaw(face)),
    rollDegrees: Math.round(rollDegrees(face)),
  };
}

/** By the pinhole camera: what is `EYE_DISTANCE_MM` wide and seen so many px wide is so far away. */
export function distanceMm(eyeDistancePx: number, frameWidthPx: number, viewAngleDegrees: number): number {
  const focalPx = frameWidthPx / 2 / Math.tan((viewAngleDegrees * Math.PI) / 360);
  return (EYE_DISTANCE_MM * focalPx) / Math.max(1, eyeDistancePx);
}

function pixelsOf(picture: Picture, face: Face, buffers: FaceBuffers): { readonly light: number; readonly sharpness: number } {
  const chip = cutChip(picture, face);
  buffers.keep(chip.rgba);
  const pixels = lightAndSharpness(chip);
  buffers.wipe(chip.rgba);
  return pixels;
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Pictures a second that the camera made, also those that nobody had time for, over all that was seen. */
class FrameRate {
  #first: { readonly seq: number; readonly at: number } | undefined;
  #perSecond: number | null = null;

  see(seq: number, at: number): void {
    this.#first ??= { seq, at };
    const ms = at - this.#first.at;
    if (ms > 0) this.#perSecond = Math.round(((seq - this.#first.seq) / ms) * 10_000) / 10;
  }

  /** Null until there are two. */
  get perSecond(): number | null {
    return this.#perSecond;
  }
}
