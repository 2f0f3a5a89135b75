import type { AnySchemaObject } from "ajv";

/**
 * Part of a JSON Schema for a union told apart by `kind`: with this kind, these fields must be there. Said as
 * "if it is not so, else": an object with a key `then` would pass for a promise wherever it is awaited.
 */
export function requiredByKind(kind: string, fields: readonly string[]): AnySchemaObject {
  return {
    if: { properties: { kind: { not: { const: kind } } } },
    else: { required: fields, properties: Object.fromEntries(fields.map((field) => [field, true])) },
  };
}
