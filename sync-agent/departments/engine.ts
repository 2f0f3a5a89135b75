import { checker, parseJson } from "../../base/checked.ts";
import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { LocalText } from "../../config/language.ts";
import { isTrue, valueOrNull } from "../../config/service-items/expression.ts";
import type { QueryReply } from "../protocol/messages.ts";
import { LOCAL_TEXT } from "../protocol/shapes.ts";
import type { Connector, Operation } from "./connector.ts";
import type { FileRule } from "./file-rule.ts";
import { exchange, type HttpReply } from "./http-exchange.ts";
import { mapped } from "./mapping.ts";
import { besideFile, type DepartmentFile, fileOf } from "./read-file.ts";
import { oversizeOf, type Params, requestOf } from "./request.ts";

export interface CallLimits {
  readonly withinMs: number;
  /** Sent as `idempotency-key`: the department does it once however often it is told. */
  readonly key?: string;
}

/** Who asks, as the hub knows it. */
export interface Asked {
  readonly kiosk: string;
  readonly item: string;
}

/** Every end but the good one. */
type Elsewise = Exclude<QueryReply, { readonly outcome: "answer" }>;

export type FileReply = { readonly outcome: "file"; readonly file: DepartmentFile } | Elsewise;

interface Found {
  readonly connector: Connector;
  readonly name: string;
  readonly operation: Operation;
}

const NO_WORDS: LocalText = {
  "zh-CN": "部门未予受理，未说明原因，请到窗口咨询。",
  en: "The department declined without giving a reason. Please ask at a service window.",
};

const isLocalText = checker<LocalText>(LOCAL_TEXT);
const isFields = checker<Record<string, LocalText>>({ type: "object", maxProperties: 100, additionalProperties: LOCAL_TEXT });

/** Calls departments as their connectors say. Every way a department can fail ends as a `QueryReply`. */
export class ConnectorEngine {
  readonly #connectors: ReadonlyMap<string, Connector>;
  readonly #baseUrls: Readonly<Record<string, string>>;
  readonly #clock: Clock;
  readonly #log: Log;

  /** `baseUrls`: addresses that differ from the catalogue's at this hub, by connector id. */
  constructor(connectors: ReadonlyMap<string, Connector>, baseUrls: Readonly<Record<string, string>>, clock: Clock, log: Log) {
    this.#connectors = connectors;
    this.#baseUrls = baseUrls;
    this.#clock = clock;
    this.#log = log.channel("departments");
  }

