import { err, ok, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import { hallClock, hallDate } from "../hall-time.ts";
import type { Language, LocalText } from "../language.ts";
import { evaluate, isTrue, type Scope } from "../service-items/expression.ts";
import { type DocumentFailure, type Flaw, flaw } from "./failure.ts";
import type { ReceiptDocument, ReceiptLine } from "./receipt.ts";
import type { LineTemplate, ReceiptTemplate, Words } from "./receipt-template.ts";
import { expressionFlaw, say } from "./say.ts";

/** Longer lists are no receipt any more but a roll of paper. */
const MAX_LINES = 200;
const MAX_QR_CHARACTERS = 300;

/**
 * Composes a receipt from the flow's facts, to which the caller adds
 * `item` {name, department, elsewhere?} (each a text, or one in each language), `now` (ISO 8601), and for a second print `reprint: true`.
 * Templates also see `title` (the template's name), `time` {now, registered} (2026-01-05 09:30 in the hall),
 * and each of `prints` gets the `name` that `documentNames`, or `item.documents`, has for its template.
 */
export function composeReceipt(
  template: ReceiptTemplate,
  facts: Scope,
  language: Language,
  documentNames: Readonly<Record<string, LocalText>> = {},
): Result<ReceiptDocument, DocumentFailure> {
  const scope = scopeFor(template, facts, language, documentNames);
  const lines: ReceiptLine[] = [];
  for (const [index, line] of template.lines.entries()) {
    const composed = composeLine(line, scope, language);
    if (!composed.ok) return err({ ...composed.error, template: template.id, at: `/lines/${index}` });
    lines.push(...composed.value);
  }
  if (lines.length <= MAX_LINES) return ok({ lines });
  return err({
    ...flaw("document.text-overflow", `${lines.length} lines, at most ${MAX_LINES}; shorten a list`),
    template: template.id,
    at: "/lines",
  });
}

function scopeFor(template: ReceiptTemplate, facts: Scope, language: Language, names: Readonly<Record<string, LocalText>>): Scope {
  const item = record(facts["item"]);
  const own = record(item["documents"]);
  const prints = Array.isArray(facts["prints"]) ? facts["prints"].map(record) : [];
  return {
    ...facts,
    session: { ...record(facts["session"]), language },
    item: { ...item, name: inBoth(item["name"]), department: inBoth(item["department"]), elsewhere: inBoth(item["elsewhere"]) },
    prints: prints.map((print) => ({ ...print, name: names[String(print["template"])] ?? own[String(print["template"])] ?? null })),
    title: template.name,
    time: { now: hallTime(facts["now"]), registered: hallTime(record(facts["case"])["registeredAt"]) },
  };
}

function composeLine(line: LineTemplate, scope: Scope, language: Language): Result<ReceiptLine[], Flaw> {
  const scopes = scopesOf(line, scope);
  if (!scopes.ok) return scopes;
  const lines: ReceiptLine[] = [];
  for (const one of scopes.value) {
    if (line.when !== undefined && !isTrue(line.when, one)) continue;
    const written = writeLine(line, one, language);
    if (!written.ok) return written;
    lines.push(...written.value);
  }
  return ok(lines);
}

function scopesOf(line: LineTemplate, scope: Scope): Result<Scope[], Flaw> {
  if (line.each === undefined) return ok([scope]);
  const list = evaluate(line.each, scope);
  if (!list.ok) return err(expressionFlaw(list.error));
  const entries = list.value ?? [];
  if (!Array.isArray(entries)) return err(flaw("document.expression-failed", `each: ${line.each} gives no list`));
  return ok(entries.map((entry: unknown, index) => ({ ...scope, entry, n: index + 1 })));
}

function writeLine(line: LineTemplate, scope: Scope, language: Language): Result<ReceiptLine[], Flaw> {
  switch (line.kind) {
    case "text": {
      const text = say(wordsIn(line.text, language), scope);
      if (!text.ok) return text;
      const { align, size, bold } = line;
      return ok(text.value.split("\n").map((part) => ({ kind: "text", text: part, align, size, bold })));
    }
    case "pair": {
      const left = say(wordsIn(line.left, language), scope);
      if (!left.ok) return left;
      const right = say(wordsIn(line.right, language), scope);
      if (!right.ok) return right;
      const value = right.value.replaceAll("\n", " ").trim();
      return ok(value === "" ? [] : [{ kind: "pair", left: left.value, right: value }]);
    }
    case "rule":
      return ok([{ kind: "rule" }]);
    case "feed":
      return ok([{ kind: "feed", lines: line.lines }]);
    case "qr":
      return writeQr(line.data, scope);
    case "block": {
      const lines: ReceiptLine[] = [];
      for (const inner of line.lines) {
        const composed = composeLine(inner, scope, language);
        if (!composed.ok) return composed;
        lines.push(...composed.value);
      }
      return ok(lines);
    }
    case "part":
      throw new Error(`part "${line.part}" was not put in place when the templates were loaded`);
    default:
      return unreachable(line);
  }
}

function writeQr(template: string, scope: Scope): Result<ReceiptLine[], Flaw> {
  const data = say(template, scope);
  if (!data.ok) return data;
  if (!/^[\x21-\x7e]+$/.test(data.value))
    return err(flaw("document.qr-not-ascii", "a QR code holds an address: printable ASCII, no spaces, not empty"));
  if (data.value.length > MAX_QR_CHARACTERS) {
    return err(
      flaw("document.qr-too-dense", `${data.value.length} characters, at most ${MAX_QR_CHARACTERS} can be read from receipt paper`),
    );
  }
  return ok([{ kind: "qr", data: data.value }]);
}

function wordsIn(words: Words, language: Language): string {
  return typeof words === "string" ? words : words[language];
}

function inBoth(value: unknown): LocalText | null {
  if (typeof value === "string") return { "zh-CN": value, en: value };
  return typeof value === "object" && value !== null ? (value as LocalText) : null;
}

function record(value: unknown): Scope {
  return typeof value === "object" && value !== null ? (value as Scope) : {};
}

function hallTime(value: unknown): string {
  const at = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? "" : `${hallDate(at)} ${hallClock(at).time}`;
}
