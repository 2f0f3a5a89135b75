import { err, ok, type Result } from "./result.ts";

/** Why bytes could not be decoded: which field, at which offset, what was found. */
export interface DecodeError {
  readonly kind: "truncated" | "trailing" | "value";
  readonly field: string;
  readonly offset: number;
  readonly found: string;
}

/** One field of a record: how many bytes it takes and how they map to a value. */
export interface Field<T> {
  readonly size: number;
  put(value: T, into: Buffer, offset: number): void;
  /** The value, or what was found instead of one. */
  take(from: Buffer, offset: number): Result<T, string>;
}

export type Shape = Readonly<Record<string, Field<unknown>>>;
export type RecordOf<S extends Shape> = { -readonly [K in keyof S]: S[K] extends Field<infer T> ? T : never };

/** Encoder, decoder and type of one fixed-size record, from one table. */
export interface Codec<T> {
  readonly size: number;
  encode(value: T): Buffer;
  decode(bytes: Uint8Array): Result<T, DecodeError>;
}

export function record<S extends Shape>(shape: S): Codec<RecordOf<S>> {
  const fields = Object.entries(shape);
  const size = fields.reduce((sum, [, field]) => sum + field.size, 0);
  return {
    size,
    encode(value) {
      const into = Buffer.alloc(size);
      let offset = 0;
      for (const [name, field] of fields) {
        field.put(value[name as keyof S], into, offset);
        offset += field.size;
      }
      return into;
    },
    decode(bytes) {
      const from = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const value: Record<string, unknown> = {};
      let offset = 0;
      for (const [name, field] of fields) {
        if (offset + field.size > from.length) {
          return err({ kind: "truncated", field: name, offset, found: `${from.length} of ${size} bytes` });
        }
        const taken = field.take(from, offset);
        if (!taken.ok) return err({ kind: "value", field: name, offset, found: taken.error });
        value[name] = taken.value;
        offset += field.size;
      }
      if (offset !== from.length) {
        return err({ kind: "trailing", field: "", offset, found: `${from.length - offset} more bytes` });
      }
      return ok(value as RecordOf<S>);
    },
  };
}

export const uint8: Field<number> = {
  size: 1,
  put: (value, into, offset) => void into.writeUInt8(value, offset),
  take: (from, offset) => ok(from.readUInt8(offset)),
};

export const uint16be: Field<number> = {
  size: 2,
  put: (value, into, offset) => void into.writeUInt16BE(value, offset),
  take: (from, offset) => ok(from.readUInt16BE(offset)),
};

export const uint32be: Field<number> = {
  size: 4,
  put: (value, into, offset) => void into.writeUInt32BE(value, offset),
  take: (from, offset) => ok(from.readUInt32BE(offset)),
};

/** Bytes as they are. `put` refuses another length: that is a bug of the caller. */
export function raw(size: number): Field<Buffer> {
  return {
    size,
    put(value, into, offset) {
      if (value.length !== size) throw new RangeError(`expected ${size} bytes, got ${value.length}`);
      value.copy(into, offset);
    },
    take: (from, offset) => ok(Buffer.from(from.subarray(offset, offset + size))),
  };
}

/** Bytes that must be exactly these. */
export function constant(expected: readonly number[]): Field<undefined> {
  const want = Buffer.from(expected);
  return {
    size: want.length,
    put: (_value, into, offset) => void want.copy(into, offset),
    take(from, offset) {
      const got = from.subarray(offset, offset + want.length);
      return got.equals(want) ? ok(undefined) : err(`${got.toString("hex")} instead of ${want.toString("hex")}`);
    },
  };
}

/** UTF-16LE text in a fixed number of bytes, padded right with spaces, as chip cards keep it. */
export function utf16le(size: number): Field<string> {
  return {
    size,
    put(value, into, offset) {
      const text = Buffer.from(value.padEnd(size / 2, " "), "utf16le");
      if (text.length !== size) throw new RangeError(`"${value.length}" characters do not fit ${size} bytes`);
      text.copy(into, offset);
    },
    take(from, offset) {
      const text = from.subarray(offset, offset + size).toString("utf16le");
      return ok(text.replace(/[\s\0]+$/u, ""));
    },
  };
}
