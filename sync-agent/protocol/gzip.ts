import { gunzipSync, gzipSync } from "node:zlib";
import { err, ok, type Result } from "../../base/result.ts";

export type UnpackError =
  | { readonly code: "body.not-gzip"; readonly detail: string }
  | { readonly code: "body.too-large"; readonly limit: number };

export function pack(body: Uint8Array): Buffer {
  // Level 1: sealed rows are noise, so more effort finds nothing more.
  return gzipSync(body, { level: 1 });
}

/** Unpacks at most `limit` bytes; what would be more is refused before it is made. */
export function unpack(packed: Uint8Array, limit: number): Result<Buffer, UnpackError> {
  try {
    return ok(gunzipSync(packed, { maxOutputLength: limit }));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") return err({ code: "body.too-large", limit });
    return err({ code: "body.not-gzip", detail: cause instanceof Error ? cause.message : String(cause) });
  }
}
