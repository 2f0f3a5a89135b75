import type { AnySchemaObject } from "ajv";
import { type Check, checker } from "../../base/checked.ts";

/** Where something of a person is: nowhere, in what goes in (a receipt to print), or in the answer too (a card that was read). */
export type Personal = "nowhere" | "arguments" | "answer";

export interface CommandRule {
  readonly args: Check<unknown>;
  /** The answer's shape: a driver may be a stranger's package, and its types say nothing at run time. */
  readonly value: Check<unknown>;
  /**
   * Anything but `nowhere` is kept out of a trace. An `answer` is forgotten with the lease that asked; any other answer
   * outlives it, so that the same key never acts a second time.
   */
  readonly personal: Personal;
}

/** All commands of one kind: what is not here is not supported. */
export type Rules<C> = { readonly [N in keyof C]: CommandRule };

export function rule(args: AnySchemaObject, value: AnySchemaObject, personal: Personal = "nowhere"): CommandRule {
  return { args: checker(args), value: checker(value), personal };
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

/** Base64 of a picture; a page of a document camera is the largest. */
export const PICTURE = { type: "string", minLength: 4, maxLength: 32_000_000 };
export const SHORT_TEXT = { type: "string", maxLength: 300 };
export const COUNT = { type: "integer", minimum: 0 };
export const NOTHING = fields({});
/** The ledger's name of one physical act. */
export const JOB = { type: "string", minLength: 1, maxLength: 200 };
