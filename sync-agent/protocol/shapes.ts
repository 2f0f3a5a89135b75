import { type Check, checker, type Fault } from "../../base/checked.ts";
import { ASSURANCES } from "../../config/identity/factors.ts";
import type { Problem } from "../hub/api.ts";
import { MAX_BATCH_ROWS, MAX_DOCUMENT_BYTES, MAX_DOCUMENT_PAGES, MAX_EVENT_BLANKS, MAX_RECEIPT_CHARS, MAX_ROW_BYTES } from "./limits.ts";
import {
  type Batch,
  type BatchReceipt,
  BLANK_STATE_WORDS,
  type BlankEventBody,
  type BlankStatementBody,
  type CaseBody,
  type CheckpointBody,
  type DeviceStatusBody,
  type DocumentReply,
  type DownloadReply,
  type IssuanceBody,
  OPEN_REASONS,
  type PaperlessReceiptBody,
  type Query,
  type QueryReply,
  type RatingBody,
  ROW_KINDS,
} from "./messages.ts";

const ID = { type: "string", minLength: 1, maxLength: 80 } as const;
const TEXT = { type: "string", maxLength: 2000 } as const;
const SHORT = { type: "string", maxLength: 200 } as const;
const NUMBER = { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const;
const SHA256 = { type: "string", pattern: "^[0-9a-f]{64}$" } as const;
// What passes is read by Date.parse: one kiosk's "2026-99-99" must not end a look at the books of all.
const DATE = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
const DAY = { type: "string", pattern: `^${DATE}$` } as const;
const TIME = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,3})?)?";
const MOMENT = { type: "string", pattern: `^${DATE}T${TIME}(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])$` } as const;
export const LOCAL_TEXT = object({ "zh-CN": TEXT, en: TEXT });
const OPERATION = { type: "string", pattern: "^[a-z0-9-]{1,60}\\.[a-z0-9-]{1,60}$" } as const;
const FIELDS = { type: "object", maxProperties: 100, additionalProperties: LOCAL_TEXT } as const;

const ROW = object({
  seq: { ...NUMBER, minimum: 1 },
  id: ID,
  kind: { enum: ROW_KINDS },
  subject: { type: "string", maxLength: 80 },
  createdAt: NUMBER,
  sealed: { type: "string", maxLength: Math.ceil(MAX_ROW_BYTES / 3) * 4, pattern: "^[A-Za-z0-9+/]+={0,2}$" },
});
const shapeOfBatch = checker<Batch>(
  object({ kiosk: ID, epoch: ID, rows: { type: "array", minItems: 1, maxItems: MAX_BATCH_ROWS, items: ROW } }),
);

/** Also refuses rows that do not rise: `storedUpTo` of the receipt means nothing otherwise. */
export const checkBatch: Check<Batch> = (value, what) => {
  const shaped = shapeOfBatch(value, what);
  if (!shaped.ok) return shaped;
  const faults = shaped.value.rows.flatMap((row, at, rows): Fault[] => {
    const before = rows[at - 1];
    return before && before.seq >= row.seq ? [{ at: `/rows/${at}/seq`, problem: `${row.seq} must be above ${before.seq}` }] : [];
  });
  return faults.length === 0 ? shaped : { ok: false, error: { kind: "wrong-shape", what, faults } };
};

export const checkReceipt = checker<BatchReceipt>(
  object(
    { kiosk: ID, epoch: ID, storedUpTo: NUMBER, refused: { type: "array", items: object({ seq: NUMBER, problem: TEXT }) } },
    { epochReused: { const: true } },
  ),
);

export const checkQuery = checker<Query>(
  object(
    {
      operation: OPERATION,
      params: { type: "object", maxProperties: 100 },
      withinMs: { type: "integer", minimum: 1, maximum: 120_000 },
      item: { type: "string", maxLength: 80 },
    },
    { nonce: { type: "string", pattern: "^[0-9a-f]{32}$" } },
  ),
);

const ELSEWISE = [
  object({ outcome: { const: "refused" }, reason: SHORT, message: LOCAL_TEXT, fields: FIELDS }),
  object({ outcome: { const: "pending" } }),
  object({ outcome: { const: "department-away" }, department: SHORT }),
  object({ outcome: { const: "unknown-operation" } }),
];

export const checkQueryReply = checker<QueryReply>(orElse(object({ outcome: { const: "answer" }, answer: { type: "object" } })));

const STATEMENT = object({
  operation: OPERATION,
  kiosk: ID,
  asked: SHA256,
  code: { type: "string", pattern: "^[0-9A-Za-z-]{0,60}$" },
  sha256: SHA256,
  pages: { type: "integer", minimum: 1, maximum: MAX_DOCUMENT_PAGES },
  media: { enum: ["iso_a4_210x297mm", "iso_a3_297x420mm"] },
  sides: { enum: ["one-sided", "two-sided-long-edge"] },
  at: MOMENT,
});

export const checkDocumentReply = checker<DocumentReply>(
  orElse(
    object({
      outcome: { const: "document" },
      // Its characters are looked at when it is decoded and hashed: a pattern over megabytes costs more than that.
      pdf: { type: "string", minLength: 8, maxLength: Math.ceil(MAX_DOCUMENT_BYTES / 3) * 4 },
      statement: STATEMENT,
      signature: { type: "string", pattern: "^[A-Za-z0-9+/]{86}==$" },
    }),
  ),
);

