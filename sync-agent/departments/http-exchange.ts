import type { Clock } from "../../base/clock.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { MAX_DOCUMENT_REPLY_BYTES } from "../protocol/limits.ts";
import type { Operation } from "./connector.ts";

export interface HttpReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export type ExchangeError =
  | { readonly code: "department.timeout"; readonly withinMs: number }
  | { readonly code: "department.unreachable"; readonly detail: string }
  | { readonly code: "department.too-large"; readonly limit: number };

const MAX_REPLY_BYTES = 1024 * 1024;
const ACCEPTED = "application/json";
const ACCEPTED_FILES = "application/pdf, application/ofd, application/json";

/** One HTTP request to a department, and its whole reply, within the time. */
export async function exchange(call: {
  readonly base: string;
  readonly operation: Operation;
  readonly request: Readonly<Record<string, unknown>>;
  readonly withinMs: number;
  readonly key?: string;
  readonly clock: Clock;
}): Promise<Result<HttpReply, ExchangeError>> {
  const { operation, withinMs } = call;
  const giveUp = new AbortController();
  const timer = call.clock.after(withinMs, () => giveUp.abort());
  try {
    const response = await fetch(address(call.base, operation, call.request), {
      method: operation.method,
      redirect: "error",
      signal: giveUp.signal,
      headers: {
        accept: operation.file ? ACCEPTED_FILES : ACCEPTED,
        ...(operation.method === "POST" ? { "content-type": "application/json" } : {}),
        ...(call.key ? { "idempotency-key": call.key } : {}),
      },
      ...(operation.method === "POST" ? { body: JSON.stringify(call.request) } : {}),
    });
    return await readAll(response, operation.file ? MAX_DOCUMENT_REPLY_BYTES : MAX_REPLY_BYTES);
  } catch (cause) {
    if (giveUp.signal.aborted) return err({ code: "department.timeout", withinMs });
    return err({ code: "department.unreachable", detail: reasonOf(cause) });
  } finally {
    timer.cancel();
  }
}

function address(base: string, operation: Operation, request: Readonly<Record<string, unknown>>): string {
  const inPath = new Set<string>();
  const path = operation.path.replace(/\{([^}]*)\}/g, (_, key: string) => {
    inPath.add(key);
    return encodeURIComponent(String(request[key] ?? ""));
  });
  const url = base.replace(/\/$/, "") + path;
  if (operation.method === "POST") return url;
  const rest = Object.entries(request).filter(([key]) => !inPath.has(key));
  const search = new URLSearchParams(rest.map(([key, value]): [string, string] => [key, String(value)])).toString();
  return search ? `${url}?${search}` : url;
}

async function readAll(response: Response, limit: number): Promise<Result<HttpReply, ExchangeError>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > limit) return err({ code: "department.too-large", limit });
    chunks.push(chunk);
  }
  return ok({ status: response.status, headers: Object.fromEntries(response.headers), body: Buffer.concat(chunks) });
}

// fetch keeps the reason (ECONNREFUSED, …) in the cause. The address is not repeated: it may hold a case number.
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const inner = cause.cause as NodeJS.ErrnoException | undefined;
  return inner?.code ?? inner?.message ?? cause.message;
}
