import type { AnySchemaObject } from "ajv/dist/2020.js";
import { type Check, checker, type Fault, type Invalid } from "../../base/checked.ts";
import { err, ok } from "../../base/result.ts";
import type { CertificateTemplate, Element } from "./certificate-template.ts";

export const ID_PATTERN = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$";
export const LOCAL_TEXT: AnySchemaObject = {
  type: "object",
  additionalProperties: false,
  required: ["zh-CN", "en"],
  properties: { "zh-CN": { type: "string", minLength: 1, maxLength: 400 }, en: { type: "string", minLength: 1, maxLength: 400 } },
};

const millimetres = (minimum: number, maximum = 420): AnySchemaObject => ({ type: "number", minimum, maximum });
const list = (count: number): AnySchemaObject => ({ type: "array", items: millimetres(0), minItems: count, maxItems: count });
const points: AnySchemaObject = { type: "number", minimum: 6, maximum: 120 };
const text: AnySchemaObject = { type: "string", minLength: 1, maxLength: 1000 };
const color = (preset: string): AnySchemaObject => ({ type: "string", pattern: "^#[0-9a-f]{6}$", default: preset });
const weight = (preset: string): AnySchemaObject => ({ enum: ["regular", "bold"], default: preset });
const align = (preset: string): AnySchemaObject => ({ enum: ["left", "center", "right", "justify", "spread"], default: preset });
const lineHeight: AnySchemaObject = { type: "number", minimum: 1, maximum: 3, default: 1.5 };
const shape = (required: readonly string[], properties: Record<string, AnySchemaObject>): AnySchemaObject => ({
  type: "object",
  additionalProperties: false,
  required: ["kind", ...required],
  properties: { kind: { type: "string" }, ...properties },
});

const INK = "#1a1a1a";
const SEAL_RED = "#c81e1e";

const CELL: AnySchemaObject = {
  type: "object",
  additionalProperties: false,
  required: ["label", "labelWidth", "value"],
  properties: { label: text, labelWidth: millimetres(5), value: text, width: millimetres(10), align: align("left") },
};
const ROW: AnySchemaObject = {
  type: "object",
  additionalProperties: false,
  required: ["height", "cells"],
  properties: { height: millimetres(4), cells: { type: "array", minItems: 1, maxItems: 4, items: CELL } },
};

const ELEMENTS: Record<Element["kind"], AnySchemaObject> = {
  text: shape(["at", "text", "size"], {
    at: list(4),
    text,
    size: points,
    minSize: points,
    weight: weight("regular"),
    align: align("left"),
    valign: { enum: ["top", "middle", "bottom"], default: "top" },
    letterSpacing: { type: "number", minimum: 0, maximum: 3, default: 0 },
    lineHeight,
    wrap: { type: "boolean", default: true },
    color: color(INK),
  }),
  line: shape(["from", "to"], { from: list(2), to: list(2), width: { ...millimetres(0.05, 5), default: 0.2 }, color: color(INK) }),
  box: shape(["at"], {
    at: list(4),
    radius: { ...millimetres(0, 50), default: 0 },
    width: { ...millimetres(0, 5), default: 0.2 },
    color: color(INK),
    fill: { type: "string", pattern: "^#[0-9a-f]{6}$" },
  }),
  table: shape(["at", "rows", "size"], {
    at: list(3),
    rows: { type: "array", minItems: 1, maxItems: 40, items: ROW },
    size: points,
    minSize: points,
    weight: weight("regular"),
    color: color(INK),
    lineHeight: { ...lineHeight, default: 1.35 },
    valign: { enum: ["top", "middle"], default: "middle" },
    labelSize: { ...points, default: 10.5 },
    labelWeight: weight("regular"),
    labelColor: color(INK),
    labelAlign: align("center"),
    labelFill: { type: "string", pattern: "^#[0-9a-f]{6}$" },
    padding: { ...millimetres(0, 20), default: 2.5 },
    lineWidth: { ...millimetres(0, 2), default: 0.2 },
    lineColor: color(INK),
  }),
  qr: shape(["at", "data"], { at: list(3), data: text, level: { enum: ["L", "M", "Q", "H"], default: "M" }, color: color("#000000") }),
  seal: shape(["center", "diameter", "name"], {
    center: list(2),
    diameter: millimetres(20, 60),
    pattern: { enum: ["star", "rosette", "plain"], default: "star" },
    name: { type: "string", minLength: 2, maxLength: 24 },
    caption: { type: "string", maxLength: 10, default: "" },
    color: color(SEAL_RED),
    opacity: { type: "number", minimum: 0.2, maximum: 1, default: 0.8 },
  }),
  watermark: shape(["text"], {
    text,
    size: { ...points, default: 11 },
    angle: { type: "number", minimum: -60, maximum: 60, default: 28 },
    step: { ...list(2), default: [120, 38] },
    color: color("#e9edf2"),
  }),
  ornament: shape(["pattern", "at"], {
    pattern: { enum: ["border", "rosette"] },
    at: list(4),
    color: color("#b08d3c"),
    width: { ...millimetres(0.05, 2), default: 0.15 },
  }),
};

const TEMPLATE: AnySchemaObject = {
  type: "object",
  additionalProperties: false,
  required: ["schema", "id", "version", "name", "media", "orientation", "data", "dated", "pages"],
  properties: {
    schema: { const: 1 },
    id: { type: "string", pattern: ID_PATTERN },
    version: { type: "integer", minimum: 1 },
    name: LOCAL_TEXT,
    media: { enum: ["iso_a4_210x297mm", "iso_a3_297x420mm"] },
    orientation: { enum: ["portrait", "landscape"] },
    data: {
      type: "object",
      minProperties: 1,
      propertyNames: { pattern: "^[a-z][A-Za-z0-9]*$" },
      additionalProperties: {
        type: "object",
        additionalProperties: false,
        required: ["sample"],
        properties: { sample: { type: ["string", "number"] }, pattern: { type: "string", minLength: 1, maxLength: 200 } },
      },
    },
    sides: { enum: ["one-sided", "two-sided-long-edge"] },
    code: { type: "string", minLength: 1 },
    dated: { type: "string", minLength: 1 },
    pages: {
      type: "array",
      minItems: 1,
      maxItems: 8,
      items: {
        type: "object",
        additionalProperties: false,
        required: ["elements"],
        properties: {
          elements: {
            type: "array",
            minItems: 1,
            maxItems: 100,
            items: { type: "object", required: ["kind"], properties: { kind: { enum: Object.keys(ELEMENTS) } } },
          },
        },
      },
    },
  },
};

const checkOutline = checker<CertificateTemplate>(TEMPLATE);
const checkElement = Object.fromEntries(Object.entries(ELEMENTS).map(([kind, schema]) => [kind, checker<Element>(schema)])) as Record<
  Element["kind"],
  Check<Element>
>;

/** Two passes, outline and then each element by its own kind: one big `oneOf` would answer every slip with a page of noise. */
export const checkCertificateTemplate: Check<CertificateTemplate> = (value, what) => {
  const outline = checkOutline(value, what);
  if (!outline.ok) return outline;
  const faults: Fault[] = [];
  outline.value.pages.forEach((page, p) => {
    page.elements.forEach((element, e) => {
      const checked = checkElement[element.kind](element, what);
      if (checked.ok) return;
      faults.push(...checked.error.faults.map(({ at, problem }) => ({ at: `/pages/${p}/elements/${e}${at}`, problem })));
    });
  });
  return faults.length > 0 ? err<Invalid>({ kind: "wrong-shape", what, faults }) : ok(outline.value);
};
