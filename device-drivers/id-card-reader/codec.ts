import { constant, type DecodeError, raw, record, uint8 } from "../../base/bytes.ts";
import type { Clock } from "../../base/clock.ts";
import { wipe } from "../../base/personal.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { ReplyReader } from "../transport/request-line.ts";
import { STALE_FRAME_MS } from "./timing.ts";

/** GA 467: `AA AA AA 96 69 | length, big-endian | body | XOR of everything from the length on`. */
export const PREAMBLE = Buffer.from([0xaa, 0xaa, 0xaa, 0x96, 0x69]);
const LENGTH_BYTES = 2;
export const HEAD_BYTES = PREAMBLE.length + LENGTH_BYTES;
/** The shortest body is a request's command and parameter; the checksum is counted by the length. */
const MIN_LENGTH = 3;
/** The longest frame of the standard is text, photo and two fingerprints: 2321 bytes. */
export const MAX_FRAME_BYTES = 2321;
const MAX_LENGTH = MAX_FRAME_BYTES - HEAD_BYTES;

/** Every request the driver makes. `data`: bytes of a good answer after the status words; the first one is the usual. */
export const REQUESTS = {
  reset: { bytes: [0x10, 0xff], data: [0] },
  status: { bytes: [0x11, 0xff], data: [0] },
  "module-id": { bytes: [0x12, 0xff], data: [16] },
  find: { bytes: [0x20, 0x01], data: [4] },
  select: { bytes: [0x20, 0x02], data: [8] },
  "read-base": { bytes: [0x30, 0x01], data: [1284] },
  "read-base-and-fingerprints": { bytes: [0x30, 0x10], data: [1286, 1798, 2310] },
  "read-newest-address": { bytes: [0x30, 0x03], data: [70] },
  "limit-radio-bytes": { bytes: [0x61, 0xff, 0x50], data: [0] },
} as const satisfies Record<string, { bytes: readonly number[]; data: readonly number[] }>;

export type RequestName = keyof typeof REQUESTS;

/** A reader's answer. SW1 and SW2 are the card's own; SW3 is the module's verdict. */
export interface Reply {
  readonly sw1: number;
  readonly sw2: number;
  readonly sw3: number;
  readonly data: Buffer;
}

const STATUS_WORDS = record({ sw1: uint8, sw2: uint8, sw3: uint8 });

/** What `read-base` answers: two big-endian lengths, always 256 and 1024 in this form, and the two blocks. */
export const BASE_INFO = record({
  textLength: constant([0x01, 0x00]),
  photoLength: constant([0x04, 0x00]),
  text: raw(256),
  photo: raw(1024),
});

export function encodeFrame(body: Uint8Array): Buffer {
  const length = body.length + 1;
  if (length < MIN_LENGTH || length > MAX_LENGTH)
    throw new RangeError(`a frame's body has 2 to ${MAX_LENGTH - 1} bytes, not ${body.length}`);
  const frame = Buffer.alloc(HEAD_BYTES + length);
  PREAMBLE.copy(frame);
  frame.writeUInt16BE(length, PREAMBLE.length);
  frame.set(body, HEAD_BYTES);
  frame[frame.length - 1] = xor(frame.subarray(PREAMBLE.length, -1));
  return frame;
}

export function encodeRequest(name: RequestName): Buffer {
  return encodeFrame(Buffer.from(REQUESTS[name].bytes));
}

/** Which request a frame's body is; undefined for one that the driver never makes. */
export function decodeRequest(body: Uint8Array): RequestName | undefined {
  const names = Object.keys(REQUESTS) as RequestName[];
  return names.find((name) => Buffer.from(REQUESTS[name].bytes).equals(body));
}

export function encodeReply(reply: Reply): Buffer {
  return encodeFrame(Buffer.concat([STATUS_WORDS.encode(reply), reply.data]));
}

export function decodeReply(body: Uint8Array): Result<Reply, DecodeError> {
  const words = STATUS_WORDS.decode(body.subarray(0, STATUS_WORDS.size));
  return words.ok ? ok({ ...words.value, data: Buffer.from(body.subarray(STATUS_WORDS.size)) }) : err(words.error);
}

export type Noise = "garbage" | "length" | "checksum" | "stale";

