import { readConstants, type TfModel, type TfNode } from "./mobilefacenet-graph.ts";

/** What a MobileFaceNet graph of upstream's is like. */
export interface GraphJudgement {
  /** `other`: neither what we know as broken nor what we know as right. */
  readonly verdict: "broken" | "repaired" | "other";
  readonly activations: number;
  /** PReLUs whose convolution already cut the negative half off. */
  readonly cutOff: number;
  /** PReLUs that bend the wrong way. */
  readonly wrongSign: number;
}

interface Activation {
  readonly isCutOff: boolean;
  /** What a negative input is multiplied by. */
  readonly slopes: Float32Array;
}

/**
 * Looks at each PReLU of the graph, in order: `x⁺ + a·(x − |x|)`, which for x < 0 is `2a·x`, or one node `Prelu(x, slope)`. `right`: the slopes
 * as they should be, those of our own network; the sign alone says nothing, because right slopes have both.
 */
export function judgeMobileFaceNet(model: TfModel, bin: Buffer, right: readonly Float32Array[]): GraphJudgement {
  const found = activationsOf(model, bin);
  const cutOff = found.filter((one) => one.isCutOff).length;
  const wrongSign = found.filter((one, at) => likeness(one.slopes, right[at]) < 0).length;
  const isComplete = found.length === right.length && found.every((one, at) => one.slopes.length === right[at]?.length);
  const verdict = !isComplete ? "other" : cutOff + wrongSign > 0 ? "broken" : "repaired";
  return { verdict, activations: found.length, cutOff, wrongSign };
}

function activationsOf(model: TfModel, bin: Buffer): Activation[] {
  const nodes = new Map(model.modelTopology.node.map((node) => [node.name, node]));
  const constants = readConstants(model, bin);
  const slopes = (name: string | undefined, scale: number) =>
    (constants.get(name ?? "")?.values ?? new Float32Array()).map((a) => a * scale);
  const found: Activation[] = [];
  for (const node of model.modelTopology.node) {
    if (node.op === "Prelu") found.push({ isCutOff: cutsOff(nodes.get(node.input?.[0] ?? "")), slopes: slopes(node.input?.[1], 1) });
    // tfjs takes the slopes as the input after kernel and bias.
    else if (fusedWith(node, "Prelu")) found.push({ isCutOff: false, slopes: slopes(node.input?.[3], 1) });
    const product = node.op === "Add" ? nodes.get(node.input?.[1] ?? "") : undefined;
    const difference = product?.op === "Mul" ? nodes.get(product.input?.[0] ?? "") : undefined;
    if (difference?.op !== "Sub") continue;
    found.push({ isCutOff: cutsOff(nodes.get(difference.input?.[0] ?? "")), slopes: slopes(product?.input?.[1], 2) });
  }
  return found;
}

function cutsOff(before: TfNode | undefined): boolean {
  return before !== undefined && (before.op === "Relu" || fusedWith(before, "Relu"));
}

function fusedWith(node: TfNode, op: string): boolean {
  return (node.attr["fused_ops"]?.list?.s ?? []).some((one) => Buffer.from(one, "base64").toString() === op);
}

function likeness(a: Float32Array, b: Float32Array | undefined): number {
  return a.reduce((sum, value, at) => sum + value * (b?.[at] ?? 0), 0);
}
