import { type Attribute, type Graph, GraphMaker, transpose, type Weights } from "./onnx-writer.ts";

const EMBEDDING_SIZE = 192;

export interface TfNode {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr: Readonly<Record<string, TfAttribute>>;
}

/** As protobuf's JSON has it: bytes in base64, integers as strings. */
interface TfAttribute {
  readonly s?: string;
  readonly list?: { readonly i?: readonly string[]; readonly s?: readonly string[] };
}

export interface TfModel {
  readonly modelTopology: { readonly node: readonly TfNode[] };
  readonly weightsManifest: readonly { readonly weights: readonly { name: string; shape: number[]; dtype: string }[] }[];
}

/** Follows the graph from its output to its input and writes each step down once, inputs first. */
export class Rebuild {
  readonly #tf: ReadonlyMap<string, TfNode>;
  readonly #constants: ReadonlyMap<string, Weights<Float32Array>>;
  readonly #made = new GraphMaker();
  readonly #names = new Map<string, string>();

  constructor(model: TfModel, bin: Buffer) {
    this.#tf = new Map(model.modelTopology.node.map((node) => [node.name, node]));
    this.#constants = readConstants(model, bin);
  }

  graph(): Graph {
    const last = this.#value("MobileFaceNet/Logits/LinearConv1x1/BatchNorm/FusedBatchNorm");
    this.#made.emit("Flatten", [last], [{ name: "axis", int: 1 }], "embeddings");
    return {
      name: "mobilefacenet",
      inputs: [{ name: "faces", shape: ["n", 3, 112, 112] }],
      outputs: [{ name: "embeddings", shape: ["n", EMBEDDING_SIZE] }],
      nodes: this.#made.nodes,
      weights: this.#made.weights,
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
        return this.#prelu(node) ?? this.#made.emit("Add", [this.#input(node, 0), this.#input(node, 1)]);
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
    return this.#made.emit("PRelu", [x, this.#made.keep([values.length, 1, 1], values)]);
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
    return this.#made.emit(
      "Conv",
      [this.#input(node, 0), this.#made.keep(shape, values), this.#made.keep(bias.shape, bias.values)],
      attributes,
    );
  }

  #input(node: TfNode, at: number): string {
    return this.#value(node.input?.[at] ?? "");
  }

  #node(name: string | undefined): TfNode {
    const node = this.#tf.get(name ?? "");
    if (!node) throw new Error(`the graph has no node ${name}`);
    return node;
  }

  #constant(name: string | undefined): Weights<Float32Array> {
    const weights = this.#constants.get(name ?? "");
    if (!weights) throw new Error(`the graph has no constant ${name}`);
    return weights;
  }
}

export function readConstants(model: TfModel, bin: Buffer): Map<string, Weights<Float32Array>> {
  const found = new Map<string, Weights<Float32Array>>();
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
