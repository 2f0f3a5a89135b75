import { valueOrNull } from "./expression.ts";
import type { FlowState } from "./flow-types.ts";
import type { Mapping, ServiceItem } from "./item.ts";
import { scopeOf } from "./scope.ts";

/** A question to a department: the only place that may hold a secret. */
export function asked(item: ServiceItem, state: FlowState, mapping: Mapping): Record<string, unknown> {
  return evaluated(mapping, scopeOf(item, state, state.facts.session.language, "with-secrets"));
}

/** A case's body or a document's data. */
export function mapped(item: ServiceItem, state: FlowState, mapping: Mapping): Record<string, unknown> {
  return evaluated(mapping, scopeOf(item, state, state.facts.session.language));
}

function evaluated(mapping: Mapping, scope: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(mapping).map(([key, text]) => [key, valueOrNull(text, scope)]));
}
