import { type Check, checker, type Fault, type Invalid } from "../../base/checked.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { LocalText } from "../../config/language.ts";
import { expression as compiled } from "../../config/service-items/expression.ts";
import { MAX_PARAMS_BYTES, MAX_QUERY_BYTES } from "../protocol/limits.ts";
import { LOCAL_TEXT } from "../protocol/shapes.ts";
import { FILE_RULE, type FileRule, fileExpressions, lintFile } from "./file-rule.ts";

/** How the hub speaks with one department, as data: `config/catalogue/connectors/<id>.json`. */
export interface Connector {
  readonly schema: 1;
  /** Key of `catalogue/departments.json`. */
  readonly id: string;
  readonly name: LocalText;
  /** True when it leads to one of our own sandbox services; such a document is always 样张. */
  readonly sandbox: boolean;
  readonly baseUrl: string;
  /** Whose cases `deliver` takes: the department's own, or every case of the city (a case centre). */
  readonly deliverTakes: "own" | "all" | "none";
  readonly operations: Readonly<Record<string, Operation>>;
}

export interface Operation {
  /**
   * `query`: a kiosk may ask it. `deliver`: the hub hands a case over. `verify`: the public page asks whether a document is real.
   * `document`: a PDF that the department made, for the kiosk's printer. `download`: a file of it, for the person's phone.
   */
  readonly use: "query" | "deliver" | "verify" | "document" | "download";
  readonly method: "GET" | "POST";
  /** `/cases/{caseNumber}`: keys of the mapped request, percent-encoded. */
  readonly path: string;
  /**
   * Request key → JMESPath over the parameters. What is not named here is not sent. A query may also name `asked.kiosk` and `asked.item`:
   * who asks, as the hub knows it by the signature, whatever the parameters say.
   */
  readonly request: Readonly<Record<string, string>>;
  /** One parameter in base64 that is longer than an expression may give; sent under its own name, beside `request`. Absent: there is none. */
  readonly large?: { readonly param: string; readonly maxChars: number };
  /** Absent but for use "document" and "download". */
  readonly file?: FileRule;
  /** The first rule that fits says what the department meant; when none does, the department counts as away. */
  readonly outcomes: readonly OutcomeRule[];
  /** Answer key → JMESPath over the reply. */
  readonly answer: Readonly<Record<string, string>>;
  /** JMESPath over the reply: the code, the words ({zh-CN, en}), and the fields to correct. */
  readonly refusal: { readonly reason: string; readonly message: string; readonly fields: string };
  readonly timeoutMs: number;
  /** `once-more`: may be repeated at once when nothing came back, because asking twice changes nothing. */
  readonly retry: "never" | "once-more";
}

export interface OutcomeRule {
  readonly status: number;
  /** JMESPath over the reply, for departments that answer 200 to everything. */
  readonly when?: string;
  readonly is: "answer" | "refused" | "pending" | "away";
}

const EXPRESSION = { type: "string", minLength: 1, maxLength: 500 } as const;
const MAPPING = { type: "object", additionalProperties: EXPRESSION } as const;
const OPERATION = {
  type: "object",
  required: ["use", "method", "path", "request", "outcomes"],
  additionalProperties: false,
  properties: {
    use: { enum: ["query", "deliver", "verify", "document", "download"] },
    method: { enum: ["GET", "POST"] },
    path: { type: "string", pattern: "^/[A-Za-z0-9/_.{}-]*$" },
    request: MAPPING,
    large: {
      type: "object",
      required: ["param", "maxChars"],
      additionalProperties: false,
      properties: {
        param: { type: "string", pattern: "^[a-z][A-Za-z]{0,39}$" },
        maxChars: { type: "integer", minimum: 1, maximum: MAX_QUERY_BYTES - MAX_PARAMS_BYTES },
      },
    },
    outcomes: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        required: ["status", "is"],
        additionalProperties: false,
        properties: {
          status: { type: "integer", minimum: 100, maximum: 599 },
          when: EXPRESSION,
          is: { enum: ["answer", "refused", "pending", "away"] },
        },
      },
    },
    file: FILE_RULE,
    answer: { ...MAPPING, default: {} },
    refusal: {
      type: "object",
      required: ["reason", "message", "fields"],
      additionalProperties: false,
      properties: { reason: EXPRESSION, message: EXPRESSION, fields: EXPRESSION },
      default: { reason: "reason", message: "message", fields: "fields" },
    },
    timeoutMs: { type: "integer", minimum: 100, maximum: 60_000, default: 5_000 },
    retry: { enum: ["never", "once-more"], default: "never" },
  },
} as const;

