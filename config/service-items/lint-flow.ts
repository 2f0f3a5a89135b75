import { type Edge, edgesOf, isEnd, isRepeatable, reachable } from "./flow-graph.ts";
import { ENDS, type ServiceItem, type Step } from "./item.ts";
import { faceFaults } from "./lint-face.ts";
import type { ItemFault, LintRule } from "./lint-fault.ts";
import { orderFaults } from "./lint-order.ts";

/** Where the steps lead: every target there, every step reached, an end in reach, and nothing done before what must come first. */
export function lintFlow(item: ServiceItem): ItemFault[] {
  const repeated = repeatedIds(item);
  const edges = edgesOf(item);
  const unknown = unknownTargets(item, edges);
  // Ways through a graph with holes in it say nothing.
  return repeated.length + unknown.length > 0
    ? [...repeated, ...unknown]
    : [...reachFaults(item, edges), ...orderFaults(item, edges), ...faceFaults(item, edges), ...signFaults(item)];
}

function repeatedIds(item: ServiceItem): ItemFault[] {
  const ids = item.steps.map((step) => step.id);
  return item.steps.flatMap((step, at) =>
    ids.indexOf(step.id) === at ? [] : [fault("id-repeated", at, `another step is called ${step.id}`, "give each step its own id")],
  );
}

function unknownTargets(item: ServiceItem, edges: readonly Edge[]): ItemFault[] {
  const ids = new Set(item.steps.map((step) => step.id));
  return edges
    .filter((edge) => !ids.has(edge.to) && !isEnd(edge.to))
    .map((edge) => {
      const at = item.steps.findIndex((step) => step.id === edge.from);
      return fault(
        "target-unknown",
        at,
        `when ${edge.by}, it leads to ${edge.to}, which is not there`,
        `name a step, or one of ${ENDS.join(", ")}`,
      );
    });
}

function reachFaults(item: ServiceItem, edges: readonly Edge[]): ItemFault[] {
  const found = reachable(edges, item.steps[0]?.id ?? "");
  return item.steps.flatMap((step, at) => {
    const { id } = step;
    if (!found.has(id)) return [fault("step-unreachable", at, `nothing leads to ${id}`, "lead to it with next, or take it out")];
    const faults: ItemFault[] = [];
    if (![...reachable(edges, id)].some(isEnd)) {
      faults.push(fault("no-way-out", at, `no end can be reached from ${id}`, "lead one of its ways to an end"));
    }
    if ((step.kind === "identify" || step.kind === "consent") && passedOver(item, edges, id).has(id)) {
      const problem = `when it cannot be asked, ${id} comes round to itself without anybody being asked anything`;
      faults.push(fault("passes-for-ever", at, problem, "lead to a handoff, or to a step that asks the person"));
    }
    if (happensOnce(step) && isRepeatable(edges, id)) {
      const problem = `${id} can come round to itself: it would be done twice`;
      faults.push(fault("repeats-for-ever", at, problem, "lead on to steps that do not come back"));
    }
    return faults;
  });
}

/** Where one comes from `id` when every identify step on the way is locked or may not be asked, and every consent is a child's. */
function passedOver(item: ServiceItem, edges: readonly Edge[], id: string): Set<string> {
  const consents = new Set(item.steps.filter((step) => step.kind === "consent").map((step) => step.id));
  const past = ({ by, from }: Edge) =>
    by === "failed" || by === "unavailable" || by === "passed" || (by === "refused" && consents.has(from));
  return new Set(edges.filter((edge) => edge.from === id && past(edge)).flatMap((edge) => [...reachable(edges, edge.to, past)]));
}

function happensOnce(step: Step): boolean {
  if (step.kind === "print") return step.prints.some((one) => one.effect === "serialised");
  return step.kind === "submit" || step.kind === "evaluate";
}

// Not everybody can write on glass; whoever cannot must be served as well.
function signFaults(item: ServiceItem): ItemFault[] {
  return item.steps.flatMap((step, at) =>
    step.kind === "sign" && isEnd(step.ifUnable)
      ? [fault("signing-is-the-only-way", at, `without a signature ${step.id} ends the service`, "lead to a handoff or another way")]
      : [],
  );
}

function fault(rule: LintRule, at: number, problem: string, fix: string): ItemFault {
  return { rule, at: `/steps/${at}`, problem, fix };
}
