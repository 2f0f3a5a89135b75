import { unreachable } from "../../base/unreachable.ts";
import { checkSignature } from "../documents/signature.ts";
import { rowsOf } from "./choose-rows.ts";
import { arrive, go, knowing } from "./flow-enter.ts";
import { scan } from "./flow-scan.ts";
import type { Advance, FlowEvent, FlowState } from "./flow-types.ts";
import { fillForm } from "./form-values.ts";
import type { ServiceItem, Step } from "./item.ts";

type Of<K extends Step["kind"]> = Extract<Step, { kind: K }>;

/** One step's answer to an event of its own visit. */
export function advanceStep(item: ServiceItem, state: FlowState, step: Step, event: FlowEvent): Advance {
  switch (step.kind) {
    case "guide":
    case "review":
    case "result":
      return event.kind === "confirm" ? go(item, state, step) : null;
    case "consent":
      return consent(item, state, step, event);
    case "identify":
      return identify(item, state, step, event);
    case "choose":
      return choose(item, state, step, event);
    case "form":
      return form(item, state, step, event);
    case "scan":
      return scan(item, state, step, event);
    case "sign":
      return sign(item, state, step, event);
    case "wait":
      return wait(item, state, step, event);
    case "submit":
      return submit(item, state, step, event);
    case "print":
      return print(item, state, step, event);
    case "evaluate":
      return rate(item, state, step, event);
    case "handoff":
      return handoff(item, state, step, event);
    default:
      return unreachable(step);
  }
}

function consent(item: ServiceItem, state: FlowState, step: Of<"consent">, event: FlowEvent): Advance {
  if (event.kind !== "agree" && event.kind !== "refuse") return null;
  const agreed = event.kind === "agree";
  const others = state.facts.consents.filter((one) => one.consent !== step.consent);
  const consents = [...others, { consent: step.consent, version: step.version, agreed }];
  return go(item, knowing(state, { consents }), step, agreed ? undefined : step.ifRefused);
}

function identify(item: ServiceItem, state: FlowState, step: Of<"identify">, event: FlowEvent): Advance {
  if (event.kind === "refuse" && step.factor === "face") return go(item, withdrawn(state), step, step.ifFailed);
  if (state.phase.at === "retry") return event.kind === "retry" ? arrive(item, state, step, state.triesLeft) : null;
  switch (event.kind) {
    case "identified":
      return event.factor === step.factor ? go(item, identified(state, event), step) : null;
    case "identify-failed": {
      const triesLeft = state.triesLeft - 1;
      if (event.final || triesLeft <= 0) return go(item, { ...state, triesLeft: 0 }, step, step.ifFailed);
      return { state: { ...state, triesLeft, phase: { at: "retry", why: event.why } }, effects: [] };
    }
    case "identify-unavailable":
      return go(item, state, step, step.ifUnavailable);
    default:
      return null;
  }
}

// Agreement to a face check may be taken back at any moment (order 19 of 2025, art. on consent); the last one given is the face's.
function withdrawn(state: FlowState): FlowState {
  const last = state.facts.consents.findLastIndex((one) => one.agreed);
  return knowing(state, { consents: state.facts.consents.map((one, at) => (at === last ? { ...one, agreed: false } : one)) });
}

// A card read again may be another person's: nothing proved, agreed, answered or fetched for the first may stand for the second.
function identified(state: FlowState, event: Extract<FlowEvent, { kind: "identified" }>): FlowState {
  const { facts } = state;
  if (event.factor === "face") {
    return knowing(state, { factors: [...facts.factors.filter((one) => one !== "face"), "face"] });
  }
  const samePerson = facts.identity["number"] === undefined || facts.identity["number"] === event.identity["number"];
  const kept = samePerson ? {} : { answers: {}, fetched: {}, consents: [] };
  return { ...knowing(state, { ...kept, identity: event.identity, factors: ["id-card"] }), refusal: null, fieldErrors: {} };
}

