import type { Clock, Timer } from "../../base/clock.ts";

/** Time that moves only when told; timers fire in order, and what they start is let run before the next. */
export class FakeClock implements Clock {
  #now: number;
  #timers: { at: number; order: number; then: () => void }[] = [];
  #order = 0;

  constructor(now = Date.UTC(2026, 0, 5, 1, 0, 0)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  after(ms: number, then: () => void): Timer {
    const timer = { at: this.#now + ms, order: this.#order++, then };
    this.#timers.push(timer);
    return {
      cancel: () => {
        this.#timers = this.#timers.filter((one) => one !== timer);
      },
    };
  }

  /** How many timers are set: a test of cleaning up. */
  get pending(): number {
    return this.#timers.length;
  }

  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settle();
    for (;;) {
      const next = this.#timers.filter((one) => one.at <= until).sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (!next) break;
      this.#timers = this.#timers.filter((one) => one !== next);
      this.#now = Math.max(this.#now, next.at);
      next.then();
      await settle();
    }
    this.#now = until;
  }
}

/** Lets promises and socket events that are already due run: some turns of the event loop, no time. */
export async function settle(turns = 5): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
}
