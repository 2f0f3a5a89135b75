import { readIdNumber } from "../identity/id-number.ts";

/** What a field of an audit event may hold. There is no kind for free text: that is how personal data would get in. */
export type FieldKind =
  /** Ids, codes, versions, serials: short, no spaces. */
  | "id"
  | "sha256"
  /** Whole number from 0. */
  | "count"
  | "ms"
  | "flag"
  /** One of the words. */
  | readonly string[];

export type FieldValue<K extends FieldKind> = K extends "id" | "sha256"
  ? string
  : K extends "count" | "ms"
    ? number
    : K extends "flag"
      ? boolean
      : K extends readonly (infer Word)[]
        ? Word
        : never;

/** What is wrong with `value`, in words; null when nothing is. Never repeats the value: it may be what must not be written down. */
export function fieldProblem(kind: FieldKind, value: unknown): string | null {
  if (typeof kind !== "string") return kind.includes(String(value)) ? null : `must be one of ${kind.join(", ")}`;
  switch (kind) {
    case "id":
      if (typeof value !== "string" || !/^[A-Za-z0-9._:@/-]{0,120}$/.test(value)) return "must be a short code without spaces";
      return readIdNumber(value).ok ? "is the number of a person; put its keyed hash" : null;
    case "sha256":
      return typeof value === "string" && /^[0-9a-f]{64}$/.test(value) ? null : "must be 64 hexadecimal digits";
    case "count":
    case "ms":
      return Number.isInteger(value) && Number(value) >= 0 ? null : "must be a whole number from 0";
    case "flag":
      return typeof value === "boolean" ? null : "must be true or false";
  }
}
