import { Database } from "../../base/database.ts";
import type { CaseRow } from "./api.ts";
import { applyEffect } from "./apply-effect.ts";
import { SqliteBlanks } from "./blanks/sqlite-blanks.ts";
import { SqliteReceipts } from "./receipts/sqlite-receipts.ts";
import { SqliteDownloads } from "./sqlite-downloads.ts";
import type { Delivery, HubStore, InboxRow, Ingested, KioskFigures, Settlement, Totals } from "./store.ts";
import { HUB_TABLES } from "./tables.ts";

type Targets = (department: string) => readonly string[];

class EpochReused extends Error {}

/** The hub's store in one SQLite file: a hall, or a city of ten thousand kiosks. */
export class SqliteHubStore implements HubStore {
  readonly #db: Database;
  readonly blanks: SqliteBlanks;
  readonly receipts: SqliteReceipts;
  readonly downloads: SqliteDownloads;

  constructor(path: string) {
    this.#db = new Database(path, HUB_TABLES, "hub");
    this.blanks = new SqliteBlanks(this.#db);
    this.receipts = new SqliteReceipts(this.#db);
    this.downloads = new SqliteDownloads(this.#db);
  }

  async ingest(
    batch: { kiosk: string; epoch: string; rows: readonly InboxRow[] },
    now: number,
    deliverTargets: Targets,
  ): Promise<Ingested> {
    const refused: { seq: number; problem: string }[] = [];
    let fresh = 0;
    try {
      this.#db.transaction(() => {
        for (const row of batch.rows) {
          const done = this.#storeRow(batch, row, now, deliverTargets);
          if (done === "fresh") fresh += 1;
          else if (done !== "known") refused.push({ seq: row.seq, problem: done.problem });
        }
        this.#count(batch.kiosk, now, fresh);
      });
    } catch (cause) {
      if (cause instanceof EpochReused) return { stored: 0, duplicates: 0, refused: [], epochReused: true };
      throw cause;
    }
    const stored = batch.rows.length - refused.length;
    return { stored, duplicates: stored - fresh, refused, epochReused: false };
  }

  async planDeliveries(deliverTargets: Targets): Promise<void> {
    this.#db.transaction(() => {
      for (const one of this.#db.all<{ id: string; department: string }>("SELECT id, department FROM cases")) {
        for (const connector of deliverTargets(one.department)) {
          this.#db.run("INSERT OR IGNORE INTO deliveries (case_id, connector, state) VALUES (?, ?, 'waiting')", one.id, connector);
        }
      }
    });
  }

  async dueDeliveries(now: number, limit: number): Promise<readonly Delivery[]> {
    return this.#db.all<Delivery>(
      `SELECT d.case_id AS "case", d.connector, d.attempts, i.id AS rowId, i.sealed
       FROM deliveries d JOIN cases c ON c.id = d.case_id JOIN inbox i ON i.number = c.inbox
       WHERE d.state = 'waiting' AND d.next_at <= ? ORDER BY c.inbox LIMIT ?`,
      now,
      limit,
    );
  }

  async settleDelivery(delivery: Delivery, settlement: Settlement): Promise<void> {
    const state = settlement.to === "later" ? "waiting" : settlement.to;
    const note = settlement.to === "delivered" ? settlement.reference : settlement.note;
    this.#db.run(
      "UPDATE deliveries SET state = ?, attempts = attempts + 1, next_at = ?, note = ? WHERE case_id = ? AND connector = ?",
      state,
      settlement.to === "later" ? settlement.nextAt : 0,
      note,
      delivery.case,
      delivery.connector,
    );
  }

  async nextDeliveryAt(): Promise<number | null> {
    return this.#db.get<{ at: number | null }>("SELECT min(next_at) AS at FROM deliveries WHERE state = 'waiting'")?.at ?? null;
  }

  async saw(kiosks: ReadonlyMap<string, number>): Promise<void> {
    this.#db.transaction(() => {
      for (const [kiosk, at] of kiosks) this.#count(kiosk, at, 0);
    });
  }

  async kioskFigures(): Promise<ReadonlyMap<string, KioskFigures>> {
    const rows = this.#db.all<KioskFigures & { kiosk: string }>(
      `SELECT k.kiosk, k.last_seen AS lastSeen, k.rows, s.stored_faces AS storedFaces, s.face_assurance AS faceAssurance
       FROM kiosk_figures k LEFT JOIN device_status s ON s.kiosk = k.kiosk`,
    );
    return new Map(rows.map(({ kiosk, ...figures }) => [kiosk, figures]));
  }

  async totals(dayStart: number): Promise<Totals> {
    const count = (sql: string, ...values: number[]) => this.#db.get<{ n: number }>(sql, ...values)?.n ?? 0;
    return {
      casesToday: count("SELECT count(*) AS n FROM cases WHERE received_at >= ?", dayStart),
      casesAll: count("SELECT count(*) AS n FROM cases"),
      undelivered: count("SELECT count(DISTINCT case_id) AS n FROM deliveries WHERE state = 'waiting'"),
      unknownIssuances: count("SELECT count(*) AS n FROM issuances WHERE outcome = 'unknown'"),
      averageGrade: this.#db.get<{ grade: number | null }>("SELECT avg(grade) AS grade FROM ratings")?.grade ?? null,
    };
  }

  async newestCases(limit: number): Promise<readonly CaseRow[]> {
    const rows = this.#db.all<Omit<CaseRow, "issuances" | "signed" | "roles"> & { readonly signed: number; readonly roles: string }>(
      `SELECT c.id, c.number, c.item, c.kiosk, c.registered_at AS registeredAt, c.received_at AS receivedAt, c.applicant, c.roles, c.signed, c.department,
         r.grade, CASE
           WHEN EXISTS (SELECT 1 FROM deliveries d WHERE d.case_id = c.id AND d.state = 'refused') THEN 'refused'
           WHEN EXISTS (SELECT 1 FROM deliveries d WHERE d.case_id = c.id)
             AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.case_id = c.id AND d.state = 'waiting') THEN 'delivered'
           ELSE 'waiting' END AS delivery
       FROM cases c LEFT JOIN ratings r ON r.case_id = c.id ORDER BY c.inbox DESC LIMIT ?`,
      limit,
    );
    return rows.map((row) => ({
      ...row,
      roles: JSON.parse(row.roles) as string[],
      signed: row.signed === 1,
      issuances: this.#db.all("SELECT template, serial, outcome FROM issuances WHERE case_id = ? ORDER BY id", row.id),
    }));
  }

  close(): void {
    this.#db.close();
  }

  #storeRow(
    batch: { kiosk: string; epoch: string },
    row: InboxRow,
    now: number,
    deliverTargets: Targets,
  ): "fresh" | "known" | { problem: string } {
    const { kiosk, epoch } = batch;
    const there = this.#db.get<{ id: string }>("SELECT id FROM inbox WHERE kiosk = ? AND epoch = ? AND seq = ?", kiosk, epoch, row.seq);
    if (there) {
      if (there.id !== row.id) throw new EpochReused();
      return "known";
    }
    if (this.#db.get("SELECT 1 FROM inbox WHERE kiosk = ? AND id = ?", kiosk, row.id)) return "known";
    const { lastId } = this.#db.run(
      `INSERT INTO inbox (kiosk, epoch, seq, id, kind, subject, created_at, received_at, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      kiosk,
      epoch,
      row.seq,
      row.id,
      row.kind,
      row.subject,
      row.createdAt,
      now,
      row.sealed,
    );
    const applied = applyEffect(this.#db, row.effect, { kiosk, epoch, seq: row.seq, inbox: lastId, now, deliverTargets });
    if (applied.ok) {
      this.#db.run("INSERT OR IGNORE INTO kiosk_epochs VALUES (?, ?, ?)", kiosk, epoch, lastId);
      return "fresh";
    }
    this.#db.run("DELETE FROM inbox WHERE number = ?", lastId);
    return { problem: applied.error };
  }

  #count(kiosk: string, at: number, rows: number): void {
    this.#db.run(
      `INSERT INTO kiosk_figures VALUES (?1, ?2, ?3) ON CONFLICT (kiosk) DO UPDATE
       SET last_seen = max(coalesce(last_seen, 0), ?2), rows = rows + ?3`,
      kiosk,
      at,
      rows,
    );
  }
}
