import { err, ok, type Result } from "../../base/result.ts";

export interface IppDecodeError {
  readonly kind: "truncated" | "malformed" | "too-many";
  /** Offset in the message. */
  readonly at: number;
  readonly what: string;
}

/** Value tags (RFC 8010 §3.5.2). */
export const TAG = {
  unsupported: 0x10,
  unknown: 0x12,
  noValue: 0x13,
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  octetString: 0x30,
  dateTime: 0x31,
  resolution: 0x32,
  rangeOfInteger: 0x33,
  begCollection: 0x34,
  textWithLanguage: 0x35,
  nameWithLanguage: 0x36,
  endCollection: 0x37,
  text: 0x41,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  uriScheme: 0x46,
  charset: 0x47,
  naturalLanguage: 0x48,
  mimeMediaType: 0x49,
  memberName: 0x4a,
} as const;

const STRING_TAGS = {
  text: TAG.text,
  name: TAG.name,
  keyword: TAG.keyword,
  uri: TAG.uri,
  uriScheme: TAG.uriScheme,
  charset: TAG.charset,
  naturalLanguage: TAG.naturalLanguage,
  mimeMediaType: TAG.mimeMediaType,
} as const;
const NUMBER_TAGS = { integer: TAG.integer, enum: TAG.enum } as const;
const EMPTY_TAGS = { unsupported: TAG.unsupported, unknown: TAG.unknown, noValue: TAG.noValue } as const;

export type IppString = keyof typeof STRING_TAGS;

export type IppValue =
  | { readonly type: IppString; readonly value: string }
  | { readonly type: "integer" | "enum"; readonly value: number }
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "rangeOfInteger"; readonly value: readonly [from: number, to: number] }
  | { readonly type: keyof typeof EMPTY_TAGS }
  | { readonly type: "collection"; readonly value: Readonly<Record<string, readonly IppValue[]>> }
  /** Octet strings, dates, resolutions, text with a language: bytes as they came. */
  | { readonly type: "bytes"; readonly tag: number; readonly value: Buffer };

const nameOf = <T extends string>(table: Readonly<Record<T, number>>) =>
  new Map(Object.entries<number>(table).map(([name, tag]) => [tag, name as T]));
const STRING_NAMES = nameOf(STRING_TAGS);
const NUMBER_NAMES = nameOf(NUMBER_TAGS);
const EMPTY_NAMES = nameOf(EMPTY_TAGS);

/** Collections inside collections: `media-col` has two levels. More is an attack on the stack. */
const MAX_DEPTH = 8;

export function writeValue(name: string, value: IppValue): Buffer {
  if (value.type === "collection") {
    const members = Object.entries(value.value).flatMap(([member, values]) => [
      field(TAG.memberName, "", Buffer.from(member, "utf8")),
      ...values.map((one) => writeValue("", one)),
    ]);
    return Buffer.concat([field(TAG.begCollection, name, EMPTY), ...members, field(TAG.endCollection, "", EMPTY)]);
  }
  return field(tagOf(value), name, bodyOf(value));
}

type Simple = Exclude<IppValue, { type: "collection" }>;

function tagOf(value: Simple): number {
  switch (value.type) {
    case "integer":
    case "enum":
      return NUMBER_TAGS[value.type];
    case "boolean":
      return TAG.boolean;
    case "rangeOfInteger":
      return TAG.rangeOfInteger;
    case "unsupported":
    case "unknown":
    case "noValue":
      return EMPTY_TAGS[value.type];
    case "bytes":
      return value.tag;
    default:
      return STRING_TAGS[value.type];
  }
}

function bodyOf(value: Simple): Buffer {
  switch (value.type) {
    case "integer":
    case "enum":
      return int32(value.value);
    case "boolean":
      return Buffer.of(value.value ? 1 : 0);
    case "rangeOfInteger":
      return Buffer.concat(value.value.map(int32));
    case "unsupported":
    case "unknown":
    case "noValue":
      return EMPTY;
    case "bytes":
      return value.value;
    default:
      return Buffer.from(value.value, "utf8");
  }
}

const EMPTY = Buffer.alloc(0);

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

