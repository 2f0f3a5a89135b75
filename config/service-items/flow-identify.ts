import { FACE_FACTORS } from "../identity/factors.ts";
import { answered, personOf, withdrawn, withoutConsentsOf } from "./face-consent.ts";
import { countFailure, isLocked } from "./factor-lock.ts";
import { arrive, go, isAsked, knowing } from "./flow-enter.ts";
import type { Advance, Facts, FlowEvent, FlowState } from "./flow-types.ts";
import type { ServiceItem, Step } from "./item.ts";
import { knownNumbers, provedBy, withProved } from "./persons.ts";

type Of<K extends Step["kind"]> = Extract<Step, { kind: K }>;
type Identified = Extract<FlowEvent, { kind: "identified" }>;
type Failed = Pick<Extract<FlowEvent, { kind: "identify-failed" }>, "why" | "final" | "lock">;

export function consent(item: ServiceItem, state: FlowState, step: Of<"consent">, event: FlowEvent): Advance {
  if (event.kind !== "agree" && event.kind !== "refuse") return null;
  const agreed = event.kind === "agree";
  return go(item, knowing(state, answered(item, state.facts, step, agreed)), step, agreed ? undefined : step.ifRefused);
}

/** `unavailable`: the runtime found that no method can be used now. `refuse`: the person says that none will do. */
export function methods(item: ServiceItem, state: FlowState, step: Of<"methods">, event: FlowEvent): Advance {
  if (event.kind === "unavailable" || event.kind === "refuse") return go(item, state, step, step.ifNone);
  if (event.kind !== "choose") return null;
  const method = step.methods.find((one) => one.id === event.row);
  if (!method || method.factors.some((factor) => isLocked(state, factor))) return null;
  return go(item, state, step, method.to);
}

export function identify(item: ServiceItem, state: FlowState, step: Of<"identify">, event: FlowEvent): Advance {
  if (event.kind === "refuse") return refused(item, state, step);
  if (state.phase.at === "retry") return event.kind === "retry" ? arrive(item, state, step, state.triesLeft) : null;
  switch (event.kind) {
    case "identified":
      if (event.factor !== step.factor) return null;
      if (isSomebodyElse(state, step, event)) return missed(item, state, step, { why: "same-person", final: false });
      return go(item, proved(item, state, step, event), step);
    case "identify-failed":
      return missed(item, state, step, event);
    case "identify-unavailable":
      return go(item, state, step, step.ifUnavailable);
    default:
      return null;
  }
}

// Agreement to a face check may be taken back at any moment (order 19 of 2025).
function refused(item: ServiceItem, state: FlowState, step: Of<"identify">): Advance {
  if (FACE_FACTORS.has(step.factor)) return go(item, withdrawn(item, state, step), step, step.ifFailed);
  return hasOtherWay(item, state, step) ? go(item, state, step, step.ifFailed) : null;
}

/**
 * Whether a person who will or can not prove themself by this step has somewhere to turn. For a face there always is one, and whoever has no
 * licence code says so; from a card only a choice is worth going to, in which something else can still be chosen.
 */
export function hasOtherWay(item: ServiceItem, state: FlowState, step: Of<"identify">): boolean {
  if (FACE_FACTORS.has(step.factor) || step.factor === "electronic-licence") return true;
  const choice = item.steps.find((one) => one.id === step.ifFailed);
  if (choice?.kind !== "methods" || !isAsked(item, state, choice)) return false;
  return choice.methods.some(({ factors }) => !factors.includes(step.factor) && !factors.some((one) => isLocked(state, one)));
}

function missed(item: ServiceItem, state: FlowState, step: Of<"identify">, { why, final, lock }: Failed): Advance {
  const failures = countFailure(state.failures, step.factor, lock);
  const triesLeft = final || isLocked({ failures }, step.factor) ? 0 : state.triesLeft - 1;
  const known = { ...state, failures, triesLeft };
  if (triesLeft <= 0) return go(item, { ...known, triesLeft: 0 }, step, step.ifFailed);
  return { state: { ...known, phase: { at: "retry", why } }, effects: [] };
}

/** A guardian who is the child, a spouse who is the applicant: one card would stand for two people. */
function isSomebodyElse(state: FlowState, step: Of<"identify">, { identity, factor }: Identified): boolean {
  return factor !== "face" && knownNumbers(state.facts, personOf(step)).has(identity["number"] ?? "");
}

function proved(item: ServiceItem, state: FlowState, step: Of<"identify">, { factor, identity }: Identified): FlowState {
  const person = personOf(step);
  const before = provedBy(state.facts, person);
  if (factor === "face") {
    const factors = [...before.factors.filter((one) => one !== factor), factor];
    return knowing(state, withProved(state.facts, person, { ...before, factors }));
  }
  const samePerson = before.identity["number"] === undefined || before.identity["number"] === identity["number"];
  const kept = samePerson ? state.facts : forgetting(item, state.facts, step);
  return { ...knowing(state, withProved(kept, person, { identity, factors: [factor] })), refusal: null, fieldErrors: {} };
}

// Another person's card: nothing proved, agreed, answered or fetched for the first may stand for the second. What was agreed to for this
// very step was agreed to by whoever has just been identified at it.
function forgetting(item: ServiceItem, facts: Facts, step: Of<"identify">): Facts {
  if (step.person !== undefined) return withoutConsentsOf(item, facts, step.person);
  const consents = facts.consents.filter((one) => one.consent === step.consent && one.by === undefined);
  return { ...facts, answers: {}, fetched: {}, consents, persons: {} };
}
