import iconv from "iconv-lite";
import { err, ok, type Result } from "../../base/result.ts";
import { isCalendarDate } from "../../config/hall-time.ts";

/** One data element of a social-security card: tag, length, value, in a record of its own. Null where the card left it empty. */
export interface Element<T> {
  readonly tag: number;
  /** Bytes of the value; a text may be shorter on the card. */
  readonly size: number;
  encode(value: T | null): Buffer;
  /** The value, or what was wrong with it, never itself. */
  decode(value: Buffer): Result<T | null, string>;
}

/** One element in its place: which file, which record. */
export interface Place<T> {
  readonly record: number;
  readonly element: Element<T>;
}

/** Digits two a byte (cn): padded right with F. An ISO date of eight. */
function date(tag: number): Element<string> {
  return {
    ...{ tag, size: 4 },
    encode: (value) => Buffer.from(value === null ? "FFFFFFFF" : value.replaceAll("-", ""), "hex"),
    decode(value) {
      const digits = value.toString("hex");
      if (/^(f{8}|0{8})$/.test(digits)) return ok(null);
      const iso = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;
      return isCalendarDate(iso) ? ok(iso) : err("no date");
    },
  };
}

/** Letters and digits (an): padded right with 00. Blanks and F are seen for padding too. */
function code(tag: number, size: number): Element<string> {
  return {
    ...{ tag, size },
    encode: (value) => padded(Buffer.from(value ?? "", "latin1"), size),
    decode(value) {
      const text = unpadded(value).toString("latin1").trim().toUpperCase();
      if (text === "") return ok(null);
      return /^[0-9A-Z]+$/.test(text) ? ok(text) : err("neither letters nor digits");
    },
  };
}

/** GBK, of which GB 18030 is the larger form: padded right with 00. */
function chinese(tag: number, size: number): Element<string> {
  return {
    ...{ tag, size },
    encode: (value) => padded(iconv.encode(value ?? "", "gb18030"), size),
    decode(value) {
      const text = iconv.decode(unpadded(value), "gb18030").trim();
      if (text === "") return ok(null);
      return /[\p{Cc}\u{fffd}]/u.test(text) ? err("not GBK") : ok(text);
    },
  };
}

function padded(bytes: Buffer, size: number): Buffer {
  if (bytes.length > size) throw new RangeError(`${bytes.length} bytes do not fit ${size}`);
  return Buffer.concat([bytes, Buffer.alloc(size - bytes.length)]);
}

// FF ends no GB 18030 character, 00 is in none.
function unpadded(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0x00 || bytes[end - 1] === 0xff)) end -= 1;
  return bytes.subarray(0, end);
}

/** "sx1.sh.社会保障" in GBK: the social-security application. */
export const SSSE_AID = iconv.encode("sx1.sh.社会保障", "gbk");

/** What the issuer wrote. Records 1–4 (card id, type, version, organ) are not asked for. */
export const EF05 = {
  ...{ file: 0xef05, sfi: 5 },
  issued: { record: 5, element: date(0x05) },
  validUntil: { record: 6, element: date(0x06) },
  cardNumber: { record: 7, element: code(0x07, 9) },
} as const;

/** What it says of its holder. Sex, nation, birthplace and birth date follow in records that nobody here needs. */
export const EF06 = {
  ...{ file: 0xef06, sfi: 6 },
  number: { record: 1, element: code(0x08, 18) },
  name: { record: 2, element: chinese(0x09, 30) },
} as const;

export const recordBytes = ({ size }: Element<unknown>): number => 2 + size;

export function encodeRecord<T>(element: Element<T>, value: T | null): Buffer {
  const bytes = element.encode(value);
  return Buffer.concat([Buffer.from([element.tag, bytes.length]), bytes]);
}

/** What follows the value in a record of fixed length is padding and nothing else. */
export function decodeRecord<T>(element: Element<T>, bytes: Buffer): Result<T | null, string> {
  const [tag, length] = bytes;
  if (tag === undefined || length === undefined) return err(`${bytes.length} bytes`);
  if (tag !== element.tag) return err(`tag ${hex(tag)} instead of ${hex(element.tag)}`);
  if (length > element.size || 2 + length > bytes.length)
    return err(`length ${length} of ${element.size}, ${bytes.length - 2} bytes follow`);
  if (unpadded(bytes.subarray(2 + length)).length > 0) return err("more than one element");
  return element.decode(bytes.subarray(2, 2 + length));
}

const hex = (byte: number): string => byte.toString(16).padStart(2, "0").toUpperCase();
