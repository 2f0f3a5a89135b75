import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { must } from "../../../base/result.ts";
import { cutChip } from "../../../runtime/face-engine/chip.ts";
import { openDetector } from "../../../runtime/face-engine/detector.ts";
import { cosine, mean, openEmbedder } from "../../../runtime/face-engine/embedder.ts";
import { type Face, largest } from "../../../runtime/face-engine/geometry.ts";
import { loadModels } from "../../../runtime/face-engine/models.ts";
import { type Picture, PictureDecoder } from "../../../runtime/face-engine/picture.ts";
import { onGround, readReference } from "../../../runtime/face-engine/reference.ts";

/** A face as numbers; two of them give a likeness. */
export type Template = Float32Array;

/** One column of the table: how pictures become templates, and how alike two are (−1 to 1, higher is more alike). */
export interface Column {
  readonly name: string;
  /** At which the column says "the same person" when nobody has set anything else. */
  readonly threshold: number;
  /** Null: no face was found. */
  readonly ofPhoto: (photo: Buffer) => Promise<Template | null>;
  readonly ofFrame: (picture: Picture, face: Face) => Promise<Template>;
  readonly mean: (templates: readonly Template[]) => Template;
  readonly alike: (a: Template, b: Template) => number;
}

export interface Finder {
  readonly find: (bytes: Buffer) => Promise<{ readonly picture: Picture; readonly face: Face } | null>;
}

/** What the kiosk runs: our column, and its way to find a face in a frame. */
export async function shippedEngine(threshold: number): Promise<Column & Finder> {
  const models = must(loadModels());
  const parts = { detector: must(await openDetector(models)), embedder: await openEmbedder(models), decoder: new PictureDecoder() };
  return {
    name: models.engine,
    threshold,
    async find(bytes) {
      const picture = await parts.decoder.decode(bytes);
      if (!picture.ok) return null;
      const faces = await parts.detector.detect(picture.value, 224);
      const face = largest(faces) ?? largest(await parts.detector.detect(picture.value, 320));
      return face ? { picture: picture.value, face } : null;
    },
    async ofPhoto(photo) {
      const read = await readReference(photo, parts);
      return read.ok ? read.value : null;
    },
    ofFrame: (picture, face) => parts.embedder.embed(cutChip(picture, face)),
    mean,
    alike: cosine,
  };
}

/** Its distance of 0.6, as our "1 − distance". */
const FACE_API_THRESHOLD = 1 - 0.6;

/**
 * face-api's own recogniser (dlib's network, 128 numbers): the column that shows why it must decide nothing. At its threshold it accepts
 * more than a third of the impostors among East-Asian faces.
 */
export async function faceApiEngine(): Promise<Column> {
  const require = createRequire(import.meta.url);
  const faceapi =
    require("@vladmandic/face-api/dist/face-api.node-wasm.js") as typeof import("@vladmandic/face-api/dist/face-api.node-wasm.js");
  const wasm = require("@tensorflow/tfjs-backend-wasm") as typeof import("@tensorflow/tfjs-backend-wasm");
  const tf = faceapi.tf as unknown as typeof import("@tensorflow/tfjs");
  wasm.setWasmPaths(join(dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json")), "dist") + sep);
  await tf.setBackend("wasm");
  await tf.ready();
  const folder = join(dirname(require.resolve("@vladmandic/face-api/package.json")), "model");
  for (const net of [faceapi.nets.tinyFaceDetector, faceapi.nets.faceLandmark68Net, faceapi.nets.faceRecognitionNet]) {
    await net.loadFromDisk(folder);
  }
  const decoder = new PictureDecoder();
  const describe = async (picture: Picture): Promise<Template | null> => {
    const rgb = new Int32Array(picture.width * picture.height * 3);
    for (let from = 0, to = 0; from < picture.rgba.length; from += 4) {
      for (let c = 0; c < 3; c++) rgb[to++] = picture.rgba[from + c] ?? 0;
    }
    const tensor = faceapi.tf.tensor3d(rgb, [picture.height, picture.width, 3], "int32");
    try {
      const options = new faceapi.TinyFaceDetectorOptions({ inputSize: 320, scoreThreshold: 0.35 });
      const found = await faceapi
        .detectAllFaces(tensor as never, options)
        .withFaceLandmarks()
        .withFaceDescriptors();
      return found.toSorted((a, b) => b.detection.box.area - a.detection.box.area)[0]?.descriptor ?? null;
    } finally {
      tensor.dispose();
    }
  };
  return {
    name: "face-api",
    threshold: FACE_API_THRESHOLD,
    async ofPhoto(photo) {
      const picture = await decoder.decode(photo, onGround);
      return picture.ok ? describe(picture.value) : null;
    },
    ofFrame: async (picture) => (await describe(picture)) ?? new Float32Array(128).fill(Number.NaN),
    mean: averageOf,
    alike: (a, b) => 1 - Math.hypot(...a.map((value, at) => value - (b[at] ?? 0))),
  };
}

function averageOf(templates: readonly Template[]): Template {
  const sum = new Float32Array(templates[0]?.length ?? 0);
  const good = templates.filter((one) => !Number.isNaN(one[0]));
  for (const one of good) for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + (one[at] ?? 0) / good.length;
  return sum;
}
