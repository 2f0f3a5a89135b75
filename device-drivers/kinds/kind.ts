import type { AnySchemaObject } from "ajv";
import { type Check, checker } from "../../base/checked.ts";

/** What goes into a command and what comes out. */
export interface Exchange {
  readonly args: unknown;
  readonly value: unknown;
}

export interface CommandRule {
  readonly args: Check<unknown>;
  /**
   * True when the arguments or the answer hold something of a person: the host forgets the answer with the lease that
   * asked, and a trace holds none of it.
   */
  readonly personal: boolean;
}

/** All commands of one kind: what is not here is not supported. */
export type Rules<C> = { readonly [N in keyof C]: CommandRule };

export function rule(args: AnySchemaObject, personal = false): CommandRule {
  return { args: checker(args), personal };
}

/** Schema of an object that has just these fields; all are required unless named in `optional`. */
export function fields(properties: Readonly<Record<string, unknown>>, optional: readonly string[] = []): AnySchemaObject {
  return {
    type: "object",
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
    properties,
    additionalProperties: false,
  };
}

export const NOTHING = fields({});
/** The ledger's name of one physical act. */
export const JOB = { type: "string", minLength: 1, maxLength: 200 };
