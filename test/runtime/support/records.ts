import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addTables, Database } from "../../../base/database.ts";
import type { Random } from "../../../base/random.ts";
import { CASE_TABLES, Cases } from "../../../runtime/cases/cases.ts";
import { Blanks } from "../../../runtime/issuance/blanks.ts";
import { Ledger } from "../../../runtime/issuance/ledger.ts";
import { Reconciliation } from "../../../runtime/issuance/reconciliation.ts";
import { Stock } from "../../../runtime/issuance/stock.ts";
import { STOCK_TABLES } from "../../../runtime/issuance/stock-tables.ts";
import { ISSUANCE_TABLES } from "../../../runtime/issuance/tables.ts";
import { JOURNAL_TABLES, Journal } from "../../../runtime/journal/journal.ts";
import { FakeClock } from "../../support/fake-clock.ts";

let drawn = 0;

/** Bytes that repeat from run to run, and never within one. */
export function countingRandom(): Random {
  return {
    bytes(count) {
      const bytes = Buffer.alloc(count);
      // In the last bytes, the highest first: ids of one moment sort as they were drawn.
      for (let i = 0; i < count; i++) bytes[count - 1 - i] = i < 4 ? (drawn >> (8 * i)) & 0xff : 0;
      drawn += 1;
      return bytes;
    },
  };
}

export interface Posted {
  readonly kind: string;
  readonly subject: string;
  readonly id: string;
  readonly body: Record<string, unknown>;
}

/** The kiosk's records over a real database file, with an outbox that lies open. */
export function openRecords(path = join(temporaryFolder(), "kiosk.db"), clock = new FakeClock()) {
  const random = countingRandom();
  const db = new Database(path, [], "main");
  addTables(db, "journal", JOURNAL_TABLES);
  addTables(db, "issuance", ISSUANCE_TABLES);
  addTables(db, "stock", STOCK_TABLES);
  addTables(db, "cases", CASE_TABLES);
  const posted: Posted[] = [];
  const outbox = {
    enqueue(kind: string, subject: string, id: string, body: object) {
      posted.push({ kind, subject, id, body: body as Record<string, unknown> });
    },
  };
  const journal = new Journal(db, clock);
  const blanks = new Blanks(db, clock, random);
  const ledger = new Ledger(db, blanks, journal, outbox, clock, random);
  const cases = new Cases(db, journal, outbox, clock, random, { kiosk: "demo-007", personHashKey: Buffer.alloc(32, 7) });
  const stock = new Stock({ db, blanks, ledger, journal, outbox, clock, random });
  const reconciliation = new Reconciliation({ db, blanks, journal, outbox, clock, random });
  return { path, db, clock, random, journal, blanks, ledger, stock, reconciliation, cases, outbox, posted };
}

const folders: string[] = [];

/** A folder that is gone after the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "zizhu-"));
  folders.push(folder);
  return folder;
}

export function removeTemporaryFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
