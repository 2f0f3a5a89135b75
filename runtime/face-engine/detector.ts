import { ok, type Result } from "../../base/result.ts";
import { type Found, readCells } from "./face-cells.ts";
import { area, type Box, type Face, type Point } from "./geometry.ts";
import type { Models, StartFailure } from "./models.ts";
import { chooseOrt, type Network, type OrtRuntime } from "./ort-runtime.ts";
import type { Picture } from "./picture.ts";
import { Scratch } from "./scratch.ts";
import { type Part, shrinkTo } from "./shrink.ts";

/** Finds faces and their 68 points. `inputSide`: what the picture is shrunk to; larger finds smaller faces, and takes longer. */
export interface FaceDetector {
  detect(picture: Picture, inputSide: 224 | 320): Promise<Face[]>;
  /** Runs both networks on grey. */
  exercise(): Promise<void>;
}

/** Below this the detector takes folds of cloth for faces. */
const MIN_SCORE = 0.35;
/** Points cost 3 ms a face. Whoever comes after the four largest stands far behind them. */
const MAX_FACES = 4;

// What face-api takes off each colour before its two networks, the means of what they were trained on.
const WHOLE = { mean: [117.001, 114.697, 97.404], centred: false } as const;
const FACE = { mean: [122.782, 117.001, 104.298], centred: true } as const;
const FACE_SIDE = 112;

interface Networks {
  readonly finder: Network;
  readonly landmarks: Network;
  readonly scratch: Scratch<Float32Array>;
}

/** TinyFaceDetector and FaceLandmark68Net of face-api, converted to ONNX. The face recogniser of face-api is nowhere here. */
export async function openDetector(models: Models, runtime?: OrtRuntime): Promise<Result<FaceDetector, StartFailure>> {
  const ort = runtime ? ok(runtime) : await chooseOrt();
  if (!ort.ok) return ort;
  const finder = await ort.value.open(models.files.detector);
  const landmarks = await ort.value.open(models.files.landmarks);
  const networks = { finder, landmarks, scratch: new Scratch((length) => new Float32Array(length), 3) };
  return ok({ detect: (picture, inputSide) => detect(networks, picture, inputSide), exercise: () => exercise(networks) });
}

async function exercise(networks: Networks): Promise<void> {
  const [width, height] = [640, 480];
  const grey: Picture = { width, height, rgba: new Uint8ClampedArray(width * height * 4).fill(128) };
  await find(networks, grey, 224);
  // Nobody is found on grey, so the second network is run by hand.
  await pointsIn(networks, grey, { x: 0, y: 0, width, height });
}

async function detect(networks: Networks, picture: Picture, inputSide: number): Promise<Face[]> {
  const faces: Face[] = [];
  const found = await find(networks, picture, inputSide);
  const nearest = found.toSorted((a, b) => area(b.box) - area(a.box)).slice(0, MAX_FACES);
  for (const { score, box } of found.filter((one) => nearest.includes(one))) {
    const part = wholePixels(box, picture);
    if (part) faces.push({ score, box, landmarks: await pointsIn(networks, picture, part) });
  }
  return faces;
}

async function find({ finder, scratch }: Networks, picture: Picture, side: number): Promise<Found[]> {
  const input = scratch.take(3 * side * side);
  try {
    shrinkTo(picture, { x: 0, y: 0, width: picture.width, height: picture.height }, side, WHOLE, input);
    const cells = await finder.run(input, [1, 3, side, side]);
    const found = readCells(cells, Math.max(picture.width, picture.height), MIN_SCORE);
    cells.fill(0);
    return found;
  } finally {
    scratch.give(input);
  }
}

/** The box as far as it lies in the picture; undefined where that is nothing. */
function wholePixels(box: Box, picture: Picture): Part | undefined {
  const [x, y] = [Math.max(0, box.x), Math.max(0, box.y)];
  const width = Math.floor(Math.min(picture.width, box.x + box.width) - x);
  const height = Math.floor(Math.min(picture.height, box.y + box.height) - y);
  return width > 0 && height > 0 ? { x: Math.floor(x), y: Math.floor(y), width, height } : undefined;
}

/**
 * The 68 points, in px of the picture. face-api itself counts them from the box as the first network gave it; here they are counted from
 * the pixel that the part begins with, which also holds where the box sticks out of the picture.
 */
async function pointsIn({ landmarks, scratch }: Networks, picture: Picture, part: Part): Promise<Point[]> {
  const input = scratch.take(3 * FACE_SIDE * FACE_SIDE);
  try {
    shrinkTo(picture, part, FACE_SIDE, FACE, input);
    const shares = await landmarks.run(input, [1, 3, FACE_SIDE, FACE_SIDE]);
    const square = Math.max(part.width, part.height);
    const [left, top] = [part.x - (square - part.width) / 2, part.y - (square - part.height) / 2];
    const points = Array.from({ length: shares.length / 2 }, (_, at) => ({
      x: left + (shares[at * 2] ?? 0) * square,
      y: top + (shares[at * 2 + 1] ?? 0) * square,
    }));
    shares.fill(0);
    return points;
  } finally {
    scratch.give(input);
  }
}
