import type { Factor } from "../../../config/identity/factors.ts";
import { advance, start } from "../../../config/service-items/flow.ts";
import type { FlowEffect, FlowEvent, FlowState, PrintOutcome } from "../../../config/service-items/flow-types.ts";
import { printId, type ServiceItem, type Step } from "../../../config/service-items/item.ts";
import type { QueryRefusal } from "../../../config/service-items/query.ts";
import { SAMPLE_SIGNATURE } from "../../support/sample-signature.ts";
import { ANSWERS, CHILD, facts0, GOOD_VALUES, GUARDIAN, PERSON, SHOP, SPOUSE, TEEN } from "./items.ts";

export const CASE = { id: "0190-case", number: "K20260105001", registeredAt: "2026-01-05T09:05:00+08:00" };

export function refusal(reason: string, fields: QueryRefusal["fields"] = {}): QueryRefusal {
  return { reason, message: { "zh-CN": `没有通过：${reason}`, en: `Refused: ${reason}` }, fields };
}

export const BAD_FIELD = { "zh-CN": "这里不对", en: "Not right" };

/** Every event that the world or the person can bring in `state`, good and bad, of this visit. */
export function eventsFor(item: ServiceItem, state: FlowState): FlowEvent[] {
  const step = stepAt(item, state);
  return [...personEvents(step), ...worldEvents(item, step, state.visit)];
}

export function stepAt(item: ServiceItem, state: FlowState): Step {
  const step = item.steps.find((one) => one.id === state.step);
  if (!step) throw new Error(`no step ${state.step}`);
  return step;
}

function personEvents(step: Step): FlowEvent[] {
  const common: FlowEvent[] = [
    { kind: "confirm" },
    { kind: "back" },
    { kind: "retry" },
    { kind: "skip" },
    { kind: "cancel" },
    { kind: "agree" },
    { kind: "refuse" },
  ];
  return [
    ...common,
    ...["A1", "A2", "12", "nowhere", ...methodsOf(step)].map((row): FlowEvent => ({ kind: "choose", row })),
    { kind: "fill", values: step.kind === "form" ? goodFill(step) : {} },
    { kind: "fill", values: {} },
    ...noneOf(step),
    { kind: "fill", values: { tradeName: "x", password: "12", __proto__: "y" } as Record<string, string> },
    { kind: "sign", signature: SAMPLE_SIGNATURE },
    { kind: "sign", signature: { ...SAMPLE_SIGNATURE, strokes: [] } },
    { kind: "rate", grade: 5, tags: ["slow"] },
    { kind: "rate", grade: 9, tags: [] },
    { kind: "rate", grade: 1, tags: ["no-such-tag"] },
  ];
}

export function goodFill(step: Extract<Step, { kind: "form" }>): Record<string, string> {
  return Object.fromEntries(step.fields.map((field) => [field.name, GOOD_VALUES[field.name] ?? ""]));
}

/** Where something is counted, none of it is another way on. */
function noneOf(step: Step): FlowEvent[] {
  const counts = step.kind === "form" && step.fields.some((field) => field.name === "count");
  return counts ? [{ kind: "fill", values: { count: "0" } }] : [];
}

function methodsOf(step: Step): string[] {
  return step.kind === "methods" ? step.methods.map(({ id }) => id) : [];
}

/** Who may stand there: whom the step is for, somebody else, and somebody of this case who has been there before. */
function identifiedEvents(item: ServiceItem, step: Step, visit: number): FlowEvent[] {
  if (step.kind !== "identify") return [{ kind: "identified", visit, factor: "id-card", identity: PERSON }];
  const { factor, person } = step;
  const event = (identity: Readonly<Record<string, string>>): FlowEvent => ({ kind: "identified", visit, factor, identity });
  if (factor === "face") return [event({}), { kind: "identified", visit, factor: "id-card", identity: PERSON }];
  if (factor === "electronic-licence") return [event(SHOP)];
  if (item.id === "child-record") return (person ? [GUARDIAN, CHILD, TEEN] : [CHILD, TEEN, PERSON]).map(event);
  return (person ? [SPOUSE, PERSON] : [PERSON]).map(event);
}

