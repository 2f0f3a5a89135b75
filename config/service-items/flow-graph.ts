import { unreachable } from "../../base/unreachable.ts";
import { below, nextOf } from "./flow-enter.ts";
import { ENDS, type ServiceItem, type Step, type Target } from "./item.ts";

/** One way out of a step. `done` carries what the step brought; `passed` is the way past it when its `when` is not true. */
export interface Edge {
  readonly from: string;
  readonly by: "done" | "chosen" | "passed" | "refused" | "unable" | "failed" | "unavailable" | "empty";
  readonly to: Target;
}

export const isEnd = (target: Target): boolean => (ENDS as readonly string[]).includes(target);

/** Every way out of every step, as the interpreter takes them (without `cancel` and `back`). */
export function edgesOf(item: ServiceItem): Edge[] {
  return item.steps.flatMap((step) => {
    // Out of a choice of methods there is no way but through one of them, or without any.
    const ways: [Edge["by"], Target][] = step.kind === "methods" ? branches(step) : [["done", nextOf(item, step)], ...branches(step)];
    if (step.when !== undefined) ways.push(["passed", below(item, step)]);
    return ways.map(([by, to]) => ({ from: step.id, by, to }));
  });
}

/** What can be reached from `from` (itself included) along the edges that `take` lets through. */
export function reachable(edges: readonly Edge[], from: Target, take: (edge: Edge) => boolean = () => true): Set<Target> {
  const found = new Set<Target>([from]);
  for (const at of found) {
    for (const edge of edges) if (edge.from === at && take(edge)) found.add(edge.to);
  }
  return found;
}

/** True when the step can come round to itself. */
export function isRepeatable(edges: readonly Edge[], id: string): boolean {
  return edges.some((edge) => edge.from === id && reachable(edges, edge.to).has(id));
}

function branches(step: Step): [Edge["by"], Target][] {
  switch (step.kind) {
    case "consent":
      return [["refused", step.ifRefused]];
    case "identify":
      return [
        ["failed", step.ifFailed],
        ["unavailable", step.ifUnavailable],
      ];
    case "methods":
      return [...step.methods.map((one): [Edge["by"], Target] => ["chosen", one.to]), ["unavailable", step.ifNone]];
    case "choose":
      return [["empty", "end:finished"]];
    case "scan": {
      const unavailable: [Edge["by"], Target][] = step.ifUnavailable ? [["unavailable", step.ifUnavailable]] : [];
      return [["failed", step.ifFailed], ...unavailable];
    }
    case "sign":
      return [["unable", step.ifUnable]];
    case "wait":
      return [
        ["refused", step.ifRefused],
        ["unavailable", step.ifUnavailable],
      ];
    case "submit":
      return [["unavailable", step.ifUnavailable]];
    case "print":
      return [["failed", step.ifFailed]];
    case "guide":
    case "form":
    case "review":
    case "result":
    case "evaluate":
    case "handoff":
      return [];
    default:
      return unreachable(step);
  }
}
