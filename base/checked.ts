import { readFileSync } from "node:fs";
import { Ajv2020, type AnySchemaObject, type ErrorObject } from "ajv/dist/2020.js";
import { err, ok, type Result } from "./result.ts";

/** One thing wrong with a document from outside: where (a JSON pointer) and what. */
export interface Fault {
  readonly at: string;
  readonly problem: string;
}

export interface Invalid {
  readonly kind: "unreadable" | "not-json" | "too-large" | "wrong-shape";
  /** Which document: a file name, a route, a message name. */
  readonly what: string;
  readonly faults: readonly Fault[];
}

export type Check<T> = (value: unknown, what: string) => Result<T, Invalid>;

/** Nothing that a person or a service sends us is larger. */
export const MAX_JSON_BYTES = 4 * 1024 * 1024;

const ajv = new Ajv2020({ allErrors: true, useDefaults: true, allowUnionTypes: true, strict: true });
// Vocabulary that our own checks read and Ajv only has to let pass.
ajv.addVocabulary(["x-ui", "x-text"]);

/** Compiles a JSON Schema once. The checked value gets the schema's defaults filled in. */
export function checker<T>(schema: AnySchemaObject): Check<T> {
  const validate = ajv.compile<T>(schema);
  return (value, what) => {
    if (validate(value)) return ok(value as T);
    return err({ kind: "wrong-shape", what, faults: (validate.errors ?? []).slice(0, 20).map(fault) });
  };
}

export function parseJson(text: string, what: string): Result<unknown, Invalid> {
  if (Buffer.byteLength(text) > MAX_JSON_BYTES) {
    return err({ kind: "too-large", what, faults: [{ at: "", problem: `more than ${MAX_JSON_BYTES} bytes` }] });
  }
  try {
    return ok(JSON.parse(text) as unknown);
  } catch (cause) {
    return err({ kind: "not-json", what, faults: [{ at: "", problem: String(cause) }] });
  }
}

export function readJson<T>(path: string, check: Check<T>): Result<T, Invalid> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    return err({ kind: "unreadable", what: path, faults: [{ at: "", problem: String(cause) }] });
  }
  const parsed = parseJson(text, path);
  return parsed.ok ? check(parsed.value, path) : parsed;
}

/** `settings.json /devices/0/transport: must have required property 'path'`, a line each. */
export function describeInvalid(invalid: Invalid): string {
  return invalid.faults.map((one) => `${invalid.what} ${one.at || "/"}: ${one.problem}`).join("\n");
}

function fault(error: ErrorObject): Fault {
  const allowed = error.keyword === "enum" ? `: ${JSON.stringify(error.params["allowedValues"])}` : "";
  const extra = error.keyword === "additionalProperties" ? ` (${String(error.params["additionalProperty"])})` : "";
  return { at: error.instancePath, problem: `${error.message ?? error.keyword}${allowed}${extra}` };
}
