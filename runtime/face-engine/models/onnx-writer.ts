/**
 * The few messages of onnx.proto3 (field numbers from onnx/onnx.proto, IR version 8) that a feed-forward network needs,
 * in protobuf's wire format: a key `field << 3 | type`, then a varint (type 0), length and bytes (type 2) or four bytes (type 5).
 */

export type Attribute =
  | { readonly name: string; readonly int: number }
  | { readonly name: string; readonly float: number }
  | { readonly name: string; readonly ints: readonly number[] }
  | { readonly name: string; readonly text: string };

export interface Node {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: readonly Attribute[];
}

/** A constant in row-major order: float32, or uint8 for weights that are kept quantised. */
export interface Weights<Values extends Float32Array | Uint8Array = Float32Array | Uint8Array> {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Values;
}

/** A tensor that goes in or comes out; a dimension that is a word may have any size. */
export interface Port {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

export interface Graph {
  readonly name: string;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly nodes: readonly Node[];
  readonly weights: readonly Weights[];
}

const IR_VERSION = 8;
const OPSET = 13;
// TensorProto.DataType
const FLOAT = 1;
const UINT8 = 2;
// AttributeProto.AttributeType
const FLOAT_ATTRIBUTE = 1;
const INT = 2;
const STRING = 3;
const INTS = 7;

/** The bytes of a ModelProto; the same graph gives the same bytes. */
export function encodeOnnx(graph: Graph, producer: string): Buffer {
  return Buffer.concat([
    number(1, IR_VERSION),
    text(2, producer),
    bytes(7, graphProto(graph)),
    bytes(8, Buffer.concat([text(1, ""), number(2, OPSET)])),
  ]);
}

function graphProto(graph: Graph): Buffer {
  return Buffer.concat([
    ...graph.nodes.map((node) => bytes(1, nodeProto(node))),
    text(2, graph.name),
    ...graph.weights.map((weights) => bytes(5, tensorProto(weights))),
    ...graph.inputs.map((port) => bytes(11, valueInfo(port))),
    ...graph.outputs.map((port) => bytes(12, valueInfo(port))),
  ]);
}

function nodeProto(node: Node): Buffer {
  return Buffer.concat([
    ...node.inputs.map((name) => text(1, name)),
    text(2, node.output),
    text(3, node.output),
    text(4, node.op),
    ...(node.attributes ?? []).map((attribute) => bytes(5, attributeProto(attribute))),
  ]);
}

function attributeProto(attribute: Attribute): Buffer {
  const name = text(1, attribute.name);
  if ("int" in attribute) return Buffer.concat([name, number(3, attribute.int), number(20, INT)]);
  if ("float" in attribute) return Buffer.concat([name, float(2, attribute.float), number(20, FLOAT_ATTRIBUTE)]);
  if ("text" in attribute) return Buffer.concat([name, text(4, attribute.text), number(20, STRING)]);
  return Buffer.concat([name, ...attribute.ints.map((one) => number(8, one)), number(20, INTS)]);
}

function tensorProto(weights: Weights): Buffer {
  const type = weights.values instanceof Uint8Array ? UINT8 : FLOAT;
  const raw = weights.values instanceof Uint8Array ? Buffer.from(weights.values) : littleEndian(weights.values);
  return Buffer.concat([...weights.shape.map((size) => number(1, size)), number(2, type), text(8, weights.name), bytes(9, raw)]);
}

function littleEndian(values: Float32Array): Buffer {
  const raw = Buffer.alloc(values.length * 4);
  values.forEach((value, at) => void raw.writeFloatLE(value, at * 4));
  return raw;
}

function valueInfo(port: Port): Buffer {
  const dimensions = port.shape.map((size) => bytes(1, typeof size === "number" ? number(1, size) : text(2, size)));
  const tensorType = Buffer.concat([number(1, FLOAT), bytes(2, Buffer.concat(dimensions))]);
  return Buffer.concat([text(1, port.name), bytes(2, bytes(1, tensorType))]);
}

function text(field: number, value: string): Buffer {
  return bytes(field, Buffer.from(value, "utf8"));
}

function bytes(field: number, value: Buffer): Buffer {
  return Buffer.concat([varint(field * 8 + 2), varint(value.length), value]);
}

function float(field: number, value: number): Buffer {
  const raw = Buffer.alloc(4);
  raw.writeFloatLE(value);
  return Buffer.concat([varint(field * 8 + 5), raw]);
}

function number(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

function varint(value: number): Buffer {
  const out: number[] = [];
  let left = value;
  while (left > 0x7f) {
    out.push((left & 0x7f) | 0x80);
    left = Math.floor(left / 128);
  }
  return Buffer.from([...out, left]);
}

/** The values of a four-dimensional tensor with its axes in another order. */
export function transpose<Values extends Float32Array | Uint8Array>(
  weights: Weights<Values>,
  order: readonly [number, number, number, number],
): Values {
  const strides = weights.shape.map((_, axis) => weights.shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const [a, b, c, d] = order.map((axis) => ({ size: weights.shape[axis] ?? 0, stride: strides[axis] ?? 0 }));
  if (!a || !b || !c || !d || weights.shape.length !== 4) throw new Error("four axes expected");
  const out = weights.values.slice() as Values;
  let at = 0;
  for (let i = 0; i < a.size; i++)
    for (let j = 0; j < b.size; j++)
      for (let k = 0; k < c.size; k++)
        for (let l = 0; l < d.size; l++) out[at++] = weights.values[i * a.stride + j * b.stride + k * c.stride + l * d.stride] ?? 0;
  return out;
}

/** Writes the steps of a network down one after another, and names what flows between them. */
export class GraphMaker {
  readonly nodes: Node[] = [];
  readonly weights: Weights[] = [];

  emit(op: string, inputs: readonly string[], attributes: readonly Attribute[] = [], output = `t${this.nodes.length}`): string {
    this.nodes.push({ op, inputs, output, attributes });
    return output;
  }

  keep(shape: readonly number[], values: Float32Array | Uint8Array): string {
    const name = `w${this.weights.length}`;
    this.weights.push({ name, shape, values });
    return name;
  }
}
