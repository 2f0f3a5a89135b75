import type { Clock } from "../../base/clock.ts";

const MAX_KEYS = 10_000;

/** At most `limit` hits per key within `windowMs` of its first one. */
export class WindowLimit {
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #clock: Clock;
  readonly #hits = new Map<string, { count: number; until: number }>();

  constructor(limit: number, windowMs: number, clock: Clock) {
    this.#limit = limit;
    this.#windowMs = windowMs;
    this.#clock = clock;
  }

  /** Counts one hit: 0 when it may go on, else the ms until it may. */
  hit(key: string): number {
    const now = this.#clock.monotonic();
    const known = this.#hits.get(key);
    if (!known || known.until <= now) {
      this.#makeRoom(now);
      this.#hits.set(key, { count: 1, until: now + this.#windowMs });
      return 0;
    }
    known.count += 1;
    return known.count <= this.#limit ? 0 : known.until - now;
  }

  forget(key: string): void {
    this.#hits.delete(key);
  }

  // Bounded, so that addresses made up by the million cannot fill the memory; the oldest go first.
  #makeRoom(now: number): void {
    for (const [key, { until }] of this.#hits) {
      if (until > now && this.#hits.size < MAX_KEYS) break;
      this.#hits.delete(key);
    }
  }
}