/** A frame's body, or word of a frame that came whole and wrong: its sender has said what it had to say. */
export type Frame = Result<Buffer, "checksum">;

/**
 * Finds frames in a stream. After anything that is no frame it looks for the next preamble from one byte further on,
 * so a frame that begins inside a broken one is not lost. Keeps at most one frame's bytes, whatever comes.
 */
export class FrameReader implements ReplyReader<Frame> {
  /** Bytes thrown away so far, by reason. */
  readonly noise: Record<Noise, number> = { garbage: 0, length: 0, checksum: 0, stale: 0 };
  /** Zeros right behind a good frame: USB-HID fills the last report up with them. */
  padding = 0;
  readonly #clock: Clock;
  #kept: Buffer = Buffer.alloc(0);
  #isBehindFrame = false;
  #lastByteAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Bytes kept for later. */
  get held(): number {
    return this.#kept.length;
  }

  /**
   * The frames that `bytes` complete. A wrong checksum is told only where no good frame follows and none has begun:
   * a preamble inside noise makes a broken frame of it too, and the answer behind the noise must not be missed.
   */
  push(bytes: Uint8Array): readonly Frame[] {
    const now = this.#clock.monotonic();
    if (now - this.#lastByteAt > STALE_FRAME_MS) this.reset();
    this.#lastByteAt = now;
    const bodies: Buffer[] = [];
    const brokenBefore = this.noise.checksum;
    for (let from = 0; from < bytes.length; from += MAX_FRAME_BYTES) {
      this.#kept = Buffer.concat([this.#kept, bytes.subarray(from, from + MAX_FRAME_BYTES)]);
      this.#take(bodies);
    }
    const isBroken = this.noise.checksum > brokenBefore && bodies.length === 0 && this.#kept.length === 0;
    return isBroken ? [err("checksum")] : bodies.map((body) => ok(body));
  }

  reset(): void {
    this.noise.stale += this.#kept.length;
    wipe(this.#kept);
    this.#kept = Buffer.alloc(0);
  }

  #take(bodies: Buffer[]): void {
    let at = 0;
    for (;;) {
      const start = nextPreamble(this.#kept, at);
      this.#skip(at, start);
      at = start;
      const found = frameAt(this.#kept, at);
      if (found === "incomplete") break;
      if (typeof found === "string") {
        this.noise[found] += 1;
        at += 1;
      } else {
        bodies.push(Buffer.from(found));
        at += HEAD_BYTES + found.length + 1;
        this.#isBehindFrame = true;
      }
    }
    const rest = Buffer.from(this.#kept.subarray(at));
    wipe(this.#kept);
    this.#kept = rest;
  }

  #skip(from: number, to: number): void {
    let at = from;
    while (this.#isBehindFrame && at < to && this.#kept[at] === 0) at += 1;
    this.padding += at - from;
    this.noise.garbage += to - at;
    if (at < to) this.#isBehindFrame = false;
  }
}

/** The body of the frame that begins at `start`, or why there is none. */
export function frameAt(bytes: Buffer, start: number): Buffer | "incomplete" | "length" | "checksum" {
  if (bytes.length < start + HEAD_BYTES) return "incomplete";
  const length = bytes.readUInt16BE(start + PREAMBLE.length);
  if (length < MIN_LENGTH || length > MAX_LENGTH) return "length";
  const end = start + HEAD_BYTES + length;
  if (bytes.length < end) return "incomplete";
  if (xor(bytes.subarray(start + PREAMBLE.length, end - 1)) !== bytes[end - 1]) return "checksum";
  return bytes.subarray(start + HEAD_BYTES, end - 1);
}

/** Where the next preamble begins, or where the bytes end with a part of one. */
export function nextPreamble(bytes: Buffer, from: number): number {
  const whole = bytes.indexOf(PREAMBLE, from);
  if (whole >= 0) return whole;
  for (let start = Math.max(from, bytes.length - PREAMBLE.length + 1); start < bytes.length; start++) {
    if (PREAMBLE.subarray(0, bytes.length - start).equals(bytes.subarray(start))) return start;
  }
  return bytes.length;
}

export function xor(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum ^= byte;
  return sum;
}
