import type { ReplyReader } from "../transport/request-line.ts";
import { crc16, EXCEPTION_BIT, type Frame, FUNCTION, MAX_FRAME_BYTES, OVERHEAD_BYTES } from "./modbus.ts";

/** How many bytes a frame has that begins so; undefined while that cannot be said yet, 0 when none begins so. */
type LengthOf = (head: Buffer) => number | undefined;

const FIXED_BYTES = 8;
/** So many tell the length of any frame. */
const HEAD_BYTES = 7;

/** Answers of a board: their length follows from function and count, so no pause need be measured. */
export const replyLength: LengthOf = (head) => {
  const [, code = 0, count] = head;
  if (head.length < 2) return undefined;
  if (isKnown(code & ~EXCEPTION_BIT) && code & EXCEPTION_BIT) return OVERHEAD_BYTES + 1;
  if (code === FUNCTION["read-coils"] || code === FUNCTION["read-inputs"])
    return count === undefined ? undefined : OVERHEAD_BYTES + 1 + count;
  return isKnown(code) ? FIXED_BYTES : 0;
};

/** Requests as a board hears them. */
export const requestLength: LengthOf = (head) => {
  const code = head[1] ?? 0;
  if (head.length < 2) return undefined;
  if (code !== FUNCTION["write-coils"]) return isKnown(code) ? FIXED_BYTES : 0;
  const count = head[6];
  return count === undefined ? undefined : OVERHEAD_BYTES + 5 + count;
};

/** Finds frames in a stream cut anywhere, and finds them again after noise: a frame is what has the right checksum. */
export class RtuReader implements ReplyReader<Frame> {
  readonly #lengthOf: LengthOf;
  readonly #unit: number;
  #kept: Buffer = Buffer.alloc(0);
  #noise = 0;
  #foreign = 0;

  constructor(unit: number, lengthOf: LengthOf = replyLength) {
    this.#unit = unit;
    this.#lengthOf = lengthOf;
  }

  /** Bytes that were part of no frame. */
  get noise(): number {
    return this.#noise;
  }

  /** Good frames of other units on the same line. */
  get foreign(): number {
    return this.#foreign;
  }

  held(): number {
    return this.#kept.length;
  }

  reset(): void {
    this.#noise += this.#kept.length;
    this.#kept = Buffer.alloc(0);
  }

  push(bytes: Buffer): readonly Frame[] {
    const frames: Frame[] = [];
    let rest: Buffer = Buffer.concat([this.#kept, bytes]);
    for (;;) {
      const { at, frame } = this.#next(rest);
      this.#noise += at;
      rest = rest.subarray(at);
      if (!frame) break;
      if (frame.unit === this.#unit) frames.push(frame);
      else this.#foreign += 1;
      rest = rest.subarray(frame.data.length + OVERHEAD_BYTES);
    }
    this.#kept = Buffer.from(rest);
    return frames;
  }

  /**
   * The first whole frame and where it stands, else where one may have begun. Noise may look like the beginning of a
   * long frame; a whole one of our unit behind it counts more.
   */
  #next(bytes: Buffer): { readonly at: number; readonly frame?: Frame } {
    let begun: number | undefined;
    for (let at = 0; at < bytes.length; at++) {
      if (begun !== undefined && bytes[at] !== this.#unit) continue;
      const length = this.#lengthOf(bytes.subarray(at, at + HEAD_BYTES));
      if (length !== undefined && (length === 0 || length > MAX_FRAME_BYTES)) continue;
      if (length === undefined || at + length > bytes.length) {
        begun ??= at;
        continue;
      }
      const frame = frameOf(bytes.subarray(at, at + length));
      if (frame) return { at, frame };
    }
    return { at: begun ?? bytes.length };
  }
}

function frameOf(bytes: Buffer): Frame | undefined {
  const end = bytes.length - 2;
  if (crc16(bytes.subarray(0, end)) !== bytes.readUInt16LE(end)) return undefined;
  return { unit: bytes[0] ?? 0, code: bytes[1] ?? 0, data: Buffer.from(bytes.subarray(2, end)) };
}

function isKnown(code: number): boolean {
  return Object.values(FUNCTION).some((one) => one === code);
}
