import { type Check, checker, type Fault } from "../../base/checked.ts";
import { ASSURANCES } from "../../config/identity/factors.ts";
import type { Problem } from "../hub/api.ts";
import { MAX_BATCH_ROWS, MAX_ROW_BYTES } from "./limits.ts";
import type {
  Batch,
  BatchReceipt,
  CaseBody,
  CheckpointBody,
  DeviceStatusBody,
  IssuanceBody,
  Query,
  QueryReply,
  RatingBody,
} from "./messages.ts";

const ID = { type: "string", minLength: 1, maxLength: 80 } as const;
const TEXT = { type: "string", maxLength: 2000 } as const;
const SHORT = { type: "string", maxLength: 200 } as const;
const NUMBER = { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const;
const SHA256 = { type: "string", pattern: "^[0-9a-f]{64}$" } as const;
const MOMENT = { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,12}(Z|[+-][0-9]{2}:[0-9]{2})$" } as const;
export const LOCAL_TEXT = object({ "zh-CN": TEXT, en: TEXT });
const FIELDS = { type: "object", maxProperties: 100, additionalProperties: LOCAL_TEXT } as const;

const ROW = object({
  seq: { ...NUMBER, minimum: 1 },
  id: ID,
  kind: { enum: ["case", "rating", "issuance", "device-status", "journal-checkpoint"] },
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
  object({
    operation: { type: "string", pattern: "^[a-z0-9-]{1,60}\\.[a-z0-9-]{1,60}$" },
    params: { type: "object", maxProperties: 100 },
    withinMs: { type: "integer", minimum: 1, maximum: 120_000 },
    item: { type: "string", maxLength: 80 },
  }),
);

export const checkQueryReply = checker<QueryReply>({
  type: "object",
  required: ["outcome"],
  oneOf: [
    object({ outcome: { const: "answer" }, answer: { type: "object" } }),
    object({ outcome: { const: "refused" }, reason: SHORT, message: LOCAL_TEXT, fields: FIELDS }),
    object({ outcome: { const: "pending" } }),
    object({ outcome: { const: "department-away" }, department: SHORT }),
    object({ outcome: { const: "unknown-operation" } }),
  ],
});

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

export const checkIssuance = checker<IssuanceBody>(
  open({
    issuance: ID,
    case: { type: "string", maxLength: 80 },
    template: ID,
    documentSha256: SHA256,
    blankType: { type: "string", maxLength: 80 },
    serial: { type: "string", maxLength: 80 },
    outcome: { enum: ["printed", "failed", "unknown", "spoiled"] },
    at: MOMENT,
  }),
);

export const checkCheckpoint = checker<CheckpointBody>(open({ entries: NUMBER, head: SHORT, at: MOMENT }));

export const checkDeviceStatus = checker<DeviceStatusBody>(
  open(
    { at: MOMENT, devices: { type: "array", maxItems: 50, items: open({ id: ID, kind: SHORT, state: SHORT }) } },
    { storedFaces: NUMBER, faceAssurance: { enum: ASSURANCES } },
  ),
);

function object(required: Record<string, unknown>, optional: Record<string, unknown> = {}) {
  return { ...open(required, optional), additionalProperties: false };
}

// Bodies of rows may gain keys in a later release of the kiosk; a hub of today must not refuse them for that.
function open(required: Record<string, unknown>, optional: Record<string, unknown> = {}) {
  return { type: "object", required: Object.keys(required), properties: { ...required, ...optional } };
}
