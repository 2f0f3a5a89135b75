import { unreachable } from "../../base/unreachable.ts";
import { FACE_FACTORS } from "../identity/factors.ts";
import { copiesOf } from "./copies.ts";
import { isTrue } from "./expression.ts";
import { mayAgree, mayLook } from "./face-consent.ts";
import { isLocked } from "./factor-lock.ts";
import type { Facts, FlowEffect, FlowState, Phase, PrintOrder } from "./flow-types.ts";
import type { Print, ServiceItem, Step, Target } from "./item.ts";
import { asked, mapped } from "./mapping.ts";
import { receiptData, scopeOf } from "./scope.ts";

/** A state with what is to be done on the way into it. */
export interface Move {
  readonly state: FlowState;
  readonly effects: readonly FlowEffect[];
}

/** Steps that `back` may return to: those that ask a person something that can be asked again. */
export const RETURNABLE: ReadonlySet<Step["kind"]> = new Set(["guide", "methods", "form", "choose", "scan", "sign", "review"]);

export function stepOf(item: ServiceItem, id: string): Step {
  const step = item.steps.find((one) => one.id === id);
  if (!step) throw new Error(`item ${item.id} has no step ${id}: it was never linted`);
  return step;
}

/** The step under this one in the list, or the end. */
export function below(item: ServiceItem, step: Step): Target {
  return item.steps[item.steps.indexOf(step) + 1]?.id ?? "end:finished";
}

/** Leaves a step that is done with. */
export function go(item: ServiceItem, state: FlowState, step: Step, to: Target = nextOf(item, step)): Move {
  const trail = RETURNABLE.has(step.kind) ? [...state.trail, step.id] : state.trail;
  return enter(item, { ...state, trail }, to);
}

export function knowing(state: FlowState, facts: Partial<Facts>): FlowState {
  return { ...state, facts: { ...state.facts, ...facts } };
}

/** Where a finished step leads. */
export function nextOf(item: ServiceItem, step: Step): Target {
  return step.next ?? below(item, step);
}

/** Goes to `target`, past the steps whose `when` is not true: those give way to the step below them, wherever their `next` leads. */
export function enter(item: ServiceItem, state: FlowState, target: Target): Move {
  let at = target;
  let known = state;
  for (let passed = 0; passed <= item.steps.length; passed++) {
    const end = endOf(at);
    if (end) return finish(known, end);
    const step = stepOf(item, at);
    if (!isAsked(item, known, step)) {
      at = below(item, step);
      if (step.kind === "sign") known = unanswered(known, step.into);
    } else {
      const past = wayPast(item, known, step);
      if (past === null) return arrive(item, known, step);
      at = past;
    }
  }
  throw new Error(`item ${item.id}: no step can be entered from ${target}; it was never linted`);
}

/** Where a step leads that cannot be asked in this session as it stands; null when it can. */
function wayPast(item: ServiceItem, state: FlowState, step: Step): Target | null {
  switch (step.kind) {
    // A rating is of a case (one rating per 办件): without one there is nothing to rate.
    case "evaluate":
      return state.facts.case ? null : nextOf(item, step);
    case "consent":
      return mayAgree(item, state, step) ? null : step.ifRefused;
    case "methods":
      return step.methods.every((one) => one.factors.some((factor) => isLocked(state, factor))) ? step.ifNone : null;
    case "identify":
      if (isLocked(state, step.factor)) return step.ifFailed;
      return FACE_FACTORS.has(step.factor) && !mayLook(item, state, step) ? step.ifUnavailable : null;
    default:
      return null;
  }
}

export function isAsked(item: ServiceItem, state: FlowState, step: Step): boolean {
  return step.when === undefined || isTrue(step.when, scopeOf(item, state, state.facts.session.language));
}

/** Enters exactly this step, anew: a fresh visit, so that what an earlier one started is stale. */
export function arrive(item: ServiceItem, state: FlowState, step: Step, triesLeft = triesOf(step)): Move {
  const visit = state.visit + 1;
  const effects = effectsOf(item, state, step, visit);
  const before = state.trail.indexOf(step.id);
  const arrived: FlowState = {
    ...state,
    step: step.id,
    visit,
    triesLeft,
    phase: effects.length > 0 ? { at: "working" } : { at: "person" },
    trail: isPointOfNoReturn(step) ? [] : before < 0 ? state.trail : state.trail.slice(0, before),
  };
  return { state: asMet(arrived, step), effects };
}

function asMet(state: FlowState, step: Step): FlowState {
  if (step.kind === "form") return withRefusalOn(state, step);
  return step.kind === "sign" || step.kind === "scan" ? unanswered(state, step.into) : state;
}