export const checkDownloadReply = checker<DownloadReply>(
  orElse(object({ outcome: { const: "download" }, url: { type: "string", pattern: "^https?://[!-~]{1,2000}$" }, until: MOMENT })),
);

export const checkProblem = checker<Problem>({
  type: "object",
  required: ["error"],
  properties: {
    error: {
      type: "object",
      required: ["code", "what", "faults"],
      properties: {
        code: SHORT,
        what: TEXT,
        faults: { type: "array" },
        retryAfterMs: NUMBER,
        hubTime: NUMBER,
      },
    },
  },
});

const ID_NUMBER = { type: "string", maxLength: 40 } as const;
// A role stands in clear at the hub: its alphabet has no room for a name.
const PERSON = open({
  role: { type: "string", pattern: "^[a-zA-Z][a-zA-Z0-9-]{0,39}$" },
  name: SHORT,
  idNumber: ID_NUMBER,
  factors: { type: "array", items: SHORT },
});

export const checkCase = checker<CaseBody>(
  open(
    {
      id: ID,
      number: ID,
      item: ID,
      itemVersion: NUMBER,
      department: ID,
      registeredAt: MOMENT,
      kiosk: ID,
      applicant: open({ name: SHORT, idNumber: ID_NUMBER }),
      body: { type: "object", maxProperties: 200 },
    },
    {
      factors: { type: "array", items: SHORT },
      consents: { type: "array", items: { type: "object" } },
      persons: { type: "array", maxItems: 10, items: PERSON },
    },
  ),
);

export const checkRating = checker<RatingBody>(
  open({
    case: ID,
    item: ID,
    grade: { type: "integer", minimum: 1, maximum: 5 },
    tags: { type: "array", maxItems: 20, items: SHORT },
    at: MOMENT,
  }),
);

const MAY_BE_EMPTY = { type: "string", maxLength: 80 } as const;
const BLANK_STATE = { enum: BLANK_STATE_WORDS } as const;

export const checkIssuance = checker<IssuanceBody>(
  open(
    {
      issuance: ID,
      case: MAY_BE_EMPTY,
      template: ID,
      documentSha256: SHA256,
      blankType: MAY_BE_EMPTY,
      serial: MAY_BE_EMPTY,
      outcome: { enum: ["printed", "issued", "failed", "unknown", "spoiled"] },
      at: MOMENT,
    },
    { documentCode: MAY_BE_EMPTY, blank: BLANK_STATE, settled: open({ by: ID, confirmedBy: MAY_BE_EMPTY }) },
  ),
);

export const checkBlankEvent = checker<BlankEventBody>(
  open({
    event: { enum: ["loaded", "counted", "spoiled", "returned"] },
    blankType: ID,
    batch: MAY_BE_EMPTY,
    first: MAY_BE_EMPTY,
    last: MAY_BE_EMPTY,
    count: { ...NUMBER, maximum: MAX_EVENT_BLANKS },
    expected: NUMBER,
    by: MAY_BE_EMPTY,
    confirmedBy: MAY_BE_EMPTY,
    at: MOMENT,
  }),
);

// Not more than the row's weight allows: a kiosk's whole past is in it.
const MANY = { type: "array", maxItems: 5_000 } as const;
const RUN = open({ state: BLANK_STATE, first: ID, last: ID, count: NUMBER });

export const checkBlankStatement = checker<BlankStatementBody>(
  open({
    day: DAY,
    at: MOMENT,
    batches: {
      ...MANY,
      items: open({ batch: ID, blankType: ID, first: ID, last: ID, loaded: NUMBER, runs: { ...MANY, items: RUN } }),
    },
    open: {
      ...MANY,
      items: open({ issuance: MAY_BE_EMPTY, blankType: ID, serial: ID, state: BLANK_STATE, since: MOMENT, why: { enum: OPEN_REASONS } }),
    },
    counts: { ...MANY, items: open({ blankType: ID, counted: NUMBER, expected: NUMBER }) },
  }),
);

export const checkPaperlessReceipt = checker<PaperlessReceiptBody>(
  open({
    receipt: { type: "string", pattern: "^[0-9a-f]{32}$" },
    // 12 bytes nonce and 16 bytes tag make 38 characters without a word between them.
    sealed: { type: "string", minLength: 38, maxLength: MAX_RECEIPT_CHARS, pattern: "^[A-Za-z0-9+/]+={0,2}$" },
    until: MOMENT,
  }),
);

export const checkCheckpoint = checker<CheckpointBody>(open({ entries: NUMBER, head: SHORT, at: MOMENT }));

export const checkDeviceStatus = checker<DeviceStatusBody>(
  open(
    { at: MOMENT, devices: { type: "array", maxItems: 50, items: open({ id: ID, kind: SHORT, state: SHORT }) } },
    { storedFaces: NUMBER, faceAssurance: { enum: ASSURANCES } },
  ),
);

function orElse(good: object) {
  return { type: "object", required: ["outcome"], oneOf: [good, ...ELSEWISE] };
}

function object(required: Record<string, unknown>, optional: Record<string, unknown> = {}) {
  return { ...open(required, optional), additionalProperties: false };
}

// Bodies of rows may gain keys in a later release of the kiosk; a hub of today must not refuse them for that.
function open(required: Record<string, unknown>, optional: Record<string, unknown> = {}) {
  return { type: "object", required: Object.keys(required), properties: { ...required, ...optional } };
}
