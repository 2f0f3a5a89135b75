import { createHash, type KeyObject, sign, verify } from "node:crypto";
import { DOCUMENT_CONTEXT, type DocumentStatement, type Query } from "./messages.ts";

/** In hex, as statements and the ledger name a document. */
export function documentSha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/**
 * What a statement answers, in hex: a document that was made for another person, or for another request of the same person, has another. The
 * nonce also keeps whoever sees the hash from trying out whom it is about.
 */
export function askedSha256({ operation, params, nonce }: Required<Pick<Query, "operation" | "params" | "nonce">>): string {
  // As JSON carries it: what is undefined here never reaches the other side.
  const carried: unknown = JSON.parse(JSON.stringify({ operation, params, nonce }));
  return createHash("sha256").update(canonical(carried), "utf8").digest("hex");
}

// RFC 8785: keys sorted by UTF-16 code units, no white space, numbers and texts as ECMAScript writes them.
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${pairs.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(",")}}`;
}

/** The hub's word, base64. */
export function signStatement(hubKey: KeyObject, statement: DocumentStatement): string {
  return sign(null, signedBytes(statement), hubKey).toString("base64");
}

export function isHubsStatement(hubKey: KeyObject, statement: DocumentStatement, signature: string): boolean {
  return verify(null, signedBytes(statement), hubKey, Buffer.from(signature, "base64"));
}

function signedBytes(statement: DocumentStatement): Buffer {
  return Buffer.from(DOCUMENT_CONTEXT + canonical(statement), "utf8");
}
