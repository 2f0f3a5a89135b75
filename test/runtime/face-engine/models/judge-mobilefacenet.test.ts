import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { judgeMobileFaceNet } from "../../../../runtime/face-engine/models/judge-mobilefacenet.ts";
import type { TfModel, TfNode } from "../../../../runtime/face-engine/models/mobilefacenet-graph.ts";
import { readOnnxWeights } from "../../../../runtime/face-engine/models/onnx-reader.ts";
import { encodeOnnx } from "../../../../runtime/face-engine/models/onnx-writer.ts";

const RIGHT = [Float32Array.of(0.25, -0.5), Float32Array.of(0.1, 0.2)];

interface Made {
  readonly slopes: readonly Float32Array[];
  readonly how: "spelt out" | "spelt out behind a fused Relu" | "one node" | "fused";
}

/** A chain of convolutions, each with its PReLU. */
function made({ slopes, how }: Made): [TfModel, Buffer] {
  const node: TfNode[] = [{ name: "in", op: "Placeholder", attr: {} }];
  const weights: { name: string; shape: number[]; dtype: string; values: Float32Array }[] = [];
  const add = (name: string, op: string, input: string[], fused: string[] = []) => {
    const attr = fused.length > 0 ? { fused_ops: { list: { s: fused.map((one) => Buffer.from(one).toString("base64")) } } } : {};
    node.push({ name, op, input, attr });
    return name;
  };
  let flow = "in";
  slopes.forEach((values, at) => {
    weights.push({ name: `a${at}`, shape: [values.length], dtype: "float32", values });
    const inputs = [flow, `k${at}`, `b${at}`];
    if (how === "fused") {
      flow = add(`c${at}`, "_FusedConv2D", [...inputs, `a${at}`], ["BiasAdd", "Prelu"]);
      return;
    }
    const isCutOff = how === "spelt out behind a fused Relu" && at === 0;
    const x = add(`c${at}`, "FusedDepthwiseConv2dNative", inputs, ["BiasAdd", ...(isCutOff ? ["Relu"] : [])]);
    if (how === "one node") {
      flow = add(`p${at}`, "Prelu", [x, `a${at}`]);
      return;
    }
    const positive = isCutOff ? x : add(`r${at}`, "Relu", [x]);
    const difference = add(`s${at}`, "Sub", [x, add(`m${at}`, "Abs", [x])]);
    flow = add(`y${at}`, "Add", [positive, add(`t${at}`, "Mul", [difference, `a${at}`])]);
  });
  // A residual sum is no activation.
  add("sum", "Add", [flow, "in"]);
  const bin = Buffer.concat(weights.map(({ values }) => Buffer.from(values.buffer, values.byteOffset, values.byteLength)));
  const listed = weights.map(({ name, shape, dtype }) => ({ name, shape, dtype }));
  return [{ modelTopology: { node }, weightsManifest: [{ weights: listed }] }, bin];
}

const times = (factor: number) => RIGHT.map((values) => values.map((value) => value * factor));

describe("runtime/face-engine/models: whether upstream has repaired its MobileFaceNet", () => {
  for (const [what, graph, expected] of [
    ["slopes of the wrong sign", { slopes: times(-0.5), how: "spelt out" }, ["broken", 0, 2]],
    ["a Relu that cuts off the negative half first", { slopes: times(0.5), how: "spelt out behind a fused Relu" }, ["broken", 1, 0]],
    ["both, as shipped today", { slopes: times(-0.5), how: "spelt out behind a fused Relu" }, ["broken", 1, 2]],
    ["the wrong sign in a Prelu node", { slopes: times(-1), how: "one node" }, ["broken", 0, 2]],
    ["right slopes, spelt out", { slopes: times(0.5), how: "spelt out" }, ["repaired", 0, 0]],
    ["right slopes in Prelu nodes", { slopes: times(1), how: "one node" }, ["repaired", 0, 0]],
    ["right slopes fused into the convolutions", { slopes: times(1), how: "fused" }, ["repaired", 0, 0]],
    ["another number of activations", { slopes: times(0.5).slice(1), how: "spelt out" }, ["other", 0, 1]],
    ["no PReLU at all", { slopes: [], how: "spelt out" }, ["other", 0, 0]],
  ] as const) {
    it(`calls a graph with ${what} ${expected[0]}`, () => {
      const { verdict, cutOff, wrongSign } = judgeMobileFaceNet(...made(graph), RIGHT);
      assert.deepEqual([verdict, cutOff, wrongSign], expected);
    });
  }

  it("reads the right slopes from our own network: 33 of them", () => {
    const slopes = readOnnxWeights(readFileSync("runtime/face-engine/models/mobilefacenet.onnx")).filter(({ shape }) => shape.length === 3);
    assert.equal(slopes.length, 33);
    assert.ok(slopes.every(({ values, shape }) => values.length === shape[0] && values.some((value) => value !== 0)));
  });

  it("reads back the constants that were written", () => {
    const weights = [
      { name: "one", shape: [2, 1], values: Float32Array.of(0.5, -3) },
      { name: "bytes", shape: [2], values: Uint8Array.of(1, 2) },
    ];
    const onnx = encodeOnnx({ name: "g", inputs: [], outputs: [], nodes: [], weights }, "test");
    assert.deepEqual(readOnnxWeights(onnx), [weights[0]]);
  });
});
