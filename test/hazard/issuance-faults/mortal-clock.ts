import type { Clock, Timer } from "../../../base/clock.ts";

/** The clock of one process: what it had set dies with it. */
export class MortalClock implements Clock {
  isDead = false;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  monotonic(): number {
    return this.#clock.monotonic();
  }

  after(ms: number, then: () => void): Timer {
    return this.#clock.after(ms, () => {
      if (!this.isDead) then();
    });
  }
}
