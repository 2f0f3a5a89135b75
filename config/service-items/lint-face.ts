import { FACE_FACTORS } from "../identity/factors.ts";
import { type Edge, isEnd, reachable } from "./flow-graph.ts";
import type { ServiceItem, Step, Target } from "./item.ts";
import type { ItemFault, LintRule } from "./lint-fault.ts";

/**
 * Order 19 of 2025: a face is never the only way, and saying no must not end the service. A child whose guardian did not agree goes the
 * same way as somebody whose face cannot be looked at, so there is nothing else to see to for them.
 */
export function faceFaults(item: ServiceItem, edges: readonly Edge[]): ItemFault[] {
  return [...onlyWayFaults(item, edges), ...consentFaults(item)];
}

function onlyWayFaults(item: ServiceItem, edges: readonly Edge[]): ItemFault[] {
  const served = new Set(item.steps.filter((step) => step.kind === "handoff" || step.kind === "submit").map((step) => step.id));
  const faces = new Set(item.steps.filter(isFaceStep).map((step) => step.id));
  const isServed = (from: Target) =>
    [...reachable(edges, from, (edge) => !(faces.has(edge.from) && edge.by === "done"))].some((to) => served.has(to));
  return item.steps.flatMap((step, at) =>
    waysWithoutFace(step).some((way) => isEnd(way) || !isServed(way))
      ? [
          fault(
            "face-is-the-only-way",
            at,
            `without a face ${step.id} ends the service`,
            "lead to another proof of identity or to a handoff",
          ),
        ]
      : [],
  );
}

function waysWithoutFace(step: Step): Target[] {
  if (step.kind === "consent") return [step.ifRefused];
  return isFaceStep(step) ? [step.ifFailed, step.ifUnavailable] : [];
}

/** Whose consent a face rests on: their own, or for a child another's; and one for a picture that stays is none for one that leaves. */
function consentFaults(item: ServiceItem): ItemFault[] {
  const local = new Set(item.steps.flatMap((step) => (isFaceStep(step) && step.factor === "face" ? [step.consent] : [])));
  return item.steps.flatMap((step, at): ItemFault[] => {
    if (!isFaceStep(step) || step.consent === undefined) return [];
    if (step.factor === "remote-face" && local.has(step.consent)) {
      const problem = `${step.consent} is the consent to a picture that stays on this machine`;
      return [fault("consent-not-own", at, problem, "give the face that leaves it a consent of its own")];
    }
    const givers = item.steps.flatMap((one) => (one.kind === "consent" && one.consent === step.consent ? [one.by] : []));
    // A step under a condition may be for children only.
    if (givers.length === 0 || givers.includes(step.person) || step.when !== undefined) return [];
    const problem = `${step.consent} is asked of somebody else only: nobody of 14 years or more could ever use it`;
    return [fault("consent-not-own", at, problem, "ask the person themself as well, or for children only say so with a when")];
  });
}

type FaceStep = Extract<Step, { kind: "identify" }>;

function isFaceStep(step: Step): step is FaceStep {
  return step.kind === "identify" && FACE_FACTORS.has(step.factor);
}

function fault(rule: LintRule, at: number, problem: string, fix: string): ItemFault {
  return { rule, at: `/steps/${at}`, problem, fix };
}
