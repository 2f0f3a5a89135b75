import type { Clock, Timer } from "../../base/clock.ts";

/**
 * A driver's timer of about the same moment as something that came from outside: in the recording it had not fired yet,
 * else what it did would stand before, and would have been waited for.
 */
const LATE_MS = 5;

/** Time of a recording: it moves when the replay moves it, and a day of it takes no time. */
export class ReplayClock implements Clock {
  readonly #epoch: number;
  #at = 0;
  #order = 0;
  #timers: { readonly at: number; readonly order: number; readonly then: () => void }[] = [];

  constructor(epoch: number) {
    this.#epoch = epoch;
  }

  now(): number {
    return this.#epoch + this.#at;
  }

  monotonic(): number {
    return this.#at;
  }

  after(ms: number, then: () => void): Timer {
    const timer = { at: this.#at + Math.max(0, ms), order: this.#order++, then };
    this.#timers.push(timer);
    return {
      cancel: () => {
        this.#timers = this.#timers.filter((one) => one !== timer);
      },
    };
  }

  /** When the next timer fires; infinite when none is set. */
  get next(): number {
    return this.#timers.reduce((first, { at }) => Math.min(first, at), Number.POSITIVE_INFINITY);
  }

  /** Lets time pass until `at`. Timers of the last `LATE_MS` before it are left for later, as on a machine that is busy. */
  async moveTo(at: number): Promise<void> {
    await turn();
    while (this.next < at - LATE_MS) await this.fireNext();
    this.#at = Math.max(this.#at, at);
  }

  /** Lets time pass until the next timer, and fires it; what it starts is let run. */
  async fireNext(): Promise<void> {
    const [first] = this.#timers.toSorted((a, b) => a.at - b.at || a.order - b.order);
    if (!first) return;
    this.#timers = this.#timers.filter((one) => one !== first);
    this.#at = Math.max(this.#at, first.at);
    first.then();
    await turn();
  }
}

/** Lets every promise that is due run. */
export async function turn(): Promise<void> {
  for (let round = 0; round < 2; round++) await new Promise((resolve) => setImmediate(resolve));
}
