import { createHash, type KeyObject, sign as signBytes, verify as verifyBytes } from "node:crypto";
import { err, ok, type Result } from "../../base/result.ts";

export const SIGNATURE_HEADER = "zizhu-signature";
export const TIME_HEADER = "zizhu-time";
export const KIOSK_HEADER = "zizhu-kiosk";

/** What a signature covers: a request, or the reply to it (same method, path and time, the reply's body). */
export interface Signable {
  readonly method: string;
  readonly path: string;
  readonly body: Uint8Array;
  /** Epoch ms. */
  readonly time: number;
}

/** The two headers as they came; undefined where there was none. */
export interface SignatureHeaders {
  readonly signature: string | undefined;
  readonly time: string | undefined;
}

export type SignatureError =
  | { readonly code: "signature.missing"; readonly header: string }
  | { readonly code: "signature.malformed"; readonly header: string; readonly expected: string }
  | { readonly code: "signature.wrong"; readonly method: string; readonly path: string }
  | { readonly code: "signature.skewed"; readonly skewMs: number; readonly allowedMs: number };

const SCHEME = "ed25519=";
const SIGNATURE_BYTES = 64;
const BASE64 = /^[A-Za-z0-9+/]{86}==$/;
const TIME = /^[0-9]{1,15}$/;

export function sign(privateKey: KeyObject, what: Signable): Record<string, string> {
  const signature = signBytes(null, signedText(what), privateKey);
  return { [SIGNATURE_HEADER]: SCHEME + signature.toString("base64"), [TIME_HEADER]: String(what.time) };
}

/** The time that was signed, when `publicKey`'s owner signed it. Says nothing of whether that time is now: see `checkSkew`. */
export function verify(publicKey: KeyObject, what: Omit<Signable, "time">, headers: SignatureHeaders): Result<number, SignatureError> {
  const parsed = parse(headers);
  if (!parsed.ok) return parsed;
  const { signature, time } = parsed.value;
  if (verifyBytes(null, signedText({ ...what, time }), publicKey, signature)) return ok(time);
  return err({ code: "signature.wrong", method: what.method, path: what.path });
}

export function checkSkew(time: number, now: number, allowedMs: number): Result<void, SignatureError> {
  const skewMs = time - now;
  return Math.abs(skewMs) <= allowedMs ? ok() : err({ code: "signature.skewed", skewMs, allowedMs });
}

function parse(headers: SignatureHeaders): Result<{ signature: Buffer; time: number }, SignatureError> {
  if (headers.signature === undefined) return err({ code: "signature.missing", header: SIGNATURE_HEADER });
  if (headers.time === undefined) return err({ code: "signature.missing", header: TIME_HEADER });
  const encoded = headers.signature.startsWith(SCHEME) ? headers.signature.slice(SCHEME.length) : "";
  if (!BASE64.test(encoded)) {
    return err({ code: "signature.malformed", header: SIGNATURE_HEADER, expected: `${SCHEME}<base64 of ${SIGNATURE_BYTES} bytes>` });
  }
  if (!TIME.test(headers.time)) return err({ code: "signature.malformed", header: TIME_HEADER, expected: "epoch milliseconds" });
  return ok({ signature: Buffer.from(encoded, "base64"), time: Number(headers.time) });
}

function signedText({ method, path, body, time }: Signable): Buffer {
  const bodyHash = createHash("sha256").update(body).digest("hex");
  return Buffer.from(`${method}\n${path}\n${bodyHash}\n${time}`, "utf8");
}
