import { createHash } from "node:crypto";
import type { Clock } from "../../base/clock.ts";
import { checkPassword } from "../../base/password.ts";
import type { Random } from "../../base/random.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { TechnicianSettings } from "../../config/settings/settings.ts";
import { PinLock } from "./pin-lock.ts";
import type { TechnicianRefusal } from "./technician-api.ts";

/** A console left open and unused locks itself. */
const IDLE_MS = 10 * 60_000;
const TOKEN_BYTES = 32;

export interface Entered {
  /** For the cookie. */
  readonly token: string;
  /** Id in the settings. */
  readonly technician: string;
}

/**
 * The technicians' way in: the PIN alone says who it is, against the scrypt hash of each. Tries are counted by one lock, whether they are
 * made to log in or as a second person.
 */
export class TechnicianLogin {
  readonly #technicians: readonly TechnicianSettings[];
  readonly #lock: PinLock;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #open = new Map<string, { readonly technician: string; readonly until: number }>();

  constructor(technicians: readonly TechnicianSettings[], clock: Clock, random: Random) {
    this.#technicians = technicians;
    this.#lock = new PinLock(clock);
    this.#clock = clock;
    this.#random = random;
  }

  async login(pin: string): Promise<Result<Entered, TechnicianRefusal>> {
    const known = await this.#knownBy(pin);
    if (!known.ok) return known;
    const token = this.#random.bytes(TOKEN_BYTES).toString("hex");
    this.#open.clear();
    this.#open.set(digest(token), { technician: known.value, until: this.#clock.monotonic() + IDLE_MS });
    return ok({ token, technician: known.value });
  }

  /** Who stands beside the one who is logged in: the id of another technician than `first`. */
  async second(pin: string, first: string): Promise<Result<string, TechnicianRefusal | { readonly why: "same-person" }>> {
    const known = await this.#knownBy(pin);
    return known.ok && known.value === first ? err({ why: "same-person" }) : known;
  }

  /** Id of the technician whose open console has this token, or null; each use keeps it open. */
  whoHas(token: string): string | null {
    const key = digest(token);
    const session = this.#open.get(key);
    const now = this.#clock.monotonic();
    if (session === undefined || now >= session.until) {
      this.#open.delete(key);
      return null;
    }
    this.#open.set(key, { ...session, until: now + IDLE_MS });
    return session.technician;
  }

  logout(token: string): void {
    this.#open.delete(digest(token));
  }

  // Hashes are salted, so only a PIN shows that it is two technicians'. All are tried each time: it must not matter who comes first.
  async #knownBy(pin: string): Promise<Result<string, TechnicianRefusal>> {
    const tried = this.#lock.try();
    if (tried === null) return err(this.#lock.refusal("locked"));
    const matches = await Promise.all(this.#technicians.map(({ pinHash }) => checkPassword(pin, pinHash)));
    const known = this.#technicians.filter((_one, at) => matches[at]);
    if (known.length > 1) return err(this.#lock.refusal("pin-of-two"));
    const [technician] = known;
    if (!technician) return err(this.#lock.refusal("wrong-pin"));
    tried.right();
    return ok(technician.id);
  }
}

function digest(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
