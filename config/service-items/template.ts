import { err, ok, type Result } from "../../base/result.ts";
import { type ExpressionFault, evaluate, expression } from "./expression.ts";

/** Text in which `{{ expression }}` is replaced. An expression may not hold `}}`; write `} }`. */
export type TemplatePart = { readonly text: string } | { readonly expression: string };

/** Shown where a value cannot be told: visible, and never a wrong value. */
const NOT_KNOWN = "—";

export function parseTemplate(template: string): Result<readonly TemplatePart[], ExpressionFault> {
  const parts: TemplatePart[] = [];
  let at = 0;
  for (;;) {
    const open = template.indexOf("{{", at);
    const text = template.slice(at, open < 0 ? undefined : open);
    if (text.includes("}}")) return err(syntax(template, "}} without {{"));
    if (text) parts.push({ text });
    if (open < 0) return ok(parts);
    const close = template.indexOf("}}", open);
    if (close < 0) return err(syntax(template, "{{ without }}"));
    const inner = template.slice(open + 2, close).trim();
    const compiled = expression(inner);
    if (!compiled.ok) return compiled;
    parts.push({ expression: inner });
    at = close + 2;
  }
}

/** The template with its values, or the first fault. */
export function render(template: string, scope: unknown): Result<string, ExpressionFault> {
  const parts = parseTemplate(template);
  if (!parts.ok) return parts;
  let text = "";
  for (const part of parts.value) {
    if ("text" in part) {
      text += part.text;
      continue;
    }
    const value = evaluate(part.expression, scope);
    if (!value.ok) return value;
    const said = sayValue(value.value);
    if (said === null) return err({ kind: "not-text", expression: part.expression, detail: "a list or an object is not a text" });
    text += said;
  }
  return ok(text);
}

/** For a screen, which must show something: — stands for each value that cannot be told. */
export function renderOrDash(template: string, scope: unknown): string {
  const parts = parseTemplate(template);
  if (!parts.ok) return NOT_KNOWN;
  return parts.value.map((part) => ("text" in part ? part.text : sayOrDash(part.expression, scope))).join("");
}

/** An expression's value as a text for a screen. */
export function sayOrDash(text: string, scope: unknown): string {
  const value = evaluate(text, scope);
  return (value.ok && sayValue(value.value)) || NOT_KNOWN;
}

/** The facts that a template starts from; two languages of one text must name the same. */
export function templatePaths(template: string): string[] {
  const parts = parseTemplate(template);
  if (!parts.ok) return [];
  const paths = parts.value.flatMap((part) => {
    if ("text" in part) return [];
    const compiled = expression(part.expression);
    return compiled.ok ? compiled.value.paths.map((path) => path.join(".")) : [];
  });
  return [...new Set(paths)].filter((path) => path !== "session.language").sort();
}

function sayValue(value: unknown): string | null {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? null : String(value);
}

function syntax(template: string, detail: string): ExpressionFault {
  return { kind: "syntax", expression: template.slice(0, 80), detail };
}
