/** Pieces of JSON Schema that items and settings are put together from. */
export type Schema = Readonly<Record<string, unknown>>;

/** An object that has exactly these keys; those named in `optional` may be absent. */
export function object(properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema {
  const required = Object.keys(properties).filter((key) => !optional.includes(key));
  return { type: "object", additionalProperties: false, required, properties };
}

export function list(items: Schema, minItems: number, maxItems = 40): Schema {
  return { type: "array", minItems, maxItems, items };
}

export const text: Schema = { type: "string", maxLength: 2_000 };
export const localText: Schema = object({ "zh-CN": text, en: text });
export const id: Schema = { type: "string", pattern: "^[a-z][a-z0-9-]{0,49}$" };
export const version: Schema = { type: "integer", minimum: 1 };
/** A key of facts: readable in an expression without quotes. */
export const key: Schema = { type: "string", pattern: "^[a-z][A-Za-z0-9]{0,39}$" };
export const expressionText: Schema = { type: "string", minLength: 1, maxLength: 500 };
export const mapping: Schema = { type: "object", maxProperties: 40, propertyNames: key, additionalProperties: expressionText };
export const targetText: Schema = { type: "string", pattern: "^([a-z][a-z0-9-]{0,49}|end:[a-z-]+)$" };
export const milliseconds = (minimum: number, maximum: number): Schema => ({ type: "integer", minimum, maximum });
