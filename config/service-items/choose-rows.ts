import { valueOrNull } from "./expression.ts";
import type { FlowState } from "./flow-types.ts";
import type { ServiceItem, Step } from "./item.ts";
import { scopeOf } from "./scope.ts";

type ChooseStep = Extract<Step, { kind: "choose" }>;

export interface Row {
  readonly id: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** The rows that a person can choose from. A row without an id, or with one that was there before, cannot be chosen and is left out. */
export function rowsOf(item: ServiceItem, state: FlowState, step: ChooseStep): readonly Row[] {
  const list = valueOrNull(step.rows, scopeOf(item, state, state.facts.session.language));
  if (!Array.isArray(list)) return [];
  const rows = new Map<string, Row>();
  for (const value of list as unknown[]) {
    const id = valueOrNull(step.row.id, value);
    if ((typeof id !== "string" && typeof id !== "number") || id === "" || rows.has(String(id))) continue;
    rows.set(String(id), { id: String(id), value: asRecord(value) });
  }
  return [...rows.values()];
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : { value };
}
