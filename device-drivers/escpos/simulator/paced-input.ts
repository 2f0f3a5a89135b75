import type { Duplex } from "node:stream";
import { type Clock, every, type Timer } from "../../../base/clock.ts";

const SLICE_MS = 20;
/** So much waits in the wire before the sender is held up, as in a serial driver's own buffer. */
const IN_THE_WIRE_BYTES = 512;

/** Takes bytes off a line no faster than its baud rate (8N1: ten bits a byte). */
export class PacedInput {
  readonly #timer: Timer;
  #waiting = Buffer.alloc(0);

  constructor(line: Duplex, baud: number, clock: Clock, take: (bytes: Buffer) => void) {
    let last = clock.monotonic();
    let credit = 0;
    line.on("data", (bytes: Buffer) => {
      this.#waiting = Buffer.concat([this.#waiting, bytes]);
      if (this.#waiting.length > IN_THE_WIRE_BYTES) line.pause();
    });
    this.#timer = every(clock, SLICE_MS, () => {
      const now = clock.monotonic();
      credit = Math.min(credit + ((now - last) * baud) / 10_000, this.#waiting.length);
      last = now;
      const whole = Math.floor(credit);
      credit -= whole;
      const due = this.#waiting.subarray(0, whole);
      this.#waiting = this.#waiting.subarray(whole);
      if (due.length > 0) take(due);
      if (this.#waiting.length <= IN_THE_WIRE_BYTES) line.resume();
    });
    line.on("close", () => this.#timer.cancel());
  }
}
