import { unreachable } from "../../base/unreachable.ts";
import { checkSignature } from "../documents/signature.ts";
import { rowsOf } from "./choose-rows.ts";
import { copiesOf } from "./copies.ts";
import { go, knowing } from "./flow-enter.ts";
import { consent, identify, methods } from "./flow-identify.ts";
import { scan } from "./flow-scan.ts";
import type { Advance, FlowEvent, FlowState, PrintOutcome } from "./flow-types.ts";
import { fillForm } from "./form-values.ts";
import { printId, type ServiceItem, type Step } from "./item.ts";

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
    case "methods":
      return methods(item, state, step, event);
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
  const allThere = step.prints.every(
    (one) => event.outcomes.filter((it) => it.template === printId(one)).length >= copiesOf(item, state, one),
  );
  const done = knowing(state, { prints: [...state.facts.prints, ...event.outcomes] });
  return go(item, done, step, allThere && event.outcomes.every(isGood) ? undefined : step.ifFailed);
}

/** A receipt or a file that the person has on the phone is as good as one in the hand. */
function isGood({ outcome }: PrintOutcome): boolean {
  return outcome === "printed" || outcome === "paperless";
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
