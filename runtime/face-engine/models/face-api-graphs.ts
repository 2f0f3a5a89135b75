import { type Attribute, type Graph, GraphMaker, transpose, type Weights } from "./onnx-writer.ts";

/** One tensor as face-api keeps it: a byte each, worth `byte · scale + min`. */
export interface Quantised extends Weights<Uint8Array> {
  readonly scale: number;
  readonly min: number;
}

export type FaceApiWeights = ReadonlyMap<string, Quantised>;

interface WeightsManifest {
  readonly weights: readonly {
    readonly name: string;
    readonly shape: number[];
    readonly quantization?: { readonly dtype: string; readonly scale: number; readonly min: number };
  }[];
}

/** The tensors of a face-api weight file, as its manifest cuts them out. */
export function readFaceApiWeights(manifest: readonly WeightsManifest[], bin: Buffer): FaceApiWeights {
  const found = new Map<string, Quantised>();
  let offset = 0;
  for (const { name, shape, quantization } of manifest.flatMap((group) => group.weights)) {
    if (quantization?.dtype !== "uint8") throw new Error(`${name}: quantised to ${quantization?.dtype}, expected uint8`);
    const length = shape.reduce((product, size) => product * size, 1);
    const values = new Uint8Array(bin.subarray(offset, offset + length));
    found.set(name, { name, shape, values, scale: quantization.scale, min: quantization.min });
    offset += length;
  }
  if (offset !== bin.length) throw new Error(`weights end at ${offset}, the file has ${bin.length} bytes`);
  return found;
}

/**
 * TinyFaceDetector: six convolutions, all but the first one split in depth and point, each with a leaky ReLU and a pooling of 2×2; then
 * one more, whose 25 numbers a cell are five anchors of (x, y, width, height, score). The first convolution is not padded.
 *
 * Input `picture` float32 [1, 3, side, side], (RGB − mean) / 255; output `cells` float32 [1, 25, side / 32, side / 32].
 */
export function tinyFaceDetector(weights: FaceApiWeights): Graph {
  const net = new FaceApiNet(weights);
  let flow = net.leaky(net.convolve("picture", "conv0", { stride: 1, pads: 0 }));
  for (const at of [1, 2, 3, 4, 5]) {
    flow = net.pool(flow, 2);
    flow = net.leaky(net.separable(flow, `conv${at}`, { stride: 1, pads: 1 }));
  }
  // The last pooling keeps the size.
  flow = net.pool(flow, 1);
  net.convolve(flow, "conv8", { stride: 1, pads: 0 }, "cells");
  return {
    name: "tiny_face_detector",
    inputs: [{ name: "picture", shape: [1, 3, "side", "side"] }],
    outputs: [{ name: "cells", shape: [1, 25, "rows", "columns"] }],
    nodes: net.made.nodes,
    weights: net.made.weights,
  };
}

/**
 * FaceLandmark68Net: four blocks of four convolutions, in each of which every step is added to all before it; the mean over what is
 * left; one matrix.
 *
 * Input `face` float32 [1, 3, 112, 112], (RGB − mean) / 255; output `points` float32 [1, 136]: x, y of 68 points, 0 to 1 in the square.
 */
export function faceLandmark68(weights: FaceApiWeights): Graph {
  const net = new FaceApiNet(weights);
  let flow = "face";
  for (const block of [0, 1, 2, 3]) {
    const first = `dense${block}/conv0`;
    let sum = net.relu(
      block === 0 ? net.convolve(flow, first, { stride: 2, pads: "same" }) : net.separable(flow, first, { stride: 2, pads: "same" }),
    );
    let input = sum;
    for (const at of [1, 2, 3]) {
      sum = net.made.emit("Add", [sum, net.separable(input, `dense${block}/conv${at}`, { stride: 1, pads: "same" })]);
      input = net.relu(sum);
    }
    flow = input;
  }
  const mean = net.made.emit("GlobalAveragePool", [flow]);
  const flat = net.made.emit("Flatten", [mean], [{ name: "axis", int: 1 }]);
  net.made.emit("Gemm", [flat, net.constant("fc/weights"), net.constant("fc/bias")], [], "points");
  return {
    name: "face_landmark_68",
    inputs: [{ name: "face", shape: [1, 3, 112, 112] }],
    outputs: [{ name: "points", shape: [1, 136] }],
    nodes: net.made.nodes,
    weights: net.made.weights,
  };
}

/** `same`: as TensorFlow pads, the odd pixel after. */
interface Step {
  readonly stride: 1 | 2;
  readonly pads: 0 | 1 | "same";
}

class FaceApiNet {
  readonly made = new GraphMaker();
  readonly #weights: FaceApiWeights;

  constructor(weights: FaceApiWeights) {
    this.#weights = weights;
  }

  /** A constant kept as bytes; the steps that make numbers of it are worked out once, when the network is loaded. */
  constant(name: string, order?: readonly [number, number, number, number]): string {
    const weights = this.#weights.get(name);
    if (!weights) throw new Error(`the weight file has no ${name}`);
    const shape = order ? order.map((axis) => weights.shape[axis] ?? 0) : weights.shape;
    const bytes = this.made.keep(shape, order ? transpose(weights, order) : weights.values);
    const numbers = this.made.emit("Cast", [bytes], [{ name: "to", int: 1 }]);
    const scaled = this.made.emit("Mul", [numbers, this.made.keep([], Float32Array.of(weights.scale))]);
    return this.made.emit("Add", [scaled, this.made.keep([], Float32Array.of(weights.min))]);
  }

  /** [rows, columns, in, out] → [out, in, rows, columns] */
  convolve(flow: string, name: string, step: Step, output?: string): string {
    const [side = 1] = this.#weights.get(`${name}/filters`)?.shape ?? [];
    const inputs = [flow, this.constant(`${name}/filters`, [3, 2, 0, 1]), this.constant(`${name}/bias`)];
    return this.made.emit("Conv", inputs, window(side, step), output);
  }

  /** A convolution of each channel by itself, [rows, columns, channel, 1] → [channel, 1, rows, columns], then one across the channels. */
  separable(flow: string, name: string, step: Step): string {
    const [side = 1, , channels = 1] = this.#weights.get(`${name}/depthwise_filter`)?.shape ?? [];
    const depth = this.constant(`${name}/depthwise_filter`, [2, 3, 0, 1]);
    const each = this.made.emit("Conv", [flow, depth], [...window(side, step), { name: "group", int: channels }]);
    const across = [each, this.constant(`${name}/pointwise_filter`, [3, 2, 0, 1]), this.constant(`${name}/bias`)];
    return this.made.emit("Conv", across, window(1, { stride: 1, pads: 0 }));
  }

  relu(flow: string): string {
    return this.made.emit("Relu", [flow]);
  }

  leaky(flow: string): string {
    return this.made.emit("LeakyRelu", [flow], [{ name: "alpha", float: 0.1 }]);
  }

  pool(flow: string, stride: 1 | 2): string {
    return this.made.emit("MaxPool", [flow], window(2, { stride, pads: "same" }));
  }
}

function window(side: number, { stride, pads }: Step): Attribute[] {
  const padding: Attribute = pads === "same" ? { name: "auto_pad", text: "SAME_UPPER" } : { name: "pads", ints: [pads, pads, pads, pads] };
  return [{ name: "kernel_shape", ints: [side, side] }, { name: "strides", ints: [stride, stride] }, padding];
}
