import type { Language } from "../language.ts";
import { arrive, enter, finish, isAsked, type Move, RETURNABLE, stepOf } from "./flow-enter.ts";
import { advanceStep } from "./flow-steps.ts";
import type { Advance, Facts, FlowEvent, FlowState } from "./flow-types.ts";
import type { ServiceItem, Step } from "./item.ts";

/**
 * The flow interpreter: pure, over an item that `lint.ts` found good. The same item, state and event always give the same answer.
 * `facts0`: the session, with nothing known of the person yet (`emptyFacts`).
 */
export function start(item: ServiceItem, facts0: Facts): Move {
  const first = item.steps[0];
  if (!first) throw new Error(`item ${item.id} has no steps: it was never linted`);
  const state: FlowState = {
    step: first.id,
    visit: 0,
    phase: { at: "person" },
    triesLeft: 0,
    failures: {},
    fieldErrors: {},
    refusal: null,
    trail: [],
    facts: facts0,
  };
  return enter(item, state, first.id);
}

/** What `event` makes of `state`; null when it means nothing there: too late, for another visit, or not this step's business. */
export function advance(item: ServiceItem, state: FlowState, event: FlowEvent): Advance {
  if (state.phase.at === "over") return null;
  if ("visit" in event && event.visit !== state.visit) return null;
  const step = stepOf(item, state.step);
  switch (event.kind) {
    case "cancel":
      return cancel(state, step);
    case "back":
      return back(item, state, step);
    default:
      return advanceStep(item, state, step, event);
  }
}

export function emptyFacts(session: Facts["session"]): Facts {
  return { session, identity: {}, factors: [], persons: {}, consents: [], answers: {}, fetched: {}, case: null, prints: [] };
}

/** The person changed the language: what is printed and asked from now on is in it. */
export function withLanguage(state: FlowState, language: Language): FlowState {
  return { ...state, facts: { ...state.facts, session: { ...state.facts.session, language } } };
}

export function canGoBack(item: ServiceItem, state: FlowState): boolean {
  return state.phase.at !== "over" && back(item, state, stepOf(item, state.step)) !== null;
}

export function canCancel(item: ServiceItem, state: FlowState): boolean {
  return state.phase.at !== "over" && cancel(state, stepOf(item, state.step)) !== null;
}

// A commit or a sheet under way cannot be called back, so nobody is told it was. Once the case is registered, leaving is finishing.
function cancel(state: FlowState, step: Step): Advance {
  const physical = step.kind === "submit" || step.kind === "print" || step.kind === "handoff";
  if (physical && state.phase.at === "working") return null;
  return finish(state, state.facts.case ? "finished" : "cancelled");
}

const BACK_FROM: ReadonlySet<Step["kind"]> = new Set([...RETURNABLE, "consent", "identify"]);

function back(item: ServiceItem, state: FlowState, step: Step): Advance {
  if (!BACK_FROM.has(step.kind)) return null;
  const place = state.trail.findLastIndex((id) => isAsked(item, state, stepOf(item, id)));
  const id = state.trail[place];
  if (id === undefined) return null;
  return arrive(item, { ...state, refusal: null, trail: state.trail.slice(0, place) }, stepOf(item, id));
}
