import type { IncomingMessage } from "node:http";
import type { Response } from "express";
import type { Fault } from "../../base/checked.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { Problem } from "./api.ts";

/** A refusal with its HTTP status. */
export interface Refusal {
  readonly status: number;
  readonly problem: Problem["error"];
}

export function refusal(
  status: number,
  code: string,
  what: string,
  more: { faults?: readonly Fault[]; retryAfterMs?: number; hubTime?: number } = {},
): Refusal {
  const { faults = [], ...rest } = more;
  return { status, problem: { code, what, faults, ...rest } };
}

/** What comes before every reply: nothing may be framed, sniffed, cached by the way or run from elsewhere. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=()",
};

export function sendRefusal(response: Response, { status, problem }: Refusal): void {
  if (problem.retryAfterMs !== undefined) response.set("retry-after", String(Math.ceil(problem.retryAfterMs / 1000)));
  response
    .status(status)
    .set("cache-control", "no-store")
    .json({ error: problem } satisfies Problem);
}

/** The whole body as it travelled, at most `limit` bytes. What is above is drained, not kept, so that the sender hears why. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Result<Buffer, Refusal>> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else if (size > 4 * limit) break;
    }
  } catch (cause) {
    return err(refusal(400, "body.broken-off", `the request ended early: ${String(cause)}`));
  }
  if (size > limit) return err(refusal(413, "body.too-large", `more than ${limit} bytes as sent; send fewer rows`));
  return ok(Buffer.concat(chunks));
}
