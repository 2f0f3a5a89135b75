import { createHash } from "node:crypto";
import type { Clock } from "../../base/clock.ts";
import { checkPassword } from "../../base/password.ts";
import type { Random } from "../../base/random.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { TechnicianRefusal } from "./api.ts";

const TRIES = 5;
const FIRST_LOCK_MS = 60_000;
const LONGEST_LOCK_MS = 60 * 60_000;
/** A console left open and unused locks itself. */
const IDLE_MS = 10 * 60_000;
const TOKEN_BYTES = 32;

/**
 * The technician's way in: a PIN against a scrypt hash. Wrong ones are counted before they are looked at, so that many at once do not help;
 * after five the door is shut for a minute, then two, four, … by a clock that nobody can set.
 */
export class TechnicianLogin {
  readonly #pinHash: string;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #open = new Map<string, number>();
  #tried = 0;
  #lockMs = FIRST_LOCK_MS;
  #lockedUntil = 0;

  constructor(pinHash: string, clock: Clock, random: Random) {
    this.#pinHash = pinHash;
    this.#clock = clock;
    this.#random = random;
  }

  /** A token for the cookie. */
  async login(pin: string): Promise<Result<string, TechnicianRefusal>> {
    const now = this.#clock.monotonic();
    if (now < this.#lockedUntil) return err(this.#refusal("locked"));
    if (this.#tried >= TRIES) this.#tried = 0;
    this.#tried += 1;
    if (this.#tried >= TRIES) {
      this.#lockedUntil = now + this.#lockMs;
      this.#lockMs = Math.min(this.#lockMs * 2, LONGEST_LOCK_MS);
    }
    if (!(await checkPassword(pin, this.#pinHash))) return err(this.#refusal("wrong-pin"));
    this.#tried = 0;
    this.#lockMs = FIRST_LOCK_MS;
    this.#lockedUntil = 0;
    const token = this.#random.bytes(TOKEN_BYTES).toString("hex");
    this.#open.clear();
    this.#open.set(digest(token), this.#clock.monotonic() + IDLE_MS);
    return ok(token);
  }

  /** Whether the token is of an open console; each use keeps it open. */
  isOpen(token: string): boolean {
    const key = digest(token);
    const until = this.#open.get(key);
    const now = this.#clock.monotonic();
    if (until === undefined || now >= until) {
      this.#open.delete(key);
      return false;
    }
    this.#open.set(key, now + IDLE_MS);
    return true;
  }

  logout(token: string): void {
    this.#open.delete(digest(token));
  }

  #refusal(why: TechnicianRefusal["why"]): TechnicianRefusal {
    const lockedForMs = this.#lockedUntil - this.#clock.monotonic();
    const retryAt = lockedForMs > 0 ? Math.ceil(this.#clock.now() + lockedForMs) : null;
    return { why, triesLeft: retryAt === null ? TRIES - this.#tried : 0, retryAt };
  }
}

function digest(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
