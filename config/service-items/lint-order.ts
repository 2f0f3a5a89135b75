import { FACE_FACTORS, IDENTIFYING_FACTORS } from "../identity/factors.ts";
import { type Edge, reachable } from "./flow-graph.ts";
import type { ServiceItem, Step } from "./item.ts";
import type { ItemFault, LintRule } from "./lint-fault.ts";

interface Order {
  readonly rule: LintRule;
  /** Steps that must not be entered … */
  readonly guarded: (step: Step) => boolean;
  /** … on any way that has not taken an edge out of one of these. */
  readonly proof: (step: Step, edge: Edge, guarded: Step, item: ServiceItem) => boolean;
  readonly problem: string;
  readonly fix: string;
}

const ORDERS: readonly Order[] = [
  {
    rule: "identity-not-proved",
    guarded: (step) => step.kind === "wait" || step.kind === "submit" || step.kind === "print",
    proof: (step, edge) =>
      step.kind === "identify" && step.person === undefined && IDENTIFYING_FACTORS.has(step.factor) && edge.by === "done",
    problem: "it can be reached without the applicant having proved who they are",
    fix: "put an identify step of the applicant before it, on every way, that says who it is",
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
    guarded: (step) => step.kind === "identify" && FACE_FACTORS.has(step.factor),
    proof: (step, edge, face, item) => step.kind === "consent" && edge.by === "done" && isAbout(item, step, face),
    problem: "a face could be looked at without the consent that it names",
    fix: "name a consent, and put its step before it, on every way",
  },
  {
    rule: "card-not-read",
    guarded: (step) => step.kind === "identify" && step.factor === "face",
    proof: (step, edge, face) => step.kind === "identify" && step.factor === "id-card" && edge.by === "done" && samePerson(step, face),
    problem: "there is no ID card of that person yet whose photo a face could be compared with",
    fix: "put an identify step with factor id-card of the same person before it, on every way",
  },
  {
    rule: "consent-by-nobody",
    guarded: (step) => step.kind === "consent" && step.by !== undefined,
    proof: (step, edge, consent) =>
      step.kind === "identify" &&
      consent.kind === "consent" &&
      step.person === consent.by &&
      IDENTIFYING_FACTORS.has(step.factor) &&
      edge.by === "done",
    problem: "somebody would answer who has not proved who they are",
    fix: "put an identify step of that person before it, on every way",
  },
];

/** Nothing is done before what must come first, on any way. */
export function orderFaults(item: ServiceItem, edges: readonly Edge[]): ItemFault[] {
  const byId = new Map(item.steps.map((step) => [step.id, step]));
  const first = item.steps[0]?.id ?? "";
  return ORDERS.flatMap((order) =>
    item.steps.flatMap((guarded, at): ItemFault[] => {
      if (!order.guarded(guarded)) return [];
      const without = reachable(edges, first, (edge) => {
        const step = byId.get(edge.from);
        return step !== undefined && !order.proof(step, edge, guarded, item) && !isAskedTogether(step, edge, guarded);
      });
      if (!without.has(guarded.id)) return [];
      return [{ rule: order.rule, at: `/steps/${at}`, problem: `${guarded.id}: ${order.problem}`, fix: order.fix }];
    }),
  );
}

// Two steps under one condition are both asked or both passed by, so no way passes the one and comes to the other.
function isAskedTogether(step: Step, edge: Edge, guarded: Step): boolean {
  return edge.by === "passed" && step.when === guarded.when;
}

/** Theirs, or a guardian's; a consent that is for the giver's own face is for no other one. */
function isAbout(item: ServiceItem, { consent, by }: Extract<Step, { kind: "consent" }>, face: Step): boolean {
  if (face.kind !== "identify" || face.consent !== consent) return false;
  return by === face.person || !item.steps.some((one) => one.kind === "identify" && one.consent === consent && one.person === by);
}

function samePerson(one: Extract<Step, { kind: "identify" }>, other: Step): boolean {
  return other.kind === "identify" && one.person === other.person;
}