function worldEvents(item: ServiceItem, step: Step, visit: number): FlowEvent[] {
  const templates = step.kind === "print" ? step.prints.map(printId) : step.kind === "handoff" ? [step.receipt] : ["none"];
  const outcomes = (outcome: PrintOutcome["outcome"]) => templates.map((template) => ({ template, outcome, serial: "" }));
  const fields = step.kind === "wait" ? { tradeName: BAD_FIELD, password: BAD_FIELD } : {};
  return [
    ...identifiedEvents(item, step, visit),
    { kind: "identify-failed", visit, why: "unreadable", final: false },
    { kind: "identify-failed", visit, why: "mismatch", final: true },
    { kind: "identify-failed", visit, why: "no-match", final: true, lock: "close" },
    { kind: "identify-failed", visit, why: "not-seen", final: false, lock: "keep" },
    { kind: "identify-unavailable", visit },
    { kind: "fetched", visit, answer: (step.kind === "wait" && ANSWERS[step.operation]) || {} },
    { kind: "fetched", visit, answer: { cases: [] } },
    { kind: "refused", visit, refusal: refusal("rules", fields) },
    { kind: "refused", visit, refusal: refusal("locked") },
    { kind: "unavailable", visit },
    { kind: "registered", visit, case: CASE },
    { kind: "print-done", visit, outcomes: outcomes("printed") },
    { kind: "print-done", visit, outcomes: outcomes("paperless") },
    { kind: "print-done", visit, outcomes: outcomes("failed") },
    { kind: "print-done", visit, outcomes: outcomes("unknown") },
    { kind: "print-done", visit, outcomes: [] },
  ];
}

export interface Walked {
  readonly state: FlowState;
  readonly effects: readonly FlowEffect[];
}

/** Starts `item` and goes through `events`; an event that means nothing there fails the test. A visit of 0 means "this one". */
export function walk(item: ServiceItem, events: readonly FlowEvent[]): Walked {
  return on(item, start(item, facts0), events);
}

/** The same from somewhere on the way. */
export function on(item: ServiceItem, from: Walked, events: readonly FlowEvent[]): Walked {
  let at: Walked = from;
  const effects = [...at.effects];
  for (const event of events) {
    const next = advance(item, at.state, "visit" in event ? { ...event, visit: at.state.visit } : event);
    if (!next) throw new Error(`${event.kind} means nothing at ${at.state.step}`);
    effects.push(...next.effects);
    at = next;
  }
  return { state: at.state, effects };
}

export const proves = (identity: Readonly<Record<string, string>>, factor: Factor = "id-card"): FlowEvent => ({
  kind: "identified",
  visit: 0,
  factor,
  identity,
});
export const choose = (row: string): FlowEvent => ({ kind: "choose", row });
export const retry: FlowEvent = { kind: "retry" };
export const card: FlowEvent = { kind: "identified", visit: 0, factor: "id-card", identity: PERSON };
export const face: FlowEvent = { kind: "identified", visit: 0, factor: "face", identity: {} };
export const sign: FlowEvent = { kind: "sign", signature: SAMPLE_SIGNATURE };
export const agree: FlowEvent = { kind: "agree" };
export const refuse: FlowEvent = { kind: "refuse" };
export const confirm: FlowEvent = { kind: "confirm" };
export const back: FlowEvent = { kind: "back" };
export const cancel: FlowEvent = { kind: "cancel" };
export const unavailable: FlowEvent = { kind: "unavailable", visit: 0 };
export const registered: FlowEvent = { kind: "registered", visit: 0, case: CASE };
export const fetched = (operation: string): FlowEvent => ({ kind: "fetched", visit: 0, answer: ANSWERS[operation] ?? {} });
export const refused = (reason: string, fields: QueryRefusal["fields"] = {}): FlowEvent => ({
  kind: "refused",
  visit: 0,
  refusal: refusal(reason, fields),
});
export const fill = (values: Record<string, string>): FlowEvent => ({ kind: "fill", values });
export const printed = (...templates: string[]): FlowEvent => ({
  kind: "print-done",
  visit: 0,
  outcomes: templates.map((template) => ({ template, outcome: "printed", serial: "" })),
});
