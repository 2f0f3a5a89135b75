import { err, ok, type Result } from "../../base/result.ts";
import { MAX_PARAMS_BYTES } from "../protocol/limits.ts";
import type { Operation } from "./connector.ts";
import { mapped } from "./mapping.ts";

export type Params = Readonly<Record<string, unknown>>;

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** What is too large about a question's parameters, null when nothing is. Says nothing of what stands in them. */
export function oversizeOf(operation: Operation | undefined, params: Params): string | null {
  const large = operation?.large;
  const value = large ? params[large.param] : undefined;
  if (large && typeof value === "string" && value.length > large.maxChars) {
    return `${large.param}: ${value.length} characters, at most ${large.maxChars}`;
  }
  const { [large?.param ?? ""]: _, ...rest } = params;
  const bytes = Buffer.byteLength(JSON.stringify(rest));
  return bytes > MAX_PARAMS_BYTES ? `parameters: ${bytes} bytes, at most ${MAX_PARAMS_BYTES}` : null;
}

/** What the department is sent. The large parameter does not pass through an expression: those are bounded for what people read. */
export function requestOf(operation: Operation, params: unknown): Result<Record<string, unknown>, string> {
  const request = fromParams(operation, params);
  if (!request.ok) return request;
  // Percent-encoding leaves these as they are, and an address is shortened by them: another operation would be asked.
  const climbs = [...operation.path.matchAll(/\{([^}]*)\}/g)].find(([, key = ""]) => /^\.{0,2}$/.test(String(request.value[key] ?? "")));
  return climbs ? err(`${climbs[0]} of the path is empty or dots`) : request;
}

function fromParams(operation: Operation, params: unknown): Result<Record<string, unknown>, string> {
  const { large } = operation;
  if (!large) return mapped(operation.request, params);
  const { [large.param]: value, ...rest } = params as Params;
  if (typeof value !== "string" || !BASE64.test(value)) return err(`${large.param} is not base64`);
  const request = mapped(operation.request, rest);
  return request.ok ? ok({ ...request.value, [large.param]: value }) : request;
}
