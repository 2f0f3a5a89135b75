import { ok, type Result } from "../../base/result.ts";
import { evaluate } from "../../config/service-items/expression.ts";

/** Key by key over `source` (plain JSON); a key whose expression gives null is left out. */
export function mapped(mapping: Readonly<Record<string, string>>, source: unknown): Result<Record<string, unknown>, string> {
  const into: Record<string, unknown> = {};
  for (const [key, expression] of Object.entries(mapping)) {
    const value = evaluate(expression, source);
    if (!value.ok) return { ok: false, error: `${key}: ${value.error.kind} in "${expression}": ${value.error.detail}` };
    if (value.value !== null) into[key] = value.value;
  }
  return ok(into);
}
