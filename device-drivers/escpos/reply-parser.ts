import { FULL_STATUS, FULL_STATUS_HEAD } from "./full-status.ts";
import type { PrinterProfile } from "./profile.ts";
import { isAutomaticHead, isPlainStatus, isRealTimeStatus } from "./status.ts";

/** What a printer sends back, told apart by the bits that each kind has fixed. */
export type Reply =
  /** Answer to DLE EOT; which question it answers only the order says. */
  | { readonly kind: "real-time"; readonly byte: number }
  | { readonly kind: "automatic"; readonly bytes: Buffer }
  /** Custom's six bytes, asked for or sent by itself. */
  | { readonly kind: "full"; readonly bytes: Buffer }
  /** Answer to GS r. */
  | { readonly kind: "buffered"; readonly byte: number }
  /** `37 22 d1–d4 00`. */
  | { readonly kind: "process"; readonly id: string }
  /** `37 25 00`: the buffers are empty. */
  | { readonly kind: "cleared" }
  /** Another block (GS I and the like), without head and NUL. */
  | { readonly kind: "block"; readonly head: number; readonly bytes: Buffer }
  | { readonly kind: "flow"; readonly send: "on" | "off" }
  /** Bytes that are none of these, or the rest of something broken off. */
  | { readonly kind: "noise"; readonly count: number };

const XON = 0x11;
const XOFF = 0x13;
const BLOCK_HEADS: ReadonlySet<number> = new Set([0x35, 0x37, 0x3b, 0x3d, 0x5f]);
/** Longer than any block in the manuals; a lost NUL must not swallow the line for ever. */
export const MAX_BLOCK_BYTES = 96;

/**
 * Splits the bytes of one connection into replies. Holds at most one unfinished reply. `10 0F …` is automatic status on
 * one family and the head of a full status on another, so the parser has to know which question the unit is asked.
 */
export class ReplyParser {
  readonly #isFull: boolean;
  #held: number[] = [];

  constructor(status: PrinterProfile["status"]["is"] = "DLE EOT 1-4") {
    this.#isFull = status === "DLE EOT 20";
  }

  /** How many bytes wait for the rest of their reply. */
  get held(): number {
    return this.#held.length;
  }

  push(bytes: Uint8Array): Reply[] {
    return [...bytes].flatMap((byte) => this.#take(byte));
  }

  /** A question went unanswered: what is held was broken off, and the next answer must not become its end. */
  forget(): Reply[] {
    return this.#held.length > 0 ? [this.#drop()] : [];
  }

  #take(byte: number): Reply[] {
    const head = this.#held[0];
    // The four bytes of a full status may have any value, those of XON and XOFF too.
    if (this.#isFull && head === FULL_STATUS_HEAD[0]) return this.#inFull(byte);
    // XON/XOFF may arrive inside a block (TM-T90 specification, DLE DC4 8).
    if (byte === XON || byte === XOFF) return [{ kind: "flow", send: byte === XON ? "on" : "off" }];
    if (head === undefined) return this.#begin(byte);
    return isAutomaticHead(head) ? this.#inAutomatic(byte) : this.#inBlock(byte);
  }

  #begin(byte: number): Reply[] {
    if (isRealTimeStatus(byte)) return [{ kind: "real-time", byte }];
    const opens = this.#isFull ? byte === FULL_STATUS_HEAD[0] : isAutomaticHead(byte);
    if (opens || BLOCK_HEADS.has(byte)) {
      this.#held = [byte];
      return [];
    }
    return isPlainStatus(byte) ? [{ kind: "buffered", byte }] : [{ kind: "noise", count: 1 }];
  }

  #inFull(byte: number): Reply[] {
    if (this.#held.length === 1 && byte !== FULL_STATUS_HEAD[1]) return [this.#drop(), ...this.#take(byte)];
    this.#held.push(byte);
    return this.#held.length < FULL_STATUS.size ? [] : [{ kind: "full", bytes: this.#release() }];
  }

  #inAutomatic(byte: number): Reply[] {
    // What was held is dropped whole: its bytes 2–4 alone look like an answer to GS r, which would be a false proof.
    if (!isPlainStatus(byte)) return [this.#drop(), ...this.#begin(byte)];
    this.#held.push(byte);
    return this.#held.length < 4 ? [] : [{ kind: "automatic", bytes: this.#release() }];
  }

  #inBlock(byte: number): Reply[] {
    if (byte === 0) return [blockReply(this.#release())];
    if (byte < 0x20 || this.#held.length >= MAX_BLOCK_BYTES) return [this.#drop(), ...this.#begin(byte)];
    this.#held.push(byte);
    return [];
  }

  #drop(): Reply {
    return { kind: "noise", count: this.#release().length };
  }

  #release(): Buffer {
    const bytes = Buffer.from(this.#held);
    this.#held = [];
    return bytes;
  }
}

function blockReply(block: Buffer): Reply {
  if (block[0] === 0x37 && block[1] === 0x22 && block.length === 6) return { kind: "process", id: block.toString("latin1", 2) };
  if (block[0] === 0x37 && block[1] === 0x25 && block.length === 2) return { kind: "cleared" };
  return { kind: "block", head: block[0] ?? 0, bytes: block.subarray(1) };
}
