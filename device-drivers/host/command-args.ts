import { type Check, checker } from "../../base/checked.ts";
import type { DeviceKind } from "./api.ts";
import { requiredByKind } from "./required-by-kind.ts";

const LINE = {
  type: "object",
  required: ["kind"],
  properties: {
    kind: { enum: ["text", "pair", "rule", "feed", "qr"] },
    text: { type: "string" },
    align: { enum: ["left", "center", "right"] },
    size: { enum: ["normal", "double"] },
    bold: { type: "boolean" },
    left: { type: "string" },
    right: { type: "string" },
    lines: { type: "integer", minimum: 0, maximum: 50 },
    data: { type: "string", minLength: 1, maxLength: 1_000 },
  },
  additionalProperties: false,
  allOf: [
    requiredByKind("text", ["text"]),
    requiredByKind("pair", ["left", "right"]),
    requiredByKind("feed", ["lines"]),
    requiredByKind("qr", ["data"]),
  ],
};

const job = { type: "string", minLength: 1, maxLength: 200 };
const nothing = { type: "object", additionalProperties: false };
const readCard = { type: "object", required: ["photo"], properties: { photo: { type: "boolean" } }, additionalProperties: false };
const receipt = {
  type: "object",
  required: ["job", "document"],
  properties: {
    job,
    document: {
      type: "object",
      required: ["lines"],
      properties: { lines: { type: "array", maxItems: 500, items: LINE } },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
};
const certificate = {
  type: "object",
  required: ["job", "pdf", "pages", "media", "sides"],
  properties: {
    job,
    pdf: { type: "string", minLength: 1 },
    pages: { type: "integer", minimum: 1, maximum: 500 },
    media: { enum: ["iso_a4_210x297mm", "iso_a3_297x420mm"] },
    sides: { enum: ["one-sided", "two-sided-long-edge"] },
  },
  additionalProperties: false,
};
const findJob = { type: "object", required: ["job"], properties: { job }, additionalProperties: false };

/** The arguments of every command in `Commands` (api.ts), by kind and name. What is not here is not supported. */
export const COMMAND_ARGS: Readonly<Record<DeviceKind, Readonly<Record<string, Check<unknown>>>>> = {
  "id-card-reader": { "read-card": checker(readCard), "await-removal": checker(nothing) },
  "receipt-printer": { print: checker(receipt) },
  "certificate-printer": { print: checker(certificate), "find-job": checker(findJob) },
  camera: {},
};
