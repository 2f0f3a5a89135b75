import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import type { Box, Point } from "../../../runtime/face-engine/geometry.ts";
import type { Picture } from "../../../runtime/face-engine/picture.ts";

type FaceApi = typeof import("@vladmandic/face-api/dist/face-api.node-wasm.js");
type Tf = typeof import("@tensorflow/tfjs");
type WasmBackend = typeof import("@tensorflow/tfjs-backend-wasm");

/** What face-api finds; `points` within the part of the picture that it cut out for them. */
export interface Witnessed {
  readonly score: number;
  readonly box: Box;
  readonly points: readonly Point[];
}

export interface Witness {
  find(picture: Picture, inputSide: 224 | 320): Promise<Witnessed[]>;
}

// Both packages are CommonJS, and the second must be the very copy that the first one loads.
const require = createRequire(import.meta.url);

const HOOKS = ["uncaughtException", "unhandledRejection"] as const;

/** The real face-api with its own weight files, on WebAssembly. */
export async function openWitness(): Promise<Witness> {
  const faceapi = require("@vladmandic/face-api/dist/face-api.node-wasm.js") as FaceApi;
  const wasm = require("@tensorflow/tfjs-backend-wasm") as WasmBackend;
  // face-api declares only part of the tfjs that it hands out.
  const tf = faceapi.tf as unknown as Tf;
  wasm.setWasmPaths(join(dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json")), "dist") + sep);
  const before = HOOKS.map((hook) => process.listeners(hook as "uncaughtException"));
  await tf.setBackend("wasm");
  await tf.ready();
  // Its WebAssembly ends the process at whatever goes wrong in it, anybody's test included.
  HOOKS.forEach((hook, at) => {
    for (const listener of process.listeners(hook as "uncaughtException")) if (!before[at]?.includes(listener)) process.off(hook, listener);
  });
  const models = join(dirname(require.resolve("@vladmandic/face-api/package.json")), "model");
  await faceapi.nets.tinyFaceDetector.loadFromDisk(models);
  await faceapi.nets.faceLandmark68Net.loadFromDisk(models);
  return { find: (picture, inputSide) => find(faceapi, picture, inputSide) };
}

async function find(faceapi: FaceApi, { width, height, rgba }: Picture, inputSide: number): Promise<Witnessed[]> {
  const rgb = Int32Array.from({ length: width * height * 3 }, (_, at) => rgba[Math.floor(at / 3) * 4 + (at % 3)] ?? 0);
  const tensor = faceapi.tf.tensor3d(rgb, [height, width, 3], "int32");
  const options = new faceapi.TinyFaceDetectorOptions({ inputSize: inputSide, scoreThreshold: 0.35 });
  const found = await faceapi.detectAllFaces(tensor as never, options).withFaceLandmarks();
  tensor.dispose();
  return found.map(({ detection, unshiftedLandmarks }) => ({
    score: detection.score,
    box: { x: detection.box.x, y: detection.box.y, width: detection.box.width, height: detection.box.height },
    points: unshiftedLandmarks.positions.map(({ x, y }) => ({ x, y })),
  }));
}
