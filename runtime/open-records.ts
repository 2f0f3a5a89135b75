import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../base/clock.ts";
import { addTables, Database } from "../base/database.ts";
import type { Random } from "../base/random.ts";
import { Outbox } from "../sync-agent/outbox/outbox.ts";
import { CASE_TABLES, Cases } from "./cases/cases.ts";
import { Blanks } from "./issuance/blanks.ts";
import { Ledger } from "./issuance/ledger.ts";
import { ISSUANCE_TABLES } from "./issuance/tables.ts";
import { Checkpoints } from "./journal/checkpoints.ts";
import { JOURNAL_TABLES, Journal } from "./journal/journal.ts";

const PERSON_HASH_KEY_BYTES = 32;

/** Everything this kiosk writes down: one file, so that what happened and the duty to report it are one commit. */
export interface Records {
  readonly db: Database;
  readonly outbox: Outbox;
  readonly journal: Journal;
  readonly checkpoints: Checkpoints;
  readonly blanks: Blanks;
  readonly ledger: Ledger;
  readonly cases: Cases;
}

/** Opens `<data>/kiosk.db`, and makes the person-hash key at the first start. Throws `DatabaseUnusable`. */
export function openRecords(data: string, kiosk: string, hubSealKey: string, clock: Clock, random: Random): Records {
  mkdirSync(join(data, "keys"), { recursive: true, mode: 0o700 });
  const personHashKey = keyFile(join(data, "keys", "person-hash.key"), random);
  const db = new Database(join(data, "kiosk.db"), [], "runtime");
  addTables(db, "journal", JOURNAL_TABLES);
  addTables(db, "issuance", ISSUANCE_TABLES);
  addTables(db, "cases", CASE_TABLES);
  const outbox = new Outbox(db, hubSealKey, random, clock);
  const journal = new Journal(db, clock);
  const checkpoints = new Checkpoints(db, journal, outbox, clock, random);
  const blanks = new Blanks(db, clock, random);
  const ledger = new Ledger(db, blanks, journal, outbox, clock, random);
  const cases = new Cases(db, journal, outbox, clock, random, { kiosk, personHashKey });
  return { db, outbox, journal, checkpoints, blanks, ledger, cases };
}

function keyFile(path: string, random: Random): Buffer {
  if (!existsSync(path)) writeFileSync(path, random.bytes(PERSON_HASH_KEY_BYTES), { mode: 0o600, flag: "wx" });
  const key = readFileSync(path);
  if (key.length !== PERSON_HASH_KEY_BYTES)
    throw new Error(`${path} has ${key.length} bytes, not ${PERSON_HASH_KEY_BYTES}; put the right one back`);
  return key;
}
