/**
 * Makes tiny-face-detector.onnx and face-landmark-68.onnx from the weights in npm `@vladmandic/face-api` 1.7.15, which are those of
 * face-api.js 0.22.2 byte for byte. They stay quantised as they are there, a byte each.
 *
 *   node runtime/face-engine/models/rebuild-face-api.ts [target folder]
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type FaceApiWeights, faceLandmark68, readFaceApiWeights, tinyFaceDetector } from "./face-api-graphs.ts";
import { encodeOnnx, type Graph } from "./onnx-writer.ts";

const SOURCE_SHA256 = {
  "tiny_face_detector_model.bin": "b7503ce7df31039b1c43316a9b865cab6a70dd748cc602d3fa28b551503c3871",
  "tiny_face_detector_model-weights_manifest.json": "5d1af4849ac48d5b985f4a9b16010c512353ddd6fcc63d50fd0bc9e9e64296e5",
  "face_landmark_68_model.bin": "4611ef65c87d836d03d684b30eec4d195d8b219fa1dd58fc58945831c6b9299b",
  "face_landmark_68_model-weights_manifest.json": "ca4886639f86e99b39fed0c155f81b63317225773bd9616716e887b0153389c9",
} as const;

const source = join(dirname(createRequire(import.meta.url).resolve("@vladmandic/face-api/package.json")), "model");

function readChecked(file: keyof typeof SOURCE_SHA256): Buffer {
  const bytes = readFileSync(join(source, file));
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found !== SOURCE_SHA256[file]) throw new Error(`${file}: sha256 ${found}, expected ${SOURCE_SHA256[file]} of package 1.7.15`);
  return bytes;
}

function weightsOf(model: "tiny_face_detector" | "face_landmark_68"): FaceApiWeights {
  const manifest = JSON.parse(readChecked(`${model}_model-weights_manifest.json`).toString("utf8"));
  return readFaceApiWeights(manifest, readChecked(`${model}_model.bin`));
}

function write(file: string, graph: Graph): void {
  const target = join(process.argv[2] ?? import.meta.dirname, file);
  const onnx = encodeOnnx(graph, "zizhu rebuild-face-api");
  writeFileSync(target, onnx);
  console.log(`${target}: ${graph.nodes.length} nodes, ${onnx.length} bytes, sha256 ${createHash("sha256").update(onnx).digest("hex")}`);
}

write("tiny-face-detector.onnx", tinyFaceDetector(weightsOf("tiny_face_detector")));
write("face-landmark-68.onnx", faceLandmark68(weightsOf("face_landmark_68")));