const shapeOfConnector = checker<Connector>({
  type: "object",
  required: ["schema", "id", "name", "sandbox", "baseUrl", "deliverTakes", "operations"],
  additionalProperties: false,
  properties: {
    schema: { const: 1 },
    id: { type: "string", pattern: "^[a-z0-9-]{1,60}$" },
    name: LOCAL_TEXT,
    sandbox: { type: "boolean" },
    baseUrl: { type: "string", pattern: "^https?://[^?#]+$" },
    deliverTakes: { enum: ["own", "all", "none"] },
    operations: { type: "object", minProperties: 1, propertyNames: { pattern: "^[a-z0-9-]{1,60}$" }, additionalProperties: OPERATION },
  },
});

/** A connector whose shape is right and in which `lintConnector` finds nothing. */
export const checkConnector: Check<Connector> = (value, what) => {
  const shaped = shapeOfConnector(value, what);
  if (!shaped.ok) return shaped;
  const faults = lintConnector(shaped.value);
  return faults.length === 0 ? shaped : err({ kind: "wrong-shape", what, faults });
};

/** What a schema cannot say. */
export function lintConnector(connector: Connector): Fault[] {
  const delivers = connector.operations["deliver"];
  const takes = connector.deliverTakes !== "none";
  return [
    ...(takes && delivers?.use !== "deliver"
      ? [{ at: "/deliverTakes", problem: `"${connector.deliverTakes}" needs an operation "deliver" with use "deliver"` }]
      : []),
    ...Object.entries(connector.operations).flatMap(([name, operation]) => lintOperation(`/operations/${name}`, operation)),
  ];
}

function lintOperation(at: string, operation: Operation): Fault[] {
  const placeholders = [...operation.path.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? "");
  const expressions: [string, string][] = [
    ...named(`${at}/request`, operation.request),
    ...named(`${at}/answer`, operation.answer),
    ...named(`${at}/refusal`, operation.refusal),
    ...(operation.file ? fileExpressions(`${at}/file`, operation.file) : []),
    ...operation.outcomes.flatMap((rule, n): [string, string][] => (rule.when ? [[`${at}/outcomes/${n}/when`, rule.when]] : [])),
  ];
  return [
    ...placeholders
      .filter((key) => !(key in operation.request))
      .map((key) => ({ at: `${at}/path`, problem: `{${key}} is not a key of request` })),
    ...expressions.flatMap(([where, expression]) => {
      const result = compiled(expression);
      return result.ok ? [] : [{ at: where, problem: `${result.error.kind}: ${result.error.detail}` }];
    }),
    ...(operation.method === "GET" ? personalInAddress(at, operation) : []),
    ...lintFile(at, operation),
    ...(operation.large ? lintLarge(at, operation, operation.large.param) : []),
    ...(operation.outcomes.some((rule) => rule.is === "answer") ? [] : [{ at: `${at}/outcomes`, problem: "no rule gives an answer" }]),
    ...(operation.use === "deliver" && operation.retry !== "never"
      ? [{ at: `${at}/retry`, problem: "a delivery is repeated by the hub, later and with its key; use never" }]
      : []),
  ];
}

// What is large is sealed and meant to be read once: only a question has it, in its body, and it is never sent twice.
function lintLarge(at: string, operation: Operation, param: string): Fault[] {
  const isOnce = operation.use === "query" && operation.method === "POST" && operation.retry === "never";
  return [
    ...(isOnce ? [] : [{ at: `${at}/large`, problem: 'only for use "query" by POST with retry "never"' }]),
    ...(param in operation.request ? [{ at: `${at}/request/${param}`, problem: "is sent as `large` already" }] : []),
  ];
}

function named(at: string, mapping: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(mapping).map(([key, expression]) => [`${at}/${key}`, expression]);
}

// Addresses end up in the logs of every proxy on the way.
function personalInAddress(at: string, operation: Operation): Fault[] {
  return Object.keys(operation.request)
    .filter((key) => /^(idNumber|name|phone|password|address)$/.test(key))
    .map((key) => ({ at: `${at}/request/${key}`, problem: "personal data in the address of a GET; use POST" }));
}

/** All connectors by id, or what is wrong with them. */
export function connectorsById(connectors: readonly Connector[]): Result<ReadonlyMap<string, Connector>, Invalid> {
  const byId = new Map<string, Connector>();
  for (const connector of connectors) {
    if (byId.has(connector.id)) {
      return err({ kind: "wrong-shape", what: "connectors", faults: [{ at: `/${connector.id}`, problem: "two connectors have this id" }] });
    }
    byId.set(connector.id, connector);
  }
  return ok(byId);
}
