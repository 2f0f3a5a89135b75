import { FACTORS } from "../../../config/identity/factors.ts";
import { isLocked } from "../../../config/service-items/factor-lock.ts";
import { advance, start } from "../../../config/service-items/flow.ts";
import type { FlowEffect, FlowEvent, FlowState } from "../../../config/service-items/flow-types.ts";
import type { ServiceItem } from "../../../config/service-items/item.ts";
import { facts0 } from "./items.ts";
import { eventsFor } from "./walk.ts";

export interface Found {
  readonly state: FlowState;
  /** Effects of the way that found it. */
  readonly effects: readonly FlowEffect[];
}

export interface Taken {
  readonly before: FlowState;
  readonly event: FlowEvent;
  readonly after: FlowState | null;
  readonly effects: readonly FlowEffect[];
}

/** Every state of an item that differs in what decides its future, found breadth first, and every event tried in each. */
export function explore(item: ServiceItem): { states: Found[]; taken: Taken[] } {
  const first = start(item, facts0);
  const states: Found[] = [first];
  const seen = new Set([nameOf(first.state)]);
  const taken: Taken[] = [];
  for (const { state, effects } of states) {
    for (const event of eventsFor(item, state)) {
      const next = advance(item, state, event);
      taken.push({ before: state, event, after: next?.state ?? null, effects: next?.effects ?? [] });
      if (!next || seen.has(nameOf(next.state))) continue;
      seen.add(nameOf(next.state));
      states.push({ state: next.state, effects: [...effects, ...next.effects] });
    }
  }
  return { states, taken };
}

function nameOf(state: FlowState): string {
  const { step, phase, triesLeft, refusal, trail, facts, fieldErrors } = state;
  const people = [...Object.entries(facts.persons), ["", facts] as const].map(([who, one]) => [
    who,
    one.identity["number"] ?? "",
    one.factors,
  ]);
  const known = [people, facts.consents, Object.keys(facts.answers), Object.keys(facts.fetched)];
  // How often somebody failed matters once a factor is closed; short of that it is looked into in tests of its own.
  const closed = FACTORS.filter((factor) => isLocked(state, factor));
  return JSON.stringify([step, phase, triesLeft, refusal?.reason, Object.keys(fieldErrors), trail, known, closed, facts.case !== null]);
}
