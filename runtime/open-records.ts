import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../base/clock.ts";
import { addTables, Database } from "../base/database.ts";
import type { Random } from "../base/random.ts";
import { Outbox } from "../sync-agent/outbox/outbox.ts";
import { CASE_TABLES, Cases } from "./cases/cases.ts";
import { notePersonKey, openPersonKey } from "./cases/person-key.ts";
import { Blanks } from "./issuance/blanks.ts";
import { Ledger } from "./issuance/ledger.ts";
import { Reconciliation } from "./issuance/reconciliation.ts";
import { Stock } from "./issuance/stock.ts";
import { STOCK_TABLES } from "./issuance/stock-tables.ts";
import { ISSUANCE_TABLES } from "./issuance/tables.ts";
import { Checkpoints } from "./journal/checkpoints.ts";
import { JOURNAL_TABLES, Journal } from "./journal/journal.ts";

/** Everything this kiosk writes down: one file, so that what happened and the duty to report it are one commit. */
export interface Records {
  readonly db: Database;
  readonly outbox: Outbox;
  readonly journal: Journal;
  readonly checkpoints: Checkpoints;
  readonly blanks: Blanks;
  readonly ledger: Ledger;
  readonly stock: Stock;
  readonly reconciliation: Reconciliation;
  readonly cases: Cases;
  /** Cases whose person can no longer be told from others: hashed by a key that was lost. Not 0 at the start that noticed it. */
  readonly orphanedCases: number;
}

/** Opens `<data>/kiosk.db`, and makes the person-hash key at the first start. Throws `DatabaseUnusable`, `PersonKeyUnusable`. */
export function openRecords(data: string, kiosk: string, hubSealKey: string, clock: Clock, random: Random): Records {
  mkdirSync(join(data, "keys"), { recursive: true, mode: 0o700 });
  const personKey = openPersonKey(join(data, "keys", "person-hash.key"), random);
  const db = new Database(join(data, "kiosk.db"), [], "runtime");
  addTables(db, "journal", JOURNAL_TABLES);
  addTables(db, "issuance", ISSUANCE_TABLES);
  addTables(db, "stock", STOCK_TABLES);
  addTables(db, "cases", CASE_TABLES);
  const outbox = new Outbox(db, hubSealKey, random, clock);
  const journal = new Journal(db, clock);
  const checkpoints = new Checkpoints(db, journal, outbox, clock, random);
  const blanks = new Blanks(db, clock, random);
  const ledger = new Ledger(db, blanks, journal, outbox, clock, random);
  const orphanedCases = notePersonKey(personKey, { db, journal, clock });
  const cases = new Cases(db, journal, outbox, clock, random, { kiosk, personHashKey: personKey.key });
  const stock = new Stock({ db, blanks, ledger, journal, outbox, clock, random });
  const reconciliation = new Reconciliation({ db, blanks, journal, outbox, clock, random });
  return { db, outbox, journal, checkpoints, blanks, ledger, stock, reconciliation, cases, orphanedCases };
}
