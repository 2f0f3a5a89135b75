import { type Check, parseJson } from "../../base/checked.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import { MAX_DOCUMENT_REPLY_BYTES, MAX_QUERY_BYTES } from "../protocol/limits.ts";
import type { DocumentReply, DownloadReply, Query, QueryReply } from "../protocol/messages.ts";
import { checkDocumentReply, checkDownloadReply, checkQueryReply } from "../protocol/shapes.ts";
import type { AgentContract, QueryFailure } from "./api.ts";
import type { HubClient, HubFailure, HubReply } from "./hub-client.ts";

export type Answer = Result<Record<string, unknown>, QueryFailure>;
type Contract = AgentContract["requests"];

/** What is asked, where, and what a good reply gives. */
interface Kind<R extends { readonly outcome: string }, T> {
  readonly path: "query" | "document" | "download";
  readonly check: Check<R>;
  readonly maxBytes?: number;
  readonly value: (reply: R) => T | Elsewise;
}

type Elsewise = Exclude<QueryReply, { readonly outcome: "answer" }>;

const QUERY: Kind<QueryReply, { got: Record<string, unknown> }> = {
  path: "query",
  check: checkQueryReply,
  value: (reply) => (reply.outcome === "answer" ? { got: { ...reply.answer } } : reply),
};
const DOCUMENT: Kind<DocumentReply, { got: Good<"agent.document"> }> = {
  path: "document",
  check: checkDocumentReply,
  maxBytes: MAX_DOCUMENT_REPLY_BYTES,
  value: (reply) => {
    if (reply.outcome !== "document") return reply;
    const { pdf, statement, signature } = reply;
    return { got: { pdf, statement, signature } };
  },
};
const DOWNLOAD: Kind<DownloadReply, { got: Good<"agent.download"> }> = {
  path: "download",
  check: checkDownloadReply,
  value: (reply) => (reply.outcome === "download" ? { got: { url: reply.url, until: reply.until } } : reply),
};

type Good<M extends "agent.document" | "agent.download"> = Extract<Contract[M]["result"], { ok: true }>["value"];

/** Puts a question to a department through the hub. Nothing is kept and nothing is repeated: the flow decides whether to ask again. */
export function ask(client: HubClient, kiosk: string, query: Query, signal?: AbortSignal): Promise<Answer> {
  return put(client, kiosk, query, QUERY, signal);
}

/** The same for a PDF that the department made. The hub's word for it is passed on unread: whoever prints it verifies it. */
export function askDocument(
  client: HubClient,
  kiosk: string,
  query: Query,
  signal?: AbortSignal,
): Promise<Contract["agent.document"]["result"]> {
  return put(client, kiosk, query, DOCUMENT, signal);
}

/** The same for an address from which a phone takes a department's file. */
export function askDownload(
  client: HubClient,
  kiosk: string,
  query: Query,
  signal?: AbortSignal,
): Promise<Contract["agent.download"]["result"]> {
  return put(client, kiosk, query, DOWNLOAD, signal);
}

async function put<R extends { readonly outcome: string }, V>(
  client: HubClient,
  kiosk: string,
  query: Query,
  kind: Kind<R, { got: V }>,
  signal?: AbortSignal,
): Promise<Result<V, QueryFailure>> {
  const bytes = Buffer.byteLength(JSON.stringify(query));
  if (bytes > MAX_QUERY_BYTES) {
    return err({ code: "query.malformed", detail: `${query.operation}: ${bytes} bytes, and the hub takes ${MAX_QUERY_BYTES}` });
  }
  const sent = await client.send("POST", `/v1/kiosks/${encodeURIComponent(kiosk)}/${kind.path}`, query, {
    withinMs: query.withinMs,
    ...(kind.maxBytes ? { maxBytes: kind.maxBytes } : {}),
    ...(signal ? { signal } : {}),
  });
  return sent.ok ? fromReply(sent.value, query.operation, kind) : err(fromFailure(sent.error));
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

function fromReply<R extends { readonly outcome: string }, V>(
  reply: HubReply,
  operation: string,
  kind: Kind<R, { got: V }>,
): Result<V, QueryFailure> {
  if (reply.status === 400 || reply.status === 413 || reply.status === 422) {
    return err({ code: "query.malformed", detail: `hub refused ${operation}: ${reply.problem?.what ?? reply.status}` });
  }
  // The hub is there but does not serve us (overload, a revoked key, a bug): for the person it is away.
  if (reply.status !== 200) return err({ code: "query.hub-away" });
  const parsed = parseJson(reply.body.toString("utf8"), "answer");
  // The parser's own message quotes what it read, which may be a person's.
  if (!parsed.ok) return err({ code: "query.malformed", detail: `answer to ${operation} is not JSON` });
  const checked = kind.check(parsed.value, "answer");
  if (!checked.ok) return err({ code: "query.malformed", detail: `answer to ${operation}: ${checked.error.faults[0]?.problem ?? ""}` });
  const value = kind.value(checked.value);
  return "got" in value ? ok(value.got) : err(fromOutcome(value, operation));
}

function fromOutcome(reply: Elsewise, operation: string): QueryFailure {
  switch (reply.outcome) {
    case "refused":
      return { code: "query.refused", reason: reply.reason, message: reply.message, fields: reply.fields };
    case "pending":
      return { code: "query.pending" };
    case "department-away":
      return { code: "query.department-away", department: reply.department };
    case "unknown-operation":
      return { code: "query.malformed", detail: `no connector offers ${operation}` };
    default:
      return unreachable(reply);
  }
}
