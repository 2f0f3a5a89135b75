import { err, ok, type Result } from "../../base/result.ts";
import { type ExpressionFault, evaluate } from "../service-items/expression.ts";
import { parseTemplate, render } from "../service-items/template.ts";
import { type Flaw, flaw } from "./failure.ts";
import { unprintable } from "./unprintable.ts";

/** A template's text with its values. Line feeds may stay; any other character that paper cannot show is a flaw. */
export function say(template: string, scope: unknown): Result<string, Flaw> {
  const text = render(template, scope);
  if (!text.ok) return err(expressionFlaw(text.error));
  const wrong = unprintable(text.value.replaceAll("\n", ""));
  return wrong ? err(wrong) : ok(text.value);
}

/** As `say`, and every expression must give something: a certificate with a blank in it is worse than none. */
export function sayComplete(template: string, scope: unknown): Result<string, Flaw> {
  const parts = parseTemplate(template);
  if (!parts.ok) return err(expressionFlaw(parts.error));
  for (const part of parts.value) {
    if ("text" in part) continue;
    const value = evaluate(part.expression, scope);
    if (value.ok && (value.value === null || value.value === "")) {
      return err(flaw("document.data-missing", `{{ ${part.expression} }} gave nothing; check the data's form`));
    }
  }
  return say(template, scope);
}

export function expressionFlaw(fault: ExpressionFault): Flaw {
  return flaw("document.expression-failed", `{{ ${fault.expression} }}: ${fault.kind}, ${fault.detail}`);
}
