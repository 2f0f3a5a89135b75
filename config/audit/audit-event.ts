import type { Fault } from "../../base/checked.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { EventDefinition } from "./event-definition.ts";
import { EVENTS } from "./events.ts";
import { type FieldValue, fieldProblem } from "./field-kinds.ts";

export type EventName = keyof typeof EVENTS;

export type EventFields<N extends EventName> = {
  readonly [F in keyof (typeof EVENTS)[N]["fields"]]: (typeof EVENTS)[N]["fields"][F] extends infer K
    ? K extends "id" | "sha256" | "count" | "ms" | "flag" | readonly string[]
      ? FieldValue<K>
      : never
    : never;
};

/** One entry of the journal, before its place in the chain. */
export type AuditEvent = { [N in EventName]: { readonly event: N; readonly fields: EventFields<N> } }[EventName];

/** The event with fields that the compiler has checked. */
export function auditEvent<N extends EventName>(event: N, fields: EventFields<N>): { readonly event: N; readonly fields: EventFields<N> } {
  return { event, fields };
}

export function isEventName(name: string): name is EventName {
  return Object.hasOwn(EVENTS, name);
}

export function definitionOf(name: EventName): EventDefinition {
  return EVENTS[name];
}

/** Checks an event of which only the process that sent it knows the type: all fields there, none beside, each of its kind. */
export function checkEvent(event: string, fields: Readonly<Record<string, unknown>>): Result<AuditEvent, readonly Fault[]> {
  if (!isEventName(event)) return err([{ at: "/event", problem: `there is no event ${event}` }]);
  const kinds = definitionOf(event).fields;
  const extra = Object.keys(fields).filter((name) => !Object.hasOwn(kinds, name));
  const faults: Fault[] = extra.map((name) => ({ at: `/fields/${name}`, problem: `${event} has no such field` }));
  for (const [name, kind] of Object.entries(kinds)) {
    const problem = Object.hasOwn(fields, name) ? fieldProblem(kind, fields[name]) : "is missing";
    if (problem) faults.push({ at: `/fields/${name}`, problem });
  }
  return faults.length > 0 ? err(faults) : ok({ event, fields } as AuditEvent);
}
