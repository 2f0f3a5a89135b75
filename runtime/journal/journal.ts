import { createHash } from "node:crypto";
import type { Clock } from "../../base/clock.ts";
import type { Database, Migration } from "../../base/database.ts";
import { checkEvent, type EventFields, type EventName } from "../../config/audit/audit-event.ts";

/** Tables of the journal, for `addTables(db, "journal", …)`. */
export const JOURNAL_TABLES: readonly Migration[] = [
  `CREATE TABLE journal (
     seq INTEGER PRIMARY KEY,
     at INTEGER NOT NULL,
     event TEXT NOT NULL,
     fields TEXT NOT NULL,
     previous TEXT NOT NULL,
     hash TEXT NOT NULL UNIQUE
   ) STRICT;
   CREATE TABLE journal_checkpoint (entries INTEGER PRIMARY KEY, head TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
   CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
   CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;`,
];

export interface JournalHead {
  readonly entries: number;
  /** Hash of the newest entry; `GENESIS` when there is none. */
  readonly head: string;
}

export interface JournalVerdict extends JournalHead {
  readonly intact: boolean;
  /** First entry that does not fit the chain or a checkpoint; null when all do. */
  readonly firstBroken: number | null;
}

interface Entry {
  readonly seq: number;
  readonly at: number;
  readonly event: string;
  readonly fields: string;
  readonly previous: string;
  readonly hash: string;
}

export const GENESIS = "0".repeat(64);
const PAGE_ROWS = 1_000;

/**
 * What happened at this kiosk, in order. Each entry carries the hash of the one before, so an edit or a gap shows here; a cut-off tail
 * shows against a checkpoint, which is also at the hub.
 */
export class Journal {
  readonly #db: Database;
  readonly #clock: Clock;

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /**
   * Within a transaction of the caller the entry is part of it. A field that could hold something of a person is a bug and throws: what
   * is written here stays for ever.
   */
  append<N extends EventName>(event: N, fields: EventFields<N>): void {
    const checked = checkEvent(event, fields as Readonly<Record<string, unknown>>);
    if (!checked.ok) throw new Error(`journal event ${event}: ${checked.error.map(({ at, problem }) => `${at} ${problem}`).join("; ")}`);
    this.#db.transaction(() => {
      const { entries, head } = this.head();
      const entry = { seq: entries + 1, at: this.#clock.now(), event, fields: JSON.stringify(fields), previous: head };
      this.#db.run("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?)", entry.seq, entry.at, event, entry.fields, head, hashOf(entry));
    });
  }

  head(): JournalHead {
    const last = this.#db.get<{ seq: number; hash: string }>("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1");
    return last ? { entries: last.seq, head: last.hash } : { entries: 0, head: GENESIS };
  }

  /** The newest entries, newest first: for the technician. */
  recent(count: number): { seq: number; at: number; event: string; fields: Readonly<Record<string, unknown>> }[] {
    return this.#db
      .all<Entry>("SELECT * FROM journal ORDER BY seq DESC LIMIT ?", count)
      .map(({ seq, at, event, fields }) => ({ seq, at, event, fields: JSON.parse(fields) as Record<string, unknown> }));
  }

  /** Walks the whole chain, and every checkpoint against it. */
  verify(): JournalVerdict {
    let previous = GENESIS;
    let seq = 0;
    for (;;) {
      const page = this.#db.all<Entry>("SELECT * FROM journal WHERE seq > ? ORDER BY seq LIMIT ?", seq, PAGE_ROWS);
      for (const entry of page) {
        const fits = entry.seq === seq + 1 && entry.previous === previous && entry.hash === hashOf(entry);
        if (!fits) return { ...this.head(), intact: false, firstBroken: seq + 1 };
        previous = entry.hash;
        seq = entry.seq;
      }
      if (page.length < PAGE_ROWS) break;
    }
    const firstBroken = this.#firstMissedCheckpoint();
    return { entries: seq, head: previous, intact: firstBroken === null, firstBroken };
  }

  /** Notes where the chain stands; null when nothing was added since the last note. */
  noteCheckpoint(): (JournalHead & { readonly at: number }) | null {
    const head = this.head();
    if (head.entries <= this.lastCheckpoint()) return null;
    const at = this.#clock.now();
    this.#db.run("INSERT INTO journal_checkpoint VALUES (?, ?, ?)", head.entries, head.head, at);
    return { ...head, at };
  }

  /** How many entries the newest checkpoint covers. */
  lastCheckpoint(): number {
    return this.#db.get<{ entries: number }>("SELECT max(entries) AS entries FROM journal_checkpoint")?.entries ?? 0;
  }

  #firstMissedCheckpoint(): number | null {
    const missed = this.#db.get<{ entries: number }>(
      `SELECT c.entries FROM journal_checkpoint c LEFT JOIN journal j ON j.seq = c.entries
       WHERE j.hash IS NULL OR j.hash <> c.head ORDER BY c.entries LIMIT 1`,
    );
    return missed?.entries ?? null;
  }
}

// The text that was stored is what is hashed, so no second serialiser has to agree with the first.
function hashOf(entry: Omit<Entry, "hash">): string {
  const canonical = JSON.stringify([entry.seq, entry.at, entry.event, entry.fields, entry.previous]);
  return createHash("sha256").update(canonical, "utf8").digest("hex");
}
