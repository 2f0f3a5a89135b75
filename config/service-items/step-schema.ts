import { type Check, checker, type Fault, type Invalid } from "../../base/checked.ts";
import { err, type Result } from "../../base/result.ts";
import { ASSURANCES, FACTORS } from "../identity/factors.ts";
import { MAX_COPIES } from "./copies.ts";
import type { Print, Step, StepKind } from "./item.ts";
import { expressionText, id, key, list, localText, mapping, milliseconds, object, type Schema, targetText } from "./schema-parts.ts";

const COMMON: Readonly<Record<string, Schema>> = { id, stage: localText, when: expressionText, next: targetText };
const COMMON_OPTIONAL = ["stage", "when", "next"];

const section = object(
  { title: localText, rows: list(object({ label: localText, value: expressionText, source: localText }, ["source"]), 1) },
  [],
);

const field = object(
  {
    name: key,
    label: localText,
    hint: localText,
    control: { enum: ["text", "digits", "secret-digits", "select", "date", "long-text"] },
    schema: { type: "object" },
    required: { type: "boolean" },
    options: list(object({ value: { type: "string", minLength: 1, maxLength: 100 }, label: localText }), 1, 100),
    prefill: object({ value: expressionText, source: localText, readOnly: { type: "boolean" } }),
  },
  ["options", "prefill"],
);

const method = object({
  id,
  factors: { ...list({ enum: [...FACTORS] }, 1, 3), uniqueItems: true },
  title: localText,
  detail: localText,
  to: targetText,
});
const operationName = { type: "string", pattern: "^[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*$", maxLength: 100 };
const row = object({ id: expressionText, title: expressionText, detail: localText, badge: localText });
const texts = list(localText, 1, 12);

const STEPS: Readonly<Record<StepKind, { own: Readonly<Record<string, Schema>>; optional?: readonly string[] }>> = {
  guide: { own: { title: localText, paragraphs: texts, bring: list(localText, 0, 12) } },
  consent: {
    own: {
      consent: id,
      version: { type: "string", minLength: 1, maxLength: 30 },
      by: key,
      title: localText,
      paragraphs: texts,
      otherWay: localText,
      ifRefused: targetText,
    },
    optional: ["by"],
  },
  methods: { own: { title: localText, paragraphs: list(localText, 0, 12), methods: list(method, 1, 6), ifNone: targetText } },
  identify: {
    own: {
      factor: { enum: [...FACTORS] },
      attempts: { type: "integer", minimum: 1, maximum: 9 },
      person: key,
      personName: localText,
      consent: id,
      minAssurance: { enum: ASSURANCES.filter((one) => one !== "none") },
      operation: operationName,
      request: mapping,
      withinMs: milliseconds(500, 120_000),
      ifFailed: targetText,
      ifUnavailable: targetText,
    },
    optional: ["person", "personName", "consent", "minAssurance", "operation", "request", "withinMs"],
  },
  choose: { own: { title: localText, rows: expressionText, row, into: key, ifEmpty: localText } },
  form: { own: { title: localText, into: key, fields: list(field, 1, 30) } },
  scan: {
    own: {
      title: localText,
      paragraphs: texts,
      accept: { ...list({ enum: ["queue-ticket", "electronic-licence", "licence-id", "plain"] }, 1, 4), uniqueItems: true },
      attempts: { type: "integer", minimum: 1, maximum: 9 },
      typing: { type: "boolean" },
      into: key,
      ifFailed: targetText,
      ifUnavailable: targetText,
    },
    optional: ["ifUnavailable"],
  },
  sign: { own: { title: localText, paragraphs: texts, confirm: localText, into: key, otherWay: localText, ifUnable: targetText } },
  review: { own: { title: localText, confirm: localText, sections: list(section, 1, 12) } },
  wait: {
    own: {
      text: localText,
      operation: operationName,
      request: mapping,
      into: key,
      withinMs: milliseconds(500, 120_000),
      poll: object({ everyMs: milliseconds(500, 30_000), forMs: milliseconds(1_000, 300_000) }),
      ifUnavailable: targetText,
      ifRefused: targetText,
    },
    optional: ["poll"],
  },
  submit: { own: { mode: { enum: ["online", "queued"] }, text: localText, body: mapping, ifUnavailable: targetText } },
  print: { own: { prints: list({ type: "object" }, 1, 8), ifFailed: targetText } },
  result: {
    own: {
      outcome: { enum: ["done", "unprinted", "accepted", "queued", "refused", "unavailable"] },
      title: localText,
      paragraphs: list(localText, 0, 12),
      sections: list(section, 0, 12),
    },
  },
  evaluate: { own: {} },
  handoff: { own: { title: localText, paragraphs: texts, receipt: id } },
};

const checkByKind = new Map<string, Check<Step>>(
  Object.entries(STEPS).map(([kind, { own, optional = [] }]) => [
    kind,
    checker<Step>(object({ ...COMMON, kind: { const: kind }, ...own }, [...COMMON_OPTIONAL, ...optional])),
  ]),
);

const copies: Schema = { anyOf: [{ type: "integer", minimum: 1, maximum: MAX_COPIES }, expressionText] };
const ofDepartment = (kind: string) => ({ kind: { const: kind }, id, name: localText, operation: operationName, request: mapping });

const PRINTS: Readonly<Record<string, Check<Print>>> = {
  "receipt repeatable": checker<Print>(object({ kind: { const: "receipt" }, template: id, effect: { const: "repeatable" } })),
  "certificate repeatable": checker<Print>(
    object({ kind: { const: "certificate" }, template: id, data: mapping, effect: { const: "repeatable" }, copies }, ["copies"]),
  ),
  "certificate serialised": checker<Print>(
    object({ kind: { const: "certificate" }, template: id, data: mapping, effect: { const: "serialised" }, blank: id }),
  ),
  "department-document repeatable": checker<Print>(
    object({ ...ofDepartment("department-document"), withinMs: milliseconds(500, 120_000), effect: { const: "repeatable" }, copies }, [
      "copies",
    ]),
  ),
  "download none": checker<Print>(object({ ...ofDepartment("download"), effect: { const: "none" } })),
};

/** One step by the shape of its kind; places are told from the step's own root. */
export function checkStep(value: unknown, what: string): Result<Step, Invalid> {
  const kind = wordOf(value, "kind");
  const check = checkByKind.get(kind);
  if (!check)
    return wrong(what, [{ at: "/kind", problem: `no such kind of step: ${kind}; there are ${[...checkByKind.keys()].join(", ")}` }]);
  const step = check(value, what);
  if (!step.ok || step.value.kind !== "print") return step;
  const faults = step.value.prints.flatMap((print, at) => printFaults(print, `/prints/${at}`, what));
  return faults.length > 0 ? wrong(what, faults) : step;
}

function printFaults(print: unknown, at: string, what: string): readonly Fault[] {
  const name = `${wordOf(print, "kind")} ${wordOf(print, "effect")}`;
  const check = PRINTS[name];
  if (!check) return [{ at, problem: `no such print: ${name}; there are ${Object.keys(PRINTS).join(", ")}` }];
  const checked = check(print, what);
  return checked.ok ? [] : checked.error.faults.map((fault) => ({ ...fault, at: at + fault.at }));
}

function wordOf(value: unknown, name: string): string {
  const word = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  return typeof word === "string" ? word : "(none)";
}

function wrong(what: string, faults: readonly Fault[]): Result<never, Invalid> {
  return err({ kind: "wrong-shape", what, faults });
}