// What was signed may have been changed since: who comes here again signs again.
function unanswered(state: FlowState, into: string): FlowState {
  const answers = Object.fromEntries(Object.entries(state.facts.answers).filter(([name]) => name !== into));
  return { ...state, facts: { ...state.facts, answers } };
}

export function finish(state: FlowState, end: Extract<Phase, { at: "over" }>["end"]): Move {
  return { state: { ...state, visit: state.visit + 1, phase: { at: "over", end }, trail: [] }, effects: [{ kind: "end", end }] };
}

function endOf(target: Target): Extract<Phase, { at: "over" }>["end"] | null {
  switch (target) {
    case "end:finished":
      return "finished";
    case "end:cancelled":
      return "cancelled";
    case "end:identity-failed":
      return "identity-failed";
    default:
      return null;
  }
}

function triesOf(step: Step): number {
  return step.kind === "identify" || step.kind === "scan" ? step.attempts : 0;
}

function isPointOfNoReturn(step: Step): boolean {
  return step.kind === "submit" || step.kind === "print" || step.kind === "handoff" || step.kind === "result";
}

// A refusal that names no field of this form is still the reason why the person sees it again: it stands at the first field.
function withRefusalOn(state: FlowState, form: Extract<Step, { kind: "form" }>): FlowState {
  const names = new Set(form.fields.map((field) => field.name));
  const first = form.fields[0];
  if (!state.refusal || !first) return { ...state, fieldErrors: {} };
  const named = Object.entries(state.refusal.fields).filter(([name]) => names.has(name));
  return { ...state, fieldErrors: named.length > 0 ? Object.fromEntries(named) : { [first.name]: state.refusal.message } };
}

function effectsOf(item: ServiceItem, state: FlowState, step: Step, visit: number): FlowEffect[] {
  switch (step.kind) {
    case "identify":
      return [identifyEffect(item, state, step, visit)];
    case "scan":
      return [{ kind: "scan-code", visit }];
    case "wait": {
      const { operation, withinMs } = step;
      return [{ kind: "query", visit, operation, params: asked(item, state, step.request), withinMs, poll: step.poll ?? null }];
    }
    case "submit":
      return [{ kind: "register-case", visit, mode: step.mode, body: mapped(item, state, step.body) }];
    case "print":
      return [{ kind: "print", visit, prints: step.prints.map((print) => orderOf(item, state, print)) }];
    case "handoff":
      return [{ kind: "print", visit, prints: [receiptOf(item, state, step.receipt)] }];
    case "guide":
    case "consent":
    case "methods":
    case "choose":
    case "form":
    case "sign":
    case "review":
    case "result":
    case "evaluate":
      return [];
    default:
      return unreachable(step);
  }
}

const SERVICE_WITHIN_MS = 15_000;

function identifyEffect(item: ServiceItem, state: FlowState, step: Extract<Step, { kind: "identify" }>, visit: number): FlowEffect {
  const { factor, person = null, minAssurance = "rgb-passive", operation = "", request = {}, withinMs = SERVICE_WITHIN_MS } = step;
  switch (factor) {
    case "id-card":
      return { kind: "read-card", visit, person };
    case "face":
      return { kind: "verify-face", visit, person, minAssurance };
    case "remote-face":
      return { kind: "verify-face-remotely", visit, minAssurance, operation, params: asked(item, state, request), withinMs };
    case "social-security-card":
      return { kind: "read-social-security-card", visit, person };
    case "electronic-licence":
      return { kind: "read-electronic-licence", visit, operation, params: asked(item, state, request), withinMs };
    default:
      return unreachable(factor);
  }
}

function orderOf(item: ServiceItem, state: FlowState, print: Print): PrintOrder {
  switch (print.kind) {
    case "receipt":
      return receiptOf(item, state, print.template);
    case "certificate": {
      const { template } = print;
      const data = mapped(item, state, print.data);
      return print.effect === "serialised"
        ? { kind: "certificate", template, data, blank: print.blank, copies: 1 }
        : { kind: "certificate", template, data, blank: null, copies: copiesOf(item, state, print) };
    }
    case "department-document": {
      const { kind, id, name, operation, request, withinMs } = print;
      const copies = copiesOf(item, state, print);
      return { kind, template: id, name, operation, params: mapped(item, state, request), withinMs, copies };
    }
    case "download": {
      const { kind, id, name, operation, request } = print;
      return { kind, template: id, name, operation, params: mapped(item, state, request) };
    }
    default:
      return unreachable(print);
  }
}

function receiptOf(item: ServiceItem, state: FlowState, template: string): PrintOrder {
  return { kind: "receipt", template, data: receiptData(item, state) };
}
