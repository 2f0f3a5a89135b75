import type { Clock } from "../../../base/clock.ts";

/** How often a driver's process is asked for a sign of life. */
export const HEARTBEAT_MS = 1_000;
/** So many unanswered in a row, and it hangs: decoding a large picture in one go takes a second or two on a slow board. */
export const MISSED_BEATS = 5;

/** Messages in a second. The busiest honest device, a wall of lockers at start, tells some hundred. */
export const MOST_MESSAGES_PER_S = 500;
/** Of one message that is not an answer. */
export const MOST_TOLD_BYTES = 64 * 1024;
/** On standard output and error, which are read and thrown away. */
export const MOST_OUTPUT_BYTES_PER_S = 1024 * 1024;
/** Further log lines are dropped and counted. */
export const MOST_LOG_LINES_PER_S = 20;

/** JavaScript heap, and everything resident (native code, buffers): a page scanned at 600 dpi takes 100 MB. */
export const MOST_HEAP_MB = 256;
export const MOST_RESIDENT_BYTES = 768 * 1024 * 1024;

/** For a driver to let its port go, within the host's own limit for closing. */
export const POLITE_CLOSE_MS = 2_000;

/** So much in a second, and no more. */
export class Meter {
  readonly #clock: Clock;
  readonly #most: number;
  #since = 0;
  #taken = 0;

  constructor(clock: Clock, mostPerSecond: number) {
    this.#clock = clock;
    this.#most = mostPerSecond;
  }

  /** False when that is too much. */
  take(amount = 1): boolean {
    const now = this.#clock.monotonic();
    if (now - this.#since >= 1_000) {
      this.#since = now;
      this.#taken = 0;
    }
    this.#taken += amount;
    return this.#taken <= this.#most;
  }
}
