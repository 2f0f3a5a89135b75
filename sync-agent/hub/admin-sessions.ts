import { createHash } from "node:crypto";
import type { Clock } from "../../base/clock.ts";
import { checkPassword } from "../../base/password.ts";
import type { Random } from "../../base/random.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { WindowLimit } from "./window-limit.ts";

export type LoginError = { readonly code: "login.wrong" } | { readonly code: "login.locked"; readonly retryAfterMs: number };

const TRIES = 5;
const LOCK_MS = 15 * 60_000;
const IDLE_MS = 30 * 60_000;
const LONGEST_MS = 8 * 60 * 60_000;

/** Who is logged in at the administrator's page. In memory: a restart of the hub logs everybody out. */
export class AdminSessions {
  readonly #passwordHash: string;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #tries: WindowLimit;
  readonly #sessions = new Map<string, { idleAt: number; endsAt: number }>();

  constructor(passwordHash: string, clock: Clock, random: Random) {
    this.#passwordHash = passwordHash;
    this.#clock = clock;
    this.#random = random;
    this.#tries = new WindowLimit(TRIES, LOCK_MS, clock);
  }

  /** The new session's token. Counted before the password is looked at, so that a hundred tries at once are still a hundred. */
  async login(password: string, address: string): Promise<Result<string, LoginError>> {
    const retryAfterMs = this.#tries.hit(address);
    if (retryAfterMs > 0) return err({ code: "login.locked", retryAfterMs });
    if (!(await checkPassword(password, this.#passwordHash))) return err({ code: "login.wrong" });
    this.#tries.forget(address);
    const token = this.#random.bytes(32).toString("base64url");
    const now = this.#clock.monotonic();
    this.#sessions.set(hashed(token), { idleAt: now + IDLE_MS, endsAt: now + LONGEST_MS });
    return ok(token);
  }

  /** True while the session lasts; each look keeps it from going idle. */
  has(token: string): boolean {
    const key = hashed(token);
    const session = this.#sessions.get(key);
    const now = this.#clock.monotonic();
    if (!session) return false;
    if (now >= session.idleAt || now >= session.endsAt) {
      this.#sessions.delete(key);
      return false;
    }
    session.idleAt = now + IDLE_MS;
    return true;
  }

  logout(token: string): void {
    this.#sessions.delete(hashed(token));
  }
}

// Looked up by hash: the time of the look-up says nothing of a token.
function hashed(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
