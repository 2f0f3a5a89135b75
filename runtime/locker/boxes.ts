import type { Clock } from "../../base/clock.ts";
import type { Database } from "../../base/database.ts";
import { keyedHash } from "../../base/personal.ts";
import type { Random } from "../../base/random.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { type BoxEvent, type BoxState, nextBoxState } from "./box-states.ts";

/** Eight digits: with a hundred boxes full, one guess in a million hits; and guesses are bounded. */
export const CODE_DIGITS = 8;
/** A person mistypes twice; a thief tries on. */
export const WRONG_CODES = 5;
export const WRONG_CODES_WITHIN_MS = 10 * 60_000;

export interface Box {
  readonly box: number;
  readonly state: BoxState;
  readonly caseId: string | null;
  readonly collectUntil: number | null;
}

export type ClaimProblem = "code.wrong" | "code.too-many-tries" | "code.overdue";

interface BoxRow {
  box: number;
  state: BoxState;
  case_id: string | null;
  collect_until: number | null;
}

/** Which document waits in which box, and the code that fetches it. Knows no doors: `hand-over.ts` opens them. */
export class Boxes {
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #key: Uint8Array;

  /** `key`: without it the hashes of the codes are of no use. */
  constructor(db: Database, clock: Clock, random: Random, key: Uint8Array) {
    this.#db = db;
    this.#clock = clock;
    this.#random = random;
    this.#key = key;
  }

  /** Brings in boxes that the cabinet has and this table has not; none is ever removed while something lies in it. */
  install(count: number): void {
    for (let box = 1; box <= count; box++) this.#db.run("INSERT INTO box (box, state) VALUES (?, 'free') ON CONFLICT DO NOTHING", box);
  }

  list(): readonly Box[] {
    return this.#db.all<BoxRow & Record<string, never>>("SELECT box, state, case_id, collect_until FROM box ORDER BY box").map(boxOf);
  }

  overdue(): readonly Box[] {
    return this.list().filter(({ state, collectUntil }) => state === "stored" && (collectUntil ?? 0) < this.#clock.now());
  }

  /** Takes the lowest free box for a case's document. */
  putIn(caseId: string): Result<Box, "locker.full"> {
    return this.#db.transaction(() => {
      const free = this.#db.get<{ box: number }>("SELECT box FROM box WHERE state = 'free' ORDER BY box LIMIT 1");
      if (!free) return err("locker.full");
      this.#db.run("UPDATE box SET state = 'filling', case_id = ? WHERE box = ?", caseId, free.box);
      return ok(this.#box(free.box));
    });
  }

  /** The document lies in it and the door is shut. The code is told once and kept nowhere. */
  stored(box: number, keepMs: number): { readonly code: string; readonly collectUntil: number } {
    return this.#db.transaction(() => {
      this.#move(box, "stored");
      const code = this.#freshCode();
      const collectUntil = this.#clock.now() + keepMs;
      this.#db.run(
        "UPDATE box SET code_hash = ?, stored_at = ?, collect_until = ? WHERE box = ?",
        ...[keyedHash(this.#key, code), this.#clock.now(), collectUntil, box],
      );
      return { code, collectUntil };
    });
  }

  /** From here on the door may open: whoever asks again is refused until it is known what became of it. */
  claim(code: string): Result<Box, ClaimProblem> {
    return this.#db.transaction(() => {
      const now = this.#clock.now();
      this.#db.run("DELETE FROM wrong_code WHERE at <= ?", now - WRONG_CODES_WITHIN_MS);
      const wrong = this.#db.get<{ n: number }>("SELECT count(*) AS n FROM wrong_code")?.n ?? 0;
      if (wrong >= WRONG_CODES) return err("code.too-many-tries");
      const found = this.#db.get<BoxRow & Record<string, never>>(
        "SELECT box, state, case_id, collect_until FROM box WHERE code_hash = ? AND state = 'stored'",
        keyedHash(this.#key, code),
      );
      if (!found) {
        this.#db.run("INSERT INTO wrong_code (at) VALUES (?)", now);
        return err("code.wrong");
      }
      if ((found.collect_until ?? 0) < now) return err("code.overdue");
      this.#move(found.box, "claim");
      return ok(this.#box(found.box));
    });
  }

  /** What became of a box; a bug of the caller where the event means nothing there. */
  tell(box: number, event: Exclude<BoxEvent, "put-in" | "stored" | "claim">): Box {
    return this.#db.transaction(() => {
      this.#move(box, event);
      return this.#box(box);
    });
  }

  /** After a crash: a door that was about to be opened is of unknown fate; one that was being filled is staff's business. */
  recover(): readonly Box[] {
    return this.list()
      .filter(({ state }) => state === "opening")
      .map(({ box }) => this.tell(box, "lost"));
  }

  #move(box: number, event: BoxEvent): void {
    const from = this.#box(box).state;
    const to = nextBoxState(from, event);
    if (!to) throw new Error(`box ${box} is ${from}: ${event} means nothing there`);
    if (to === "free")
      this.#db.run(
        "UPDATE box SET state = 'free', case_id = NULL, code_hash = NULL, stored_at = NULL, collect_until = NULL WHERE box = ?",
        box,
      );
    else this.#db.run("UPDATE box SET state = ? WHERE box = ?", to, box);
  }

  #box(box: number): Box {
    const row = this.#db.get<BoxRow & Record<string, never>>("SELECT box, state, case_id, collect_until FROM box WHERE box = ?", box);
    if (!row) throw new Error(`there is no box ${box}`);
    return boxOf(row);
  }

  #freshCode(): string {
    for (;;) {
      // 48 bits over 10^8: the digits are even to one part in two million.
      const code = String(this.#random.bytes(6).readUIntBE(0, 6) % 10 ** CODE_DIGITS).padStart(CODE_DIGITS, "0");
      if (!this.#db.get("SELECT 1 FROM box WHERE code_hash = ?", keyedHash(this.#key, code))) return code;
    }
  }
}

function boxOf(row: BoxRow): Box {
  return { box: row.box, state: row.state, caseId: row.case_id, collectUntil: row.collect_until };
}
