import type { AnySchemaObject } from "ajv/dist/2020.js";
import { type Check, checker, type Fault, type Invalid } from "../../base/checked.ts";
import { err, ok } from "../../base/result.ts";
import type { LocalText } from "../language.ts";
import type { Expression } from "../service-items/item.ts";
import { ID_PATTERN, LOCAL_TEXT } from "./certificate-schema.ts";

/** Templates in each language, or one for all of them when it holds nothing but values. */
export type Words = LocalText | string;

/** A receipt as data. Expressions and templates see the session's facts; see compose-receipt.ts for what is added. */
export interface ReceiptTemplate {
  readonly schema: 1;
  readonly id: string;
  readonly version: number;
  readonly name: LocalText;
  readonly lines: readonly LineTemplate[];
}

/** `when` passes the line over; `each` repeats it for every member of an array, as `entry`, counted by `n` from 1. */
export type LineTemplate = { readonly when?: Expression; readonly each?: Expression } & (
  | {
      readonly kind: "text";
      readonly text: Words;
      readonly align: "left" | "center" | "right";
      readonly size: "normal" | "double";
      readonly bold: boolean;
    }
  /** Left out when its right side is empty: a label alone tells nobody anything. */
  | { readonly kind: "pair"; readonly left: Words; readonly right: Words }
  | { readonly kind: "rule" }
  | { readonly kind: "feed"; readonly lines: number }
  | { readonly kind: "qr"; readonly data: string }
  | { readonly kind: "block"; readonly lines: readonly LineTemplate[] }
  /** Lines that several receipts share, from `parts.json`; gone once the templates are loaded. */
  | { readonly kind: "part"; readonly part: string }
);

export type ReceiptParts = Readonly<Record<string, readonly LineTemplate[]>>;

const expression: AnySchemaObject = { type: "string", minLength: 1, maxLength: 500 };
const words: AnySchemaObject = { anyOf: [{ type: "string", minLength: 1, maxLength: 400 }, LOCAL_TEXT] };
const shape = (required: readonly string[], properties: Record<string, AnySchemaObject>): AnySchemaObject => ({
  type: "object",
  additionalProperties: false,
  required: ["kind", ...required],
  properties: { kind: { type: "string" }, when: expression, each: expression, ...properties },
});
const lines: AnySchemaObject = {
  type: "array",
  minItems: 1,
  maxItems: 100,
  items: { type: "object", required: ["kind"], properties: { kind: { type: "string" } } },
};

const LINES: Record<LineTemplate["kind"], AnySchemaObject> = {
  text: shape(["text"], {
    text: words,
    align: { enum: ["left", "center", "right"], default: "left" },
    size: { enum: ["normal", "double"], default: "normal" },
    bold: { type: "boolean", default: false },
  }),
  pair: shape(["left", "right"], { left: words, right: words }),
  rule: shape([], {}),
  feed: shape(["lines"], { lines: { type: "integer", minimum: 1, maximum: 10 } }),
  qr: shape(["data"], { data: { type: "string", minLength: 1, maxLength: 400 } }),
  block: shape(["lines"], { lines }),
  part: shape(["part"], { part: { type: "string", pattern: ID_PATTERN } }),
};

const checkOutline = checker<ReceiptTemplate>({
  type: "object",
  additionalProperties: false,
  required: ["schema", "id", "version", "name", "lines"],
  properties: {
    schema: { const: 1 },
    id: { type: "string", pattern: ID_PATTERN },
    version: { type: "integer", minimum: 1 },
    name: LOCAL_TEXT,
    lines,
  },
});
const checkPartsOutline = checker<ReceiptParts>({ type: "object", propertyNames: { pattern: ID_PATTERN }, additionalProperties: lines });
const checkLine = Object.fromEntries(Object.entries(LINES).map(([kind, schema]) => [kind, checker<LineTemplate>(schema)])) as Record<
  string,
  Check<LineTemplate>
>;

export const checkReceiptTemplate: Check<ReceiptTemplate> = (value, what) => {
  const outline = checkOutline(value, what);
  if (!outline.ok) return outline;
  const faults = checkLines(outline.value.lines, "/lines", what);
  return faults.length > 0 ? err<Invalid>({ kind: "wrong-shape", what, faults }) : outline;
};

export const checkReceiptParts: Check<ReceiptParts> = (value, what) => {
  const outline = checkPartsOutline(value, what);
  if (!outline.ok) return outline;
  const faults = Object.entries(outline.value).flatMap(([part, list]) => checkLines(list, `/${part}`, what));
  return faults.length > 0 ? err<Invalid>({ kind: "wrong-shape", what, faults }) : ok(outline.value);
};

function checkLines(list: readonly LineTemplate[], at: string, what: string): Fault[] {
  return list.flatMap((line, index) => {
    const here = `${at}/${index}`;
    const check = checkLine[line.kind];
    if (!check) return [{ at: `${here}/kind`, problem: `must be one of ${Object.keys(LINES).join(", ")}` }];
    const checked = check(line, what);
    if (!checked.ok) return checked.error.faults.map((fault) => ({ at: here + fault.at, problem: fault.problem }));
    return line.kind === "block" ? checkLines(line.lines, `${here}/lines`, what) : [];
  });
}
