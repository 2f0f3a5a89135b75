import { checker, parseJson } from "../../base/checked.ts";
import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { LocalText } from "../../config/language.ts";
import { isTrue, valueOrNull } from "../../config/service-items/expression.ts";
import type { QueryReply } from "../protocol/messages.ts";
import { LOCAL_TEXT } from "../protocol/shapes.ts";
import type { Connector, Operation } from "./connector.ts";
import { exchange, type HttpReply } from "./http-exchange.ts";
import { mapped } from "./mapping.ts";
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
    const found = this.#queryOperation(operation);
    if (!found) return { outcome: "unknown-operation" };
    const { connector, name } = found;
    return this.#call(connector, name, found.operation, { ...params, asked }, { withinMs });
  }

  /** What is too large about a question's parameters, null when nothing is. */
  oversize(operation: string, params: Params): string | null {
    return oversizeOf(this.#queryOperation(operation)?.operation, params);
  }

  #queryOperation(operation: string): { connector: Connector; name: string; operation: Operation } | undefined {
    const [connectorId = "", name = ""] = operation.split(".");
    const connector = this.#connectors.get(connectorId);
    const found = connector && Object.hasOwn(connector.operations, name) ? connector.operations[name] : undefined;
    return connector && found?.use === "query" ? { connector, name, operation: found } : undefined;
  }

  async deliver(connectorId: string, record: unknown, key: string): Promise<QueryReply> {
    const connector = this.#connectors.get(connectorId);
    const operation = connector?.operations["deliver"];
    if (!connector || !operation) return { outcome: "unknown-operation" };
    return this.#call(connector, "deliver", operation, record, { withinMs: operation.timeoutMs, key });
  }

  /** Asks every department that can tell; the first that knows the code answers. */
  async verify(code: string, withinMs: number): Promise<QueryReply> {
    const able = [...this.#connectors.values()].flatMap((connector) =>
      Object.entries(connector.operations)
        .filter(([, operation]) => operation.use === "verify")
        .map(([name, operation]) => ({ connector, name, operation })),
    );
    const replies = await Promise.all(
      able.map(({ connector, name, operation }) => this.#call(connector, name, operation, { code }, { withinMs })),
    );
    const away = replies.find((reply) => reply.outcome === "department-away");
    return replies.find((reply) => reply.outcome === "answer") ?? away ?? { outcome: "unknown-operation" };
  }

  async #call(connector: Connector, name: string, operation: Operation, params: unknown, limits: CallLimits): Promise<QueryReply> {
    const request = requestOf(operation, params);
    if (!request.ok) return this.#away(connector, name, `request: ${request.error}`);
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
    if (!reply.ok) return this.#away(connector, name, JSON.stringify(reply.error));
    return this.#read(connector, name, operation, reply.value);
  }

  #read(connector: Connector, name: string, operation: Operation, reply: HttpReply): QueryReply {
    const parsed = reply.body.length === 0 ? { ok: true as const, value: {} } : parseJson(reply.body.toString("utf8"), "reply");
    // The parser's own message quotes what it read, which may be a person's.
    if (!parsed.ok) return this.#away(connector, name, `${reply.status}: the reply is not JSON`);
    const rule = operation.outcomes.find((one) => one.status === reply.status && (!one.when || isTrue(one.when, parsed.value)));
    if (!rule) return this.#away(connector, name, `no rule for status ${reply.status}`);
    switch (rule.is) {
      case "answer":
        return this.#answer(connector, name, operation, parsed.value);
      case "refused":
        return refusal(operation, parsed.value);
      case "pending":
        return { outcome: "pending" };
      case "away":
        return this.#away(connector, name, `status ${reply.status}`);
      default:
        return unreachable(rule.is);
    }
  }

  #answer(connector: Connector, name: string, operation: Operation, reply: unknown): QueryReply {
    const answer = mapped(operation.answer, reply);
    return answer.ok ? { outcome: "answer", answer: answer.value } : this.#away(connector, name, `reply: ${answer.error}`);
  }

  #away(connector: Connector, operation: string, why: string): QueryReply {
    this.#log.warn("department.away", { department: connector.id, operation, why });
    return { outcome: "department-away", department: connector.id };
  }
}

function refusal(operation: Operation, reply: unknown): QueryReply {
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
