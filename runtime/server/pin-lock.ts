import type { Clock } from "../../base/clock.ts";
import type { TechnicianRefusal } from "./technician-api.ts";

const TRIES = 5;
const FIRST_LOCK_MS = 60_000;
const LONGEST_LOCK_MS = 60 * 60_000;
/** Since the last wrong PIN, or the end of the lock that it brought. */
const FORGOTTEN_AFTER_MS = 60 * 60_000;

/** One counted try, once the PIN has been looked at. One that is told nothing more was wrong. */
export interface Try {
  /** Some technician's PIN, also where another's was asked for. */
  right(): void;
}

/**
 * Wrong PINs are counted before they are looked at, so that many at once do not help; after five the door is shut for a minute, then two,
 * four, … by a clock that nobody can set. A right PIN takes back its own try and no other: a technician who guesses at a colleague's, at the
 * login or as the second person, must not begin anew with their own. Only time forgets.
 */
export class PinLock {
  readonly #clock: Clock;
  #tried = 0;
  #locks = 0;
  /** Monotonic ms. */
  #until = 0;
  #triedAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Null while the door is shut. */
  try(): Try | null {
    const now = this.#clock.monotonic();
    if (now < this.#until) return null;
    const isForgotten = now - Math.max(this.#triedAt, this.#until) >= FORGOTTEN_AFTER_MS;
    if (isForgotten) this.#locks = 0;
    if (isForgotten || this.#tried >= TRIES) this.#tried = 0;
    const before = { triedAt: this.#triedAt, until: this.#until };
    this.#tried += 1;
    this.#triedAt = now;
    const hasLocked = this.#tried >= TRIES;
    if (hasLocked) {
      this.#until = now + Math.min(FIRST_LOCK_MS * 2 ** this.#locks, LONGEST_LOCK_MS);
      this.#locks += 1;
    }
    return {
      right: () => {
        this.#tried = Math.max(0, this.#tried - 1);
        if (this.#triedAt === now) this.#triedAt = before.triedAt;
        if (!hasLocked) return;
        this.#until = before.until;
        this.#locks = Math.max(0, this.#locks - 1);
      },
    };
  }

  refusal(why: TechnicianRefusal["why"]): TechnicianRefusal {
    const lockedForMs = this.#until - this.#clock.monotonic();
    const retryAt = lockedForMs > 0 ? Math.ceil(this.#clock.now() + lockedForMs) : null;
    return { why, triesLeft: retryAt === null ? TRIES - this.#tried : 0, retryAt };
  }
}
