import { type Edge, edgesOf, isEnd, isRepeatable, reachable } from "./flow-graph.ts";
import { ENDS, type ServiceItem, type Step } from "./item.ts";
import type { ItemFault, LintRule } from "./lint-fault.ts";

/** Where the steps lead: every target there, every step reached, an end in reach, and nothing done before what must come first. */
export function lintFlow(item: ServiceItem): ItemFault[] {
  const repeated = repeatedIds(item);
  const edges = edgesOf(item);
  const unknown = unknownTargets(item, edges);
  // Ways through a graph with holes in it say nothing.
  return repeated.length + unknown.length > 0 ? [...repeated, ...unknown] : [...reachFaults(item, edges), ...orderFaults(item, edges)];
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
    if (happensOnce(step) && isRepeatable(edges, id)) {
      const problem = `${id} can come round to itself: it would be done twice`;
      faults.push(fault("repeats-for-ever", at, problem, "lead on to steps that do not come back"));
    }
    return faults;
  });
}

function happensOnce(step: Step): boolean {
  if (step.kind === "print") return step.prints.some((one) => one.effect === "serialised");
  return step.kind === "submit" || step.kind === "evaluate";
}

interface Order {
  readonly rule: LintRule;
  /** Steps that must not be entered … */
  readonly guarded: (step: Step) => boolean;
  /** … on any way that has not taken an edge out of one of these. */
  readonly proof: (step: Step, edge: Edge) => boolean;
  readonly problem: string;
  readonly fix: string;
}

const ORDERS: readonly Order[] = [
  {
    rule: "identity-not-proved",
    guarded: (step) => step.kind === "wait" || step.kind === "submit" || step.kind === "print",
    proof: (step, edge) => step.kind === "identify" && step.factor === "id-card" && edge.by === "done",
    problem: "it can be reached without an ID card having been read",
    fix: "put an identify step with factor id-card before it, on every way",
  },
  {
    rule: "case-not-registered",
    guarded: (step) => step.kind === "print" && step.prints.some((one) => one.effect === "serialised"),
    proof: (step, edge) => step.kind === "submit" && edge.by === "done",
    problem: "a numbered blank could be printed on without a case",
    fix: "put a submit step before it, on every way",
  },
  {
    rule: "face-without-consent",
    guarded: (step) => step.kind === "identify" && step.factor === "face",
    proof: (step, edge) => step.kind === "consent" && edge.by === "done",
    problem: "a face could be looked at without consent",
    fix: "put a consent step before it, on every way",
  },
];

function orderFaults(item: ServiceItem, edges: readonly Edge[]): ItemFault[] {
  const byId = new Map(item.steps.map((step) => [step.id, step]));
  const tooSoon = ORDERS.flatMap((order) => {
    const without = reachable(edges, item.steps[0]?.id ?? "", (edge) => {
      const step = byId.get(edge.from);
      return step !== undefined && !order.proof(step, edge);
    });
    return item.steps.flatMap((step, at) =>
      order.guarded(step) && without.has(step.id) ? [fault(order.rule, at, `${step.id}: ${order.problem}`, order.fix)] : [],
    );
  });
  return [...tooSoon, ...faceFaults(item), ...signFaults(item)];
}

// Order 19 of 2025: a face is never the only way, and saying no must not end the service.
function faceFaults(item: ServiceItem): ItemFault[] {
  return item.steps.flatMap((step, at) => {
    const ways =
      step.kind === "consent"
        ? [step.ifRefused]
        : step.kind === "identify" && step.factor === "face"
          ? [step.ifFailed, step.ifUnavailable]
          : [];
    if (!ways.some(isEnd)) return [];
    return [
      fault("face-is-the-only-way", at, `without a face ${step.id} ends the service`, "lead to another proof of identity or to a handoff"),
    ];
  });
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
