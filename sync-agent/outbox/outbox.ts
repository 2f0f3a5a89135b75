import type { Clock } from "../../base/clock.ts";
import { addTables, type Database } from "../../base/database.ts";
import type { Random } from "../../base/random.ts";
import { Sealer } from "../../base/seal.ts";
import { MAX_ROW_BYTES } from "../protocol/limits.ts";
import type { OutboxRow, RowKind } from "../protocol/messages.ts";
import { OUTBOX_TABLES } from "./tables.ts";

/** A row as it lies in the file. */
export interface StoredRow {
  readonly seq: number;
  readonly id: string;
  readonly kind: RowKind;
  readonly subject: string;
  readonly sealed: Uint8Array;
  readonly createdAt: number;
  readonly attempts: number;
}

// A clock that was set back must not hold a row for years: what is deferred for longer than this is due.
const LONGEST_DEFERRAL_MS = 60 * 60_000;

/**
 * Rows on their way to the hub. The runtime writes, the agent reads and deletes, each with its own connection to one file.
 * `sealKey`: the hub's public X25519 key in PEM; what is in the file cannot be read on the kiosk.
 */
export class Outbox {
  readonly #db: Database;
  readonly #sealer: Sealer;
  readonly #random: Random;
  readonly #clock: Clock;

  constructor(db: Database, sealKey: string, random: Random, clock: Clock) {
    this.#db = db;
    this.#sealer = new Sealer(sealKey, random, clock);
    this.#random = random;
    this.#clock = clock;
    addTables(db, "outbox", OUTBOX_TABLES);
    db.run("INSERT OR IGNORE INTO outbox_epoch VALUES (1, ?)", this.#newEpoch());
  }

  /**
   * Adds a row. Called inside the caller's transaction, so that what happened and the duty to report it are one commit.
   * `id` is the idempotency key of the effect. A body above MAX_ROW_BYTES, or an id used before, is a bug and throws.
   */
  enqueue(kind: RowKind, subject: string, id: string, body: object): void {
    const sealed = this.#sealer.seal(`${kind}:${id}`, Buffer.from(JSON.stringify(body), "utf8"));
    if (sealed.length > MAX_ROW_BYTES)
      throw new RangeError(`outbox row ${kind}:${id} has ${sealed.length} bytes, at most ${MAX_ROW_BYTES}`);
    this.#db.run(
      "INSERT INTO outbox (id, kind, subject, sealed, created_at) VALUES (?, ?, ?, ?, ?)",
      id,
      kind,
      subject,
      sealed,
      this.#clock.now(),
    );
  }

  /**
   * The oldest rows that may go now, in order: at most `limit`, and at most `maxBytes` sealed, but never none because the first is
   * large. A deferred row holds back those after it with the same subject, and no others.
   */
  peek(limit: number, maxBytes: number): StoredRow[] {
    const due = this.#db.all<StoredRow>(
      `SELECT seq, id, kind, subject, sealed, created_at AS createdAt, attempts FROM outbox AS mine
       WHERE next_at NOT BETWEEN ?1 AND ?2 AND (subject = '' OR NOT EXISTS (
         SELECT 1 FROM outbox AS earlier WHERE earlier.subject = mine.subject AND earlier.seq < mine.seq
           AND earlier.next_at > 0 AND earlier.next_at BETWEEN ?1 AND ?2))
       ORDER BY seq LIMIT ?3`,
      this.#clock.now() + 1,
      this.#clock.now() + LONGEST_DEFERRAL_MS,
      limit,
    );
    let bytes = 0;
    return due.filter((row, at) => {
      bytes += row.sealed.length;
      return at === 0 || bytes <= maxBytes;
    });
  }

  /** Deletes rows that the hub has. */
  acknowledge(seqs: readonly number[]): void {
    this.#db.transaction(() => {
      for (const seq of seqs) this.#db.run("DELETE FROM outbox WHERE seq = ?", seq);
    });
  }

  /** Sets a row aside for a technician: it is kept, and no longer in the way. */
  quarantine(seq: number, problem: string): void {
    this.#db.transaction(() => {
      this.#db.run(
        `INSERT INTO outbox_quarantine (seq, id, kind, subject, sealed, created_at, quarantined_at, problem)
         SELECT seq, id, kind, subject, sealed, created_at, ?, ? FROM outbox WHERE seq = ?`,
        this.#clock.now(),
        problem,
        seq,
      );
      this.#db.run("DELETE FROM outbox WHERE seq = ?", seq);
    });
  }

  /**
   * Puts everything that was set aside back in its old place, after its cause was mended; gives how many. With its old number: the hub
   * reads the rows of a kiosk by their numbers, and what happened earlier must not look as if it came later.
   */
  releaseQuarantined(): number {
    return this.#db.transaction(() => {
      const { changes } = this.#db.run(
        `INSERT INTO outbox (seq, id, kind, subject, sealed, created_at)
         SELECT seq, id, kind, subject, sealed, created_at FROM outbox_quarantine`,
      );
      this.#db.run("DELETE FROM outbox_quarantine");
      return changes;
    });
  }

  quarantined(): { seq: number; id: string; kind: RowKind; problem: string; quarantinedAt: number }[] {
    return this.#db.all("SELECT seq, id, kind, problem, quarantined_at AS quarantinedAt FROM outbox_quarantine ORDER BY seq");
  }

  /** Counts a try that failed on this row alone; `untilMs` (epoch) holds it back while others go. Gives the tries so far. */
  failed(seq: number, untilMs = 0): number {
    this.#db.run("UPDATE outbox SET attempts = attempts + 1, next_at = ? WHERE seq = ?", untilMs, seq);
    return this.#db.get<{ attempts: number }>("SELECT attempts FROM outbox WHERE seq = ?", seq)?.attempts ?? 0;
  }

  depth(): number {
    return this.#db.get<{ rows: number }>("SELECT count(*) AS rows FROM outbox")?.rows ?? 0;
  }

  quarantinedCount(): number {
    return this.#db.get<{ rows: number }>("SELECT count(*) AS rows FROM outbox_quarantine")?.rows ?? 0;
  }

  /** Age of the oldest row that waits; 0 when none does. */
  oldestMs(): number {
    const oldest = this.#db.get<{ at: number | null }>("SELECT min(created_at) AS at FROM outbox")?.at;
    return oldest === null || oldest === undefined ? 0 : Math.max(0, this.#clock.now() - oldest);
  }

  epoch(): string {
    const row = this.#db.get<{ epoch: string }>("SELECT epoch FROM outbox_epoch");
    if (!row) throw new Error("outbox_epoch has no row: the file was changed by something else");
    return row.epoch;
  }

  /** After the hub has said that this epoch's numbers are used: the disk was put back from an older copy. */
  renewEpoch(): void {
    this.#db.run("UPDATE outbox_epoch SET epoch = ? WHERE only = 1", this.#newEpoch());
  }

  #newEpoch(): string {
    return this.#random.bytes(16).toString("hex");
  }
}

export function toWire(row: StoredRow): OutboxRow {
  const { seq, id, kind, subject, createdAt } = row;
  return { seq, id, kind, subject, createdAt, sealed: Buffer.from(row.sealed).toString("base64") };
}
