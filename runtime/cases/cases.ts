import type { Clock } from "../../base/clock.ts";
import type { Database, Migration } from "../../base/database.ts";
import { keyedHash } from "../../base/personal.ts";
import { type Random, uuidv7 } from "../../base/random.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { hallDate, hallTime } from "../../config/hall-time.ts";
import type { Journal } from "../journal/journal.ts";
import type { Enqueue } from "../outbox-port.ts";
import { caseNumber } from "./case-number.ts";

/** Tables of cases, for `addTables(db, "cases", …)`. Nothing in them names a person. */
export const CASE_TABLES: readonly Migration[] = [
  `CREATE TABLE case_counter (day TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT;
   CREATE TABLE case_record (
     id TEXT PRIMARY KEY,
     number TEXT NOT NULL UNIQUE,
     item TEXT NOT NULL,
     item_version INTEGER NOT NULL,
     person_hash TEXT NOT NULL,
     mode TEXT NOT NULL CHECK (mode IN ('online', 'queued')),
     registered_at INTEGER NOT NULL,
     rated_at INTEGER
   ) STRICT;`,
  // Version 2: by which key persons were hashed, and since when; a mark tells keys apart and gives nothing of one away.
  "CREATE TABLE person_key (number INTEGER PRIMARY KEY, mark TEXT NOT NULL, since INTEGER NOT NULL) STRICT;",
];

export interface CaseRef {
  readonly id: string;
  readonly number: string;
  /** ISO 8601 with the hall's offset. */
  readonly registeredAt: string;
}

export interface Application {
  readonly session: string;
  readonly item: {
    readonly id: string;
    readonly version: number;
    readonly department: string;
    readonly codes: { readonly implementation: string; readonly handling: string };
  };
  readonly mode: "online" | "queued";
  readonly applicant: { readonly name: string; readonly idNumber: string };
  readonly factors: readonly string[];
  /** `by`: who answered, where it was not the applicant. */
  readonly consents: readonly { readonly consent: string; readonly version: string; readonly agreed: boolean; readonly by?: string }[];
  /** Others who proved who they are, by their role in the item. */
  readonly persons: readonly {
    readonly role: string;
    readonly name: string;
    readonly idNumber: string;
    readonly factors: readonly string[];
  }[];
  readonly body: Readonly<Record<string, unknown>>;
}

export interface CasesOptions {
  readonly kiosk: string;
  readonly personHashKey: Uint8Array;
}

/** Cases that were started here. What the person said goes sealed into the outbox; the kiosk keeps number, time and item. */
export class Cases {
  readonly #db: Database;
  readonly #journal: Journal;
  readonly #outbox: Enqueue;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #options: CasesOptions;

  constructor(db: Database, journal: Journal, outbox: Enqueue, clock: Clock, random: Random, options: CasesOptions) {
    this.#db = db;
    this.#journal = journal;
    this.#outbox = outbox;
    this.#clock = clock;
    this.#random = random;
    this.#options = options;
  }

  /** Case, number, journal entry and outbox row: one commit, or nothing. */
  register(application: Application): CaseRef {
    return this.#db.transaction(() => {
      const { item, applicant, mode } = application;
      const now = this.#clock.now();
      const id = uuidv7(now, this.#random);
      const day = hallDate(now).replaceAll("-", "");
      const number = caseNumber(item.codes, day, this.#options.kiosk, this.#nextSerial(day));
      const registeredAt = hallTime(now);
      const person = keyedHash(this.#options.personHashKey, applicant.idNumber);
      this.#db.run(
        "INSERT INTO case_record (id, number, item, item_version, person_hash, mode, registered_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        ...[id, number, item.id, item.version, person, mode, now],
      );
      this.#outbox.enqueue("case", id, id, {
        id,
        number,
        item: item.id,
        itemVersion: item.version,
        department: item.department,
        registeredAt,
        kiosk: this.#options.kiosk,
        applicant,
        factors: application.factors,
        consents: application.consents,
        persons: application.persons,
        body: application.body,
      });
      this.#journal.append("case.registered", { session: application.session, case: id, item: item.id, mode });
      return { id, number, registeredAt };
    });
  }

  /** 好差评: once per case, never forced. */
  rate(caseId: string, item: string, grade: number, tags: readonly string[]): Result<void, "case.unknown" | "case.already-rated"> {
    return this.#db.transaction(() => {
      const known = this.#db.get<{ rated_at: number | null }>("SELECT rated_at FROM case_record WHERE id = ?", caseId);
      if (!known) return err("case.unknown");
      if (known.rated_at !== null) return err("case.already-rated");
      const now = this.#clock.now();
      this.#db.run("UPDATE case_record SET rated_at = ? WHERE id = ?", now, caseId);
      this.#outbox.enqueue("rating", caseId, uuidv7(now, this.#random), { case: caseId, item, grade, tags, at: hallTime(now) });
      this.#journal.append("rating.given", { case: caseId, grade });
      return ok();
    });
  }

  #nextSerial(day: string): number {
    const row = this.#db.get<{ last: number }>(
      "INSERT INTO case_counter VALUES (?, 1) ON CONFLICT (day) DO UPDATE SET last = last + 1 RETURNING last",
      day,
    );
    if (!row) throw new Error("the case counter gave no number");
    return row.last;
  }
}
