import { parseJson } from "../../base/checked.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import { MAX_QUERY_BYTES } from "../protocol/limits.ts";
import type { Query, QueryReply } from "../protocol/messages.ts";
import { checkQueryReply } from "../protocol/shapes.ts";
import type { QueryFailure } from "./api.ts";
import type { HubClient, HubFailure, HubReply } from "./hub-client.ts";

export type Answer = Result<Record<string, unknown>, QueryFailure>;

/** Puts a question to a department through the hub. Nothing is kept and nothing is repeated: the flow decides whether to ask again. */
export async function ask(client: HubClient, kiosk: string, query: Query, signal?: AbortSignal): Promise<Answer> {
  const bytes = Buffer.byteLength(JSON.stringify(query));
  if (bytes > MAX_QUERY_BYTES) {
    return err({ code: "query.malformed", detail: `${query.operation}: ${bytes} bytes, and the hub takes ${MAX_QUERY_BYTES}` });
  }
  const sent = await client.send("POST", `/v1/kiosks/${encodeURIComponent(kiosk)}/query`, query, {
    withinMs: query.withinMs,
    ...(signal ? { signal } : {}),
  });
  return sent.ok ? fromReply(sent.value, query.operation) : err(fromFailure(sent.error));
}

function fromFailure(failure: HubFailure): QueryFailure {
  switch (failure.code) {
    case "hub.unreachable":
    case "hub.not-signed":
    case "hub.cancelled":
      return { code: "query.hub-away" };
    case "hub.timeout":
      return { code: "query.timeout", withinMs: failure.withinMs };
    case "hub.too-large":
      return { code: "query.malformed", detail: `answer above ${failure.limit} bytes` };
    default:
      return unreachable(failure);
  }
}

function fromReply(reply: HubReply, operation: string): Answer {
  if (reply.status === 400 || reply.status === 413 || reply.status === 422) {
    return err({ code: "query.malformed", detail: `hub refused ${operation}: ${reply.problem?.what ?? reply.status}` });
  }
  // The hub is there but does not serve us (overload, a revoked key, a bug): for the person it is away.
  if (reply.status !== 200) return err({ code: "query.hub-away" });
  const parsed = parseJson(reply.body.toString("utf8"), "answer");
  // The parser's own message quotes what it read, which may be a person's.
  if (!parsed.ok) return err({ code: "query.malformed", detail: `answer to ${operation} is not JSON` });
  const checked = checkQueryReply(parsed.value, "answer");
  if (!checked.ok) return err({ code: "query.malformed", detail: `answer to ${operation}: ${checked.error.faults[0]?.problem ?? ""}` });
  return fromOutcome(checked.value, operation);
}

function fromOutcome(reply: QueryReply, operation: string): Answer {
  switch (reply.outcome) {
    case "answer":
      return ok({ ...reply.answer });
    case "refused":
      return err({ code: "query.refused", reason: reply.reason, message: reply.message, fields: reply.fields });
    case "pending":
      return err({ code: "query.pending" });
    case "department-away":
      return err({ code: "query.department-away", department: reply.department });
    case "unknown-operation":
      return err({ code: "query.malformed", detail: `no connector offers ${operation}` });
    default:
      return unreachable(reply);
  }
}
