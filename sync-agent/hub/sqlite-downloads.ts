import type { Database, Migration } from "../../base/database.ts";
import type { DownloadStore } from "./download-store.ts";

export const DOWNLOAD_TABLES: Migration = `
   CREATE TABLE download_tickets (
     ticket TEXT PRIMARY KEY,
     tries INTEGER NOT NULL DEFAULT 0,
     taken INTEGER NOT NULL DEFAULT 0 CHECK (taken IN (0, 1)),
     until INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX download_tickets_until ON download_tickets (until);`;

export class SqliteDownloads implements DownloadStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async find(ticket: string): Promise<{ readonly tries: number; readonly isTaken: boolean }> {
    const row = this.#db.get<{ tries: number; taken: number }>("SELECT tries, taken FROM download_tickets WHERE ticket = ?", ticket);
    return { tries: row?.tries ?? 0, isTaken: row?.taken === 1 };
  }

  async countTry(ticket: string, until: number): Promise<number> {
    return this.#db.transaction(() => {
      this.#db.run(
        "INSERT INTO download_tickets (ticket, tries, until) VALUES (?, 1, ?) ON CONFLICT (ticket) DO UPDATE SET tries = tries + 1",
        ...[ticket, until],
      );
      return this.#db.get<{ tries: number }>("SELECT tries FROM download_tickets WHERE ticket = ?", ticket)?.tries ?? 1;
    });
  }

  async take(ticket: string, until: number): Promise<boolean> {
    const { changes } = this.#db.run(
      "INSERT INTO download_tickets (ticket, taken, until) VALUES (?, 1, ?) ON CONFLICT (ticket) DO UPDATE SET taken = 1 WHERE taken = 0",
      ...[ticket, until],
    );
    return changes === 1;
  }

  async giveBack(ticket: string): Promise<void> {
    this.#db.run("UPDATE download_tickets SET taken = 0 WHERE ticket = ?", ticket);
  }

  async purge(now: number): Promise<void> {
    this.#db.run("DELETE FROM download_tickets WHERE until <= ?", now);
  }
}
