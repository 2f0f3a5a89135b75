import { type Codec, constant, type Field, record, uint8 } from "../../base/bytes.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { ReplyReader } from "../transport/request-line.ts";

/**
 * Lock boards of the `8A` family, 9600 8N1 on RS-485: five bytes each way, `head | board | lock | function or state | XOR of the four`.
 * Lock 0 means all locks of a board at once: nothing here can say it.
 */
export const FRAME_BYTES = 5;
const HEADS = { open: 0x8a, query: 0x80 } as const;
const FUNCTIONS = { open: 0x11, query: 0x33 } as const;

export type LockVerb = keyof typeof HEADS;

/** Where a box is wired: boards are numbered by their switches, locks by their plugs. */
export interface LockAddress {
  readonly board: number;
  readonly lock: number;
}

/** A board's answer: the feedback contact of that lock, as an electrician sees it. */
export interface LockAnswer extends LockAddress {
  readonly verb: LockVerb;
  readonly circuit: "closed" | "open";
}

const fromOne: Field<number> = {
  ...uint8,
  take(from, offset) {
    const number = from.readUInt8(offset);
    return number > 0 ? ok(number) : err("00");
  },
};

const circuit: Field<"closed" | "open"> = {
  size: 1,
  put: (value, into, offset) => void into.writeUInt8(value === "closed" ? 0x11 : 0x00, offset),
  take(from, offset) {
    const state = from.readUInt8(offset);
    return state === 0x11 ? ok("closed") : state === 0x00 ? ok("open") : err(state.toString(16));
  },
};

interface Request extends LockAddress {
  readonly function: undefined;
}
const request = (verb: LockVerb): Codec<Request & { head: undefined }> =>
  record({ head: constant([HEADS[verb]]), board: fromOne, lock: fromOne, function: constant([FUNCTIONS[verb]]) });
const answer = (verb: LockVerb) => record({ head: constant([HEADS[verb]]), board: fromOne, lock: fromOne, circuit });

const REQUEST = { open: request("open"), query: request("query") } as const;
const ANSWER = { open: answer("open"), query: answer("query") } as const;
const VERBS: readonly LockVerb[] = ["open", "query"];

export function encodeRequest(verb: LockVerb, { board, lock }: LockAddress): Buffer {
  return sealed(REQUEST[verb].encode({ head: undefined, board, lock, function: undefined }));
}

export function encodeAnswer({ verb, board, lock, circuit }: LockAnswer): Buffer {
  return sealed(ANSWER[verb].encode({ head: undefined, board, lock, circuit }));
}

export function decodeRequest(frame: Buffer): Result<LockAddress & { verb: LockVerb }, string> {
  return decoded(frame, (verb, body) => REQUEST[verb].decode(body));
}

export function decodeAnswer(frame: Buffer): Result<LockAnswer, string> {
  return decoded(frame, (verb, body) => ANSWER[verb].decode(body));
}

function decoded<T extends object>(
  frame: Buffer,
  decode: (verb: LockVerb, body: Buffer) => Result<T, { field: string; found: string }>,
): Result<T & { verb: LockVerb }, string> {
  if (frame.length !== FRAME_BYTES) return err(`${frame.length} bytes`);
  const body = frame.subarray(0, -1);
  if (xor(body) !== frame[FRAME_BYTES - 1]) return err("checksum");
  const verb = VERBS.find((one) => HEADS[one] === frame[0]);
  if (!verb) return err(`head ${frame[0]?.toString(16)}`);
  const value = decode(verb, body);
  return value.ok ? ok({ ...value.value, verb }) : err(`${value.error.field} ${value.error.found}`);
}

function sealed(body: Buffer): Buffer {
  return Buffer.concat([body, Buffer.from([xor(body)])]);
}

function xor(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum ^ byte, 0);
}

/** Finds good frames in a stream; a byte that starts none is dropped and counted. Keeps four bytes at most. */
export class FrameReader<T> implements ReplyReader<T> {
  #held = Buffer.alloc(0);
  #noise = 0;
  readonly #decode: (frame: Buffer) => Result<T, string>;

  constructor(decode: (frame: Buffer) => Result<T, string>) {
    this.#decode = decode;
  }

  /** Bytes that were no part of a good frame. */
  get noise(): number {
    return this.#noise;
  }

  get held(): number {
    return this.#held.length;
  }

  push(bytes: Buffer): readonly T[] {
    const found: T[] = [];
    const all = Buffer.concat([this.#held, bytes]);
    let at = 0;
    while (all.length - at >= FRAME_BYTES) {
      const frame = this.#decode(all.subarray(at, at + FRAME_BYTES));
      if (frame.ok) found.push(frame.value);
      else this.#noise += 1;
      at += frame.ok ? FRAME_BYTES : 1;
    }
    this.#held = Buffer.from(all.subarray(at));
    return found;
  }

  reset(): void {
    this.#noise += this.#held.length;
    this.#held = Buffer.alloc(0);
  }
}