  /** Ids of the connectors that take a case of `department`. */
  deliverTargets(department: string): string[] {
    return [...this.#connectors.values()]
      .filter((one) => one.deliverTakes === "all" || (one.deliverTakes === "own" && one.id === department))
      .map((one) => one.id);
  }

  /** `operation`: `<connector>.<operation>`; only those with use "query" are offered to kiosks. */
  async query(operation: string, params: Params, withinMs: number, asked: Asked): Promise<QueryReply> {
    const found = this.#find(operation, "query");
    return found ? this.#answer(found, { ...params, asked }, { withinMs }) : { outcome: "unknown-operation" };
  }

  /** A file, of an operation with this use. It is as the department gave it: nothing of it has been looked at but its first bytes and size. */
  async file(operation: string, use: "document" | "download", params: Params, withinMs: number, asked: Asked): Promise<FileReply> {
    const found = this.#find(operation, use);
    if (!found?.operation.file) return { outcome: "unknown-operation" };
    return this.#file(found, found.operation.file, { ...params, asked }, { withinMs });
  }

  /** How an operation with this use gives its file; undefined when there is none. */
  fileRule(operation: string, use: "document" | "download"): FileRule | undefined {
    return this.#find(operation, use)?.operation.file;
  }

  /** What is too large about a question's parameters, null when nothing is. */
  oversize(operation: string, params: Params): string | null {
    return oversizeOf(this.#find(operation, "query")?.operation, params);
  }

  #find(operation: string, use: Operation["use"]): Found | undefined {
    const [connectorId = "", name = ""] = operation.split(".");
    const connector = this.#connectors.get(connectorId);
    const found = connector && Object.hasOwn(connector.operations, name) ? connector.operations[name] : undefined;
    return connector && found?.use === use ? { connector, name, operation: found } : undefined;
  }

  async deliver(connectorId: string, record: unknown, key: string): Promise<QueryReply> {
    const found = this.#find(`${connectorId}.deliver`, "deliver");
    if (!found) return { outcome: "unknown-operation" };
    return this.#answer(found, record, { withinMs: found.operation.timeoutMs, key });
  }

  /** Asks every department that can tell; the first that knows the code answers. */
  async verify(code: string, withinMs: number): Promise<QueryReply> {
    const able = [...this.#connectors.values()].flatMap((connector) =>
      Object.entries(connector.operations)
        .filter(([, operation]) => operation.use === "verify")
        .map(([name, operation]) => ({ connector, name, operation })),
    );
    const replies = await Promise.all(able.map((found) => this.#answer(found, { code }, { withinMs })));
    const away = replies.find(({ outcome }) => outcome === "department-away" || outcome === "pending");
    return replies.find((reply) => reply.outcome === "answer") ?? away ?? { outcome: "unknown-operation" };
  }

  async #answer(found: Found, params: unknown, limits: CallLimits): Promise<QueryReply> {
    const reply = await this.#exchange(found, params, limits);
    if (!reply.ok) return reply.error;
    const { body, status } = reply.value;
    const parsed = body.length === 0 ? ok({}) : parseJson(body.toString("utf8"), "reply");
    // The parser's own message quotes what it read, which may be a person's.
    if (!parsed.ok) return this.#away(found, `${status}: the reply is not JSON`);
    const other = this.#otherwise(found, status, parsed.value);
    if (other) return other;
    const answer = mapped(found.operation.answer, parsed.value);
    return answer.ok ? { outcome: "answer", answer: answer.value } : this.#away(found, `reply: ${answer.error}`);
  }

  async #file(found: Found, rule: FileRule, params: unknown, limits: CallLimits): Promise<FileReply> {
    const reply = await this.#exchange(found, params, limits);
    if (!reply.ok) return reply.error;
    const { body, status, headers } = reply.value;
    const isJson = /^application\/([a-z.]+\+)?json\b/.test(headers["content-type"] ?? "");
    const parsed = isJson && body.length > 0 ? parseJson(body.toString("utf8"), "reply") : ok({ headers });
    if (!parsed.ok) return this.#away(found, `${status}: the reply is not JSON`);
    const { source, base64 } = isJson && rule.base64 ? besideFile(rule, parsed.value) : { source: parsed.value, base64: undefined };
    const other = this.#otherwise(found, status, source);
    if (other) return other;
    const file = fileOf(rule, reply.value, source, base64);
    return file.ok ? { outcome: "file", file: file.value } : this.#away(found, `file: ${file.error}`);
  }

  async #exchange(found: Found, params: unknown, limits: CallLimits): Promise<Result<HttpReply, Elsewise>> {
    const { connector, operation } = found;
    const request = requestOf(operation, params);
    if (!request.ok) return err(this.#away(found, `request: ${request.error}`));
    const withinMs = Math.min(operation.timeoutMs, limits.withinMs);
    const base = this.#baseUrls[connector.id] ?? connector.baseUrl;
    const started = this.#clock.monotonic();
    const send = (within: number) =>
      exchange({
        base,
        operation,
        request: request.value,
        withinMs: within,
        ...(limits.key ? { key: limits.key } : {}),
        clock: this.#clock,
      });
    let reply = await send(withinMs);
    const leftMs = withinMs - (this.#clock.monotonic() - started);
    if (!reply.ok && reply.error.code !== "department.timeout" && operation.retry === "once-more" && leftMs > 0) reply = await send(leftMs);
    return reply.ok ? reply : err(this.#away(found, JSON.stringify(reply.error)));
  }

  /** What the first rule that fits says when it is not "answer"; null when it is. */
  #otherwise(found: Found, status: number, reply: unknown): Elsewise | null {
    const { operation } = found;
    const rule = operation.outcomes.find((one) => one.status === status && (!one.when || isTrue(one.when, reply)));
    if (!rule) return this.#away(found, `no rule for status ${status}`);
    switch (rule.is) {
      case "answer":
        return null;
      case "refused":
        return refusal(operation, reply);
      case "pending":
        return { outcome: "pending" };
      case "away":
        return this.#away(found, `status ${status}`);
      default:
        return unreachable(rule.is);
    }
  }

  #away({ connector, name }: Found, why: string): Elsewise {
    this.#log.warn("department.away", { department: connector.id, operation: name, why });
    return { outcome: "department-away", department: connector.id };
  }
}

function refusal(operation: Operation, reply: unknown): Elsewise {
  const reason = valueOrNull(operation.refusal.reason, reply);
  const message = isLocalText(valueOrNull(operation.refusal.message, reply), "message");
  const fields = isFields(valueOrNull(operation.refusal.fields, reply) ?? {}, "fields");
  return {
    outcome: "refused",
    reason: typeof reason === "string" ? reason : "refused",
    message: message.ok ? message.value : NO_WORDS,
    fields: fields.ok ? fields.value : {},
  };
}