/** Tag, name and value, each with its length. A value longer than 32 767 bytes is a bug of the caller (RFC 8010 §3.1.4). */
function field(tag: number, name: string, body: Buffer): Buffer {
  const nameBytes = Buffer.from(name, "utf8");
  if (nameBytes.length > 0x7fff || body.length > 0x7fff) throw new RangeError(`IPP attribute ${name} is too long`);
  const head = Buffer.alloc(3);
  head.writeUInt8(tag, 0);
  head.writeUInt16BE(nameBytes.length, 1);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(body.length);
  return Buffer.concat([head, nameBytes, length, body]);
}

export interface ReadValue {
  readonly name: string;
  readonly value: IppValue;
  readonly next: number;
}

/** The attribute value at `at`, collections whole. */
export function readValue(bytes: Buffer, at: number, depth = 0): Result<ReadValue, IppDecodeError> {
  const raw = readField(bytes, at);
  if (!raw.ok) return raw;
  const { tag, name, body, next } = raw.value;
  if (tag === TAG.begCollection) {
    if (depth >= MAX_DEPTH) return err({ kind: "too-many", at, what: "collections too deep" });
    return readCollection(bytes, next, name, depth);
  }
  const value = simpleValue(tag, body);
  return value.ok ? ok({ name, value: value.value, next }) : err({ kind: "malformed", at, what: value.error });
}

function readCollection(bytes: Buffer, from: number, name: string, depth: number): Result<ReadValue, IppDecodeError> {
  const members: Record<string, IppValue[]> = {};
  let member: IppValue[] | undefined;
  let at = from;
  for (;;) {
    const raw = readField(bytes, at);
    if (!raw.ok) return raw;
    if (raw.value.tag === TAG.endCollection) return ok({ name, value: { type: "collection", value: members }, next: raw.value.next });
    if (raw.value.tag === TAG.memberName) {
      member = [];
      Object.defineProperty(members, raw.value.body.toString("utf8"), {
        value: member,
        enumerable: true,
        writable: true,
        configurable: true,
      });
      at = raw.value.next;
      continue;
    }
    const read = readValue(bytes, at, depth + 1);
    if (!read.ok) return read;
    if (!member) return err({ kind: "malformed", at, what: "collection value without a member name" });
    member.push(read.value.value);
    at = read.value.next;
  }
}

function readField(bytes: Buffer, at: number): Result<{ tag: number; name: string; body: Buffer; next: number }, IppDecodeError> {
  const truncated = (what: string) => err<IppDecodeError>({ kind: "truncated", at, what });
  if (at + 3 > bytes.length) return truncated("attribute");
  const nameEnd = at + 3 + bytes.readUInt16BE(at + 1);
  if (nameEnd + 2 > bytes.length) return truncated("attribute name");
  const next = nameEnd + 2 + bytes.readUInt16BE(nameEnd);
  if (next > bytes.length) return truncated("attribute value");
  return ok({ tag: bytes.readUInt8(at), name: bytes.toString("utf8", at + 3, nameEnd), body: bytes.subarray(nameEnd + 2, next), next });
}

function simpleValue(tag: number, body: Buffer): Result<IppValue, string> {
  const string = STRING_NAMES.get(tag);
  if (string) return ok({ type: string, value: body.toString("utf8") });
  const empty = EMPTY_NAMES.get(tag);
  // Some printers put bytes into a value that has none; they mean nothing.
  if (empty) return ok({ type: empty });
  const number = NUMBER_NAMES.get(tag);
  if (number) return body.length === 4 ? ok({ type: number, value: body.readInt32BE() }) : err(`${number} of ${body.length} bytes`);
  if (tag === TAG.boolean)
    return body.length === 1 ? ok({ type: "boolean", value: body[0] !== 0 }) : err(`boolean of ${body.length} bytes`);
  if (tag === TAG.rangeOfInteger) {
    return body.length === 8
      ? ok({ type: "rangeOfInteger", value: [body.readInt32BE(0), body.readInt32BE(4)] })
      : err(`range of ${body.length} bytes`);
  }
  if (tag === TAG.endCollection || tag === TAG.memberName) return err("collection tag outside a collection");
  return ok({ type: "bytes", tag, value: Buffer.from(body) });
}