function choose(item: ServiceItem, state: FlowState, step: Of<"choose">, event: FlowEvent): Advance {
  const rows = rowsOf(item, state, step);
  if (rows.length === 0) return event.kind === "confirm" ? go(item, state, step, "end:finished") : null;
  if (event.kind !== "choose") return null;
  const row = rows.find((one) => one.id === event.row);
  return row ? go(item, knowing(state, { answers: { ...state.facts.answers, [step.into]: row.value } }), step) : null;
}

function form(item: ServiceItem, state: FlowState, step: Of<"form">, event: FlowEvent): Advance {
  if (event.kind !== "fill") return null;
  const { values, errors } = fillForm(item, state, step, event.values);
  const filled = knowing(state, { answers: { ...state.facts.answers, [step.into]: values } });
  if (Object.keys(errors).length > 0) return { state: { ...filled, fieldErrors: errors }, effects: [] };
  return go(item, { ...filled, fieldErrors: {}, refusal: null }, step);
}

/** The page has told the person what is wrong with a signature before it sends one; what is wrong here came from no page of ours. */
function sign(item: ServiceItem, state: FlowState, step: Of<"sign">, event: FlowEvent): Advance {
  if (event.kind === "refuse") return go(item, state, step, step.ifUnable);
  if (event.kind !== "sign" || !checkSignature(event.signature).ok) return null;
  return go(item, knowing(state, { answers: { ...state.facts.answers, [step.into]: { ...event.signature } } }), step);
}

function wait(item: ServiceItem, state: FlowState, step: Of<"wait">, event: FlowEvent): Advance {
  switch (event.kind) {
    case "fetched": {
      const fetched = { ...state.facts.fetched, [step.into]: event.answer };
      return go(item, { ...knowing(state, { fetched }), refusal: null, fieldErrors: {} }, step);
    }
    case "refused":
      return go(item, { ...state, refusal: event.refusal, fieldErrors: event.refusal.fields }, step, step.ifRefused);
    case "unavailable":
      return go(item, state, step, step.ifUnavailable);
    default:
      return null;
  }
}

function submit(item: ServiceItem, state: FlowState, step: Of<"submit">, event: FlowEvent): Advance {
  if (event.kind === "registered") return go(item, knowing(state, { case: event.case }), step);
  return event.kind === "unavailable" ? go(item, state, step, step.ifUnavailable) : null;
}

function print(item: ServiceItem, state: FlowState, step: Of<"print">, event: FlowEvent): Advance {
  if (event.kind !== "print-done") return null;
  // A sheet that nobody reported is not a printed one.
  const allPrinted = step.prints.every((one) => event.outcomes.some((it) => it.template === one.template && it.outcome === "printed"));
  const done = knowing(state, { prints: [...state.facts.prints, ...event.outcomes] });
  return go(item, done, step, allPrinted && event.outcomes.every((it) => it.outcome === "printed") ? undefined : step.ifFailed);
}

function rate(item: ServiceItem, state: FlowState, step: Of<"evaluate">, event: FlowEvent): Advance {
  if (event.kind === "skip") return go(item, state, step);
  if (event.kind !== "rate" || !Number.isInteger(event.grade) || event.grade < 1 || event.grade > 5) return null;
  const known = new Set(item.ratingTags.map((tag) => tag.id));
  if (event.tags.some((tag) => !known.has(tag))) return null;
  const on = go(item, state, step);
  return { state: on.state, effects: [{ kind: "rate", grade: event.grade, tags: [...new Set(event.tags)] }, ...on.effects] };
}

/** The slip comes first; only then can the person go, so that no new visit cuts the printing short. */
function handoff(item: ServiceItem, state: FlowState, step: Of<"handoff">, event: FlowEvent): Advance {
  if (state.phase.at === "person") return event.kind === "confirm" ? go(item, state, step) : null;
  if (event.kind !== "print-done") return null;
  const done = knowing(state, { prints: [...state.facts.prints, ...event.outcomes] });
  return { state: { ...done, phase: { at: "person" } }, effects: [] };
}
