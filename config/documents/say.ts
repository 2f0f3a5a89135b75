import { err, ok, type Result } from "../../base/result.ts";
import { type ExpressionFault, evaluate } from "../service-items/expression.ts";
import { parseTemplate, render } from "../service-items/template.ts";
import { type Flaw, flaw } from "./failure.ts";

// Control characters would reach a receipt printer as commands; bidirectional and zero-width ones make a name look like another name.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A template's text with its values. Line feeds may stay; any other character that paper cannot show is a flaw. */
export function say(template: string, scope: unknown): Result<string, Flaw> {
  const text = render(template, scope);
  if (!text.ok) return err(expressionFlaw(text.error));
  // No Unicode normalisation: NFC turns compatibility ideographs that stand in people's names into other characters.
  const found = [...new Set(text.value.replaceAll("\n", "").match(UNPRINTABLE) ?? [])];
  if (found.length === 0) return ok(text.value);
  const points = found.map((one) => `U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`).join(", ");
  return err(flaw("document.unprintable-character", `the text holds ${points}; the record it comes from must be put right`, found));
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
