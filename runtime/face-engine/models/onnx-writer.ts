/**
 * The few messages of onnx.proto3 (field numbers from onnx/onnx.proto, IR version 8) that a feed-forward network needs,
 * in protobuf's wire format: a key `field << 3 | type`, then a varint (type 0) or length and bytes (type 2).
 */

export type Attribute =
  | { readonly name: string; readonly int: number }
  | { readonly name: string; readonly ints: readonly number[] }
  | { readonly name: string; readonly text: string };

export interface Node {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: readonly Attribute[];
}

/** A constant: float32 values in row-major order. */
export interface Weights {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
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
const FLOAT = 1;
// AttributeProto.AttributeType
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
  if ("text" in attribute) return Buffer.concat([name, text(4, attribute.text), number(20, STRING)]);
  return Buffer.concat([name, ...attribute.ints.map((one) => number(8, one)), number(20, INTS)]);
}

function tensorProto(weights: Weights): Buffer {
  const raw = Buffer.alloc(weights.values.length * 4);
  weights.values.forEach((value, at) => void raw.writeFloatLE(value, at * 4));
  return Buffer.concat([...weights.shape.map((size) => number(1, size)), number(2, FLOAT), text(8, weights.name), bytes(9, raw)]);
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
