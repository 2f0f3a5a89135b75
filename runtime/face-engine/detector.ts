import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { err, ok, type Result } from "../../base/result.ts";
import type { Face } from "./geometry.ts";
import type { Models, StartFailure } from "./models.ts";
import type { Picture } from "./picture.ts";

type FaceApi = typeof import("@vladmandic/face-api/dist/face-api.node-wasm.js");
type Tf = typeof import("@tensorflow/tfjs");
type WasmBackend = typeof import("@tensorflow/tfjs-backend-wasm");

/** Finds faces and their 68 points. `inputSide`: what the picture is shrunk to; larger finds smaller faces, and takes longer. */
export interface FaceDetector {
  detect(picture: Picture, inputSide: 224 | 320): Promise<Face[]>;
  /** Runs both networks on grey. */
  exercise(): Promise<void>;
}

/** Below this the detector takes folds of cloth for faces. */
const MIN_SCORE = 0.35;

// Both packages are CommonJS, and the second must be the very copy that the first one loads.
const require = createRequire(import.meta.url);

/**
 * TinyFaceDetector and FaceLandmark68Net of face-api on WebAssembly with SIMD. Never another backend: plain JavaScript takes
 * 15 s a frame, and webgl on a machine without a GPU 2.5 s. The face recogniser of face-api is not loaded.
 */
export async function openDetector(models: Models): Promise<Result<FaceDetector, StartFailure>> {
  const faceapi = require("@vladmandic/face-api/dist/face-api.node-wasm.js") as FaceApi;
  const wasm = require("@tensorflow/tfjs-backend-wasm") as WasmBackend;
  // face-api declares only part of the tfjs that it hands out.
  const tf = faceapi.tf as unknown as Tf;
  wasm.setWasmPaths(join(dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json")), "dist") + sep);
  await tf.setBackend("wasm");
  await tf.ready();
  const simd = (await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT")) === true;
  if (tf.getBackend() !== "wasm" || !simd) {
    const detail = `tfjs chose ${tf.getBackend()}, SIMD ${simd ? "yes" : "no"}`;
    return err({ code: "face.backend-unsuitable", detail, advice: "the processor must have SSE4.1 or NEON" });
  }
  faceapi.nets.tinyFaceDetector.loadFromWeightMap(weightMap(faceapi, models.files["detector-manifest"], models.files.detector));
  faceapi.nets.faceLandmark68Net.loadFromWeightMap(weightMap(faceapi, models.files["landmarks-manifest"], models.files.landmarks));
  return ok({ detect: (picture, inputSide) => detect(faceapi, picture, inputSide), exercise: () => exercise(faceapi) });
}

async function exercise(faceapi: FaceApi): Promise<void> {
  const [width, height] = [640, 480];
  await detect(faceapi, { width, height, rgba: new Uint8ClampedArray(width * height * 4).fill(128) }, 224);
  // Nobody is found on grey, so the second network is run by hand.
  const tensor = faceapi.tf.fill([112, 112, 3], 128);
  await faceapi.nets.faceLandmark68Net.detectLandmarks(tensor as never);
  tensor.dispose();
}

function weightMap(faceapi: FaceApi, manifest: Buffer, weights: Buffer) {
  const groups = JSON.parse(manifest.toString("utf8")) as { weights: Parameters<typeof faceapi.tf.io.decodeWeights>[1] }[];
  const bytes = new Uint8Array(weights).buffer;
  return faceapi.tf.io.decodeWeights(
    bytes,
    groups.flatMap((group) => group.weights),
  ) as Parameters<typeof faceapi.nets.tinyFaceDetector.loadFromWeightMap>[0];
}

async function detect(faceapi: FaceApi, picture: Picture, inputSide: number): Promise<Face[]> {
  const rgb = toRgb(picture);
  const tensor = faceapi.tf.tensor3d(rgb, [picture.height, picture.width, 3], "int32");
  try {
    const options = new faceapi.TinyFaceDetectorOptions({ inputSize: inputSide, scoreThreshold: MIN_SCORE });
    const found = await faceapi.detectAllFaces(tensor as never, options).withFaceLandmarks();
    return found.map(({ detection, landmarks }) => ({
      score: detection.score,
      box: { x: detection.box.x, y: detection.box.y, width: detection.box.width, height: detection.box.height },
      landmarks: landmarks.positions.map(({ x, y }) => ({ x, y })),
    }));
  } finally {
    tensor.dispose();
    rgb.fill(0);
  }
}

function toRgb({ width, height, rgba }: Picture): Int32Array {
  const rgb = new Int32Array(width * height * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    rgb[to++] = rgba[from] ?? 0;
    rgb[to++] = rgba[from + 1] ?? 0;
    rgb[to++] = rgba[from + 2] ?? 0;
  }
  return rgb;
}
