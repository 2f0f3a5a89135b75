import { err, ok, type Result } from "../../base/result.ts";
import { type IppDecodeError, type IppValue, readValue, TAG, writeValue } from "./ipp-values.ts";

/** An IPP message (RFC 8010 §3): the same form for requests (`code` = operation) and responses (`code` = status). */
export interface IppMessage {
  readonly version: readonly [major: number, minor: number];
  readonly code: number;
  readonly requestId: number;
  readonly groups: readonly IppGroup[];
  /** The document, or nothing. */
  readonly data: Buffer;
}

export interface IppGroup {
  readonly group: GroupName;
  readonly attributes: Readonly<Record<string, readonly IppValue[]>>;
}

const GROUP_TAGS = { operation: 0x01, job: 0x02, printer: 0x04, unsupported: 0x05 } as const;
export type GroupName = keyof typeof GROUP_TAGS;
const GROUP_NAMES = new Map<number, GroupName>(Object.entries(GROUP_TAGS).map(([name, tag]) => [tag, name as GroupName]));
const END_OF_ATTRIBUTES = 0x03;

/** A printer's whole description has about 200 attributes; a thousand jobs have fewer values than this. */
export const MAX_VALUES = 20_000;

export function encodeIpp(message: IppMessage): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt8(message.version[0], 0);
  head.writeUInt8(message.version[1], 1);
  head.writeUInt16BE(message.code, 2);
  head.writeInt32BE(message.requestId, 4);
  const parts: Buffer[] = [head];
  for (const { group, attributes } of message.groups) {
    parts.push(Buffer.of(GROUP_TAGS[group]));
    for (const [name, values] of Object.entries(attributes)) {
      // Further values of a set carry an empty name (RFC 8010 §3.1.5).
      for (const [index, value] of values.entries()) parts.push(writeValue(index === 0 ? name : "", value));
    }
  }
  return Buffer.concat([...parts, Buffer.of(END_OF_ATTRIBUTES), message.data]);
}

export function decodeIpp(bytes: Buffer): Result<IppMessage, IppDecodeError> {
  if (bytes.length < 9) return err({ kind: "truncated", at: bytes.length, what: "header" });
  const groups: { group: GroupName; attributes: Record<string, IppValue[]> }[] = [];
  let at = 8;
  let name = "";
  for (let values = 0; values <= MAX_VALUES; values++) {
    const tag = bytes[at];
    if (tag === undefined) return err({ kind: "truncated", at, what: "end-of-attributes" });
    if (tag === END_OF_ATTRIBUTES) return ok({ ...headOf(bytes), groups, data: bytes.subarray(at + 1) });
    if (tag < TAG.unsupported) {
      const group = GROUP_NAMES.get(tag);
      // Groups we do not know (subscriptions, events) must be skipped, not refused; their attributes land in "unsupported".
      groups.push({ group: group ?? "unsupported", attributes: {} });
      name = "";
      at += 1;
      continue;
    }
    const read = readValue(bytes, at);
    if (!read.ok) return read;
    const into = groups.at(-1)?.attributes;
    name = read.value.name === "" ? name : read.value.name;
    if (!into || name === "") return err({ kind: "malformed", at, what: into ? "value without a name" : "attribute outside a group" });
    if (read.value.name !== "") define(into, name);
    into[name]?.push(read.value.value);
    at = read.value.next;
  }
  return err({ kind: "too-many", at, what: `more than ${MAX_VALUES} values` });
}

// An attribute called `__proto__` is an attribute like any other.
function define(into: Record<string, IppValue[]>, name: string): void {
  Object.defineProperty(into, name, { value: [], enumerable: true, writable: true, configurable: true });
}

function headOf(bytes: Buffer): Pick<IppMessage, "version" | "code" | "requestId"> {
  return { version: [bytes.readUInt8(0), bytes.readUInt8(1)], code: bytes.readUInt16BE(2), requestId: bytes.readInt32BE(4) };
}
