import type { Clock, Timer } from "../../base/clock.ts";
import { wipe } from "../../base/personal.ts";
import { type CodeSource, type CodeSourceParts, MAX_CODE_BYTES, type RawCode } from "./raw-code.ts";
import { CODE_ENDS_AFTER_MS, TORN_AFTER_MS } from "./timing.ts";

const CR = 0x0d;
const LF = 0x0a;

export interface Framing {
  readonly suffix: "required" | "none";
  /** What the scanner says to a command, without a suffix: it must not be taken for the beginning of a code. */
  readonly acknowledgement: readonly number[];
}

/**
 * Codes on a serial line: each ends with CR, LF or both; where the scanner sends no suffix, with a pause. Works on
 * bytes: serialport's RegexParser destroys GBK and glues a code without a suffix to the next one (measured).
 */
export class SerialFramer implements CodeSource {
  readonly #clock: Clock;
  readonly #parts: CodeSourceParts;
  readonly #suffix: Framing["suffix"];
  readonly #acknowledgement: Buffer;
  readonly #kept = Buffer.alloc(MAX_CODE_BYTES);
  #length = 0;
  #isWanted = false;
  #isSkipping = false;
  #noise = 0;
  #pause: Timer | undefined;

  constructor(clock: Clock, { suffix, acknowledgement }: Framing, parts: CodeSourceParts) {
    this.#clock = clock;
    this.#suffix = suffix;
    this.#acknowledgement = Buffer.from(acknowledgement);
    this.#parts = parts;
  }

  get isFlooded(): boolean {
    return this.#isSkipping;
  }

  get noise(): number {
    return this.#noise;
  }

  held(): number {
    return this.#length;
  }

  push(bytes: Buffer): void {
    this.#pause?.cancel();
    for (const byte of bytes) {
      if (byte === CR || byte === LF) this.#end(null);
      else this.#keep(byte);
    }
    if (this.#length === 0 && !this.#isSkipping) return;
    const after = this.#suffix === "none" ? CODE_ENDS_AFTER_MS : TORN_AFTER_MS;
    this.#pause = this.#clock.after(after, () => this.#end(this.#suffix === "none" ? null : "torn"));
  }

  close(): void {
    this.#pause?.cancel();
    wipe(this.#kept);
    this.#length = 0;
  }

  #keep(byte: number): void {
    if (this.#isSkipping) {
      this.#noise += 1;
      return;
    }
    if (this.#length === 0) this.#isWanted = this.#parts.isWanted();
    if (this.#length === MAX_CODE_BYTES) {
      this.#noise += this.#length + 1;
      this.#give("too-long", 0);
      this.#isSkipping = true;
      return;
    }
    this.#kept[this.#length] = byte;
    this.#length += 1;
    if (this.#length !== this.#acknowledgement.length) return;
    if (this.#kept.subarray(0, this.#length).equals(this.#acknowledgement)) this.#length = 0;
  }

  #end(problem: RawCode["problem"]): void {
    if (this.#isSkipping) {
      this.#isSkipping = false;
      return;
    }
    // LF after CR, or a scanner that also sends a suffix of its own in front.
    if (this.#length > 0) this.#give(problem, this.#length);
  }

  #give(problem: RawCode["problem"], length: number): void {
    const bytes = Buffer.from(this.#kept.subarray(0, length));
    wipe(this.#kept.subarray(0, this.#length));
    this.#length = 0;
    this.#parts.onCode({ isWanted: this.#isWanted, problem, aim: null, bytes });
  }
}
