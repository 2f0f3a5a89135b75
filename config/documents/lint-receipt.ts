import type { Fault } from "../../base/checked.ts";
import { expression } from "../service-items/expression.ts";
import { parseTemplate, templatePaths } from "../service-items/template.ts";
import type { LineTemplate, ReceiptTemplate, Words } from "./receipt-template.ts";

/** Parts must already be in place. */
export function lintReceipt(template: ReceiptTemplate): Fault[] {
  return lintLines(template.lines, "/lines");
}

function lintLines(lines: readonly LineTemplate[], at: string): Fault[] {
  return lines.flatMap((line, index) => {
    const here = `${at}/${index}`;
    return [...lintExpression(line.when, `${here}/when`), ...lintExpression(line.each, `${here}/each`), ...lintLine(line, here)];
  });
}

function lintLine(line: LineTemplate, at: string): Fault[] {
  switch (line.kind) {
    case "text":
      return lintWords(line.text, `${at}/text`);
    case "pair":
      return [...lintWords(line.left, `${at}/left`), ...lintWords(line.right, `${at}/right`)];
    case "qr":
      return lintTemplate(line.data, `${at}/data`);
    case "block":
      return lintLines(line.lines, `${at}/lines`);
    case "rule":
    case "feed":
    case "part":
      return [];
  }
}

function lintWords(words: Words, at: string): Fault[] {
  if (typeof words === "string") {
    const faults = lintTemplate(words, at);
    const literal = words.replace(/\{\{.*?\}\}/gs, "");
    return /\p{L}/u.test(literal) ? [...faults, { at, problem: "has words of its own, so it must be given in each language" }] : faults;
  }
  const faults = [...lintTemplate(words["zh-CN"], `${at}/zh-CN`), ...lintTemplate(words.en, `${at}/en`)];
  // The languages may name a text in their own language, and English adds the Chinese beside it; every other fact must be in both.
  const facts = (text: string) => new Set(templatePaths(text).map((path) => path.replace(/\.(zh-CN|en)$/, "")));
  const [chinese, english] = [facts(words["zh-CN"]), facts(words.en)];
  const odd = [...chinese].filter((fact) => !english.has(fact)).concat([...english].filter((fact) => !chinese.has(fact)));
  return odd.length === 0 ? faults : [...faults, { at, problem: `only one language names ${odd.join(", ")}` }];
}

function lintTemplate(text: string, at: string): Fault[] {
  const parsed = parseTemplate(text);
  return parsed.ok ? [] : [{ at, problem: `${parsed.error.kind}: ${parsed.error.detail}` }];
}

function lintExpression(text: string | undefined, at: string): Fault[] {
  if (text === undefined) return [];
  const compiled = expression(text);
  return compiled.ok ? [] : [{ at, problem: `${compiled.error.kind}: ${compiled.error.detail}` }];
}
