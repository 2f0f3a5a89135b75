import { err, ok, type Result } from "../../base/result.ts";
import { valueOrNull } from "../../config/service-items/expression.ts";
import { MAX_DOCUMENT_BYTES } from "../protocol/limits.ts";
import type { DocumentStatement } from "../protocol/messages.ts";
import type { FileRule, FileType } from "./file-rule.ts";
import type { HttpReply } from "./http-exchange.ts";

/** A department's file as it came. `media` is null where the connector names none. */
export interface DepartmentFile {
  readonly bytes: Buffer;
  readonly type: FileType;
  readonly code: string;
  readonly media: DocumentStatement["media"] | null;
  readonly sides: DocumentStatement["sides"];
}

const MEDIA: readonly unknown[] = ["iso_a4_210x297mm", "iso_a3_297x420mm"] satisfies DocumentStatement["media"][];
const SIDES: readonly unknown[] = ["one-sided", "two-sided-long-edge"] satisfies DocumentStatement["sides"][];
const CODE = /^[0-9A-Za-z-]{4,60}$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const STARTS: Readonly<Record<FileType, Buffer>> = {
  "application/pdf": Buffer.from("%PDF-"),
  // A ZIP's first local file header. What is in it nobody here reads.
  "application/ofd": Buffer.from("PK\u0003\u0004"),
};

/** Reads a reply to the end of the JSON question: what the rules of `outcomes` look at, with the file's text taken out where it stands in it. */
export function besideFile(rule: FileRule, parsed: unknown): { readonly source: unknown; readonly base64: unknown } {
  const keys = (rule.base64 ?? "").split(".");
  const take = (value: unknown, depth: number): { source: unknown; base64: unknown } => {
    const key = keys[depth] ?? "";
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return { source: value, base64: undefined };
    const { [key]: inner, ...rest } = value as Record<string, unknown>;
    if (depth === keys.length - 1) return { source: rest, base64: inner };
    const taken = take(inner, depth + 1);
    return { source: { ...rest, [key]: taken.source }, base64: taken.base64 };
  };
  return take(parsed, 0);
}

/** The file of a reply that `outcomes` called an answer. The error says what is wrong with it and nothing of what stands in it. */
export function fileOf(rule: FileRule, reply: HttpReply, source: unknown, base64: unknown): Result<DepartmentFile, string> {
  const bytes = rule.base64 ? decoded(base64) : ok(reply.body);
  if (!bytes.ok) return bytes;
  if (bytes.value.length > MAX_DOCUMENT_BYTES) return err(`the file has ${bytes.value.length} bytes, at most ${MAX_DOCUMENT_BYTES}`);
  const type = rule.types.find((one) => bytes.value.subarray(0, STARTS[one].length).equals(STARTS[one]));
  if (!type) return err(`the file does not begin like ${rule.types.join(" or ")}`);
  const said = (expression: string | undefined) => (expression ? valueOrNull(expression, source) : null);
  const code = said(rule.code) ?? "";
  if (code !== "" && !(typeof code === "string" && CODE.test(code))) return err("its number is not 4 to 60 letters, digits and hyphens");
  const media = said(rule.media);
  if (media === null ? rule.media !== undefined : !MEDIA.includes(media)) return err(`the paper's size is none of ${MEDIA.join(", ")}`);
  const sides = said(rule.sides) ?? "one-sided";
  if (!SIDES.includes(sides)) return err(`sides is none of ${SIDES.join(", ")}`);
  return ok({
    bytes: bytes.value,
    type,
    code: code as string,
    media: media as DepartmentFile["media"],
    sides: sides as DepartmentFile["sides"],
  });
}

function decoded(text: unknown): Result<Buffer, string> {
  if (typeof text !== "string" || text.length % 4 !== 0 || !BASE64.test(text)) return err("there is no base64 where the file should stand");
  return ok(Buffer.from(text, "base64"));
}
