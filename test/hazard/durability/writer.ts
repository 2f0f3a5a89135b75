import { generateKeyPairSync } from "node:crypto";
import { writeSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../../../base/clock.ts";
import { addTables, Database } from "../../../base/database.ts";
import { systemRandom } from "../../../base/random.ts";
import { must } from "../../../base/result.ts";
import type { IssuanceEvent, IssuanceState } from "../../../runtime/issuance/states.ts";
import { ISSUANCE_TABLES } from "../../../runtime/issuance/tables.ts";
import { JOURNAL_TABLES } from "../../../runtime/journal/journal.ts";
import { openRecords, type Records } from "../../../runtime/open-records.ts";
import { Outbox } from "../../../sync-agent/outbox/outbox.ts";

/*
 * `node writer.ts <role> <folder> <synchronous>`: one process whose power is cut. It tells on descriptor 3 what it was told is durable, one
 * line of JSON each; the roles say what it does.
 */

/** What a process was promised. Numbers and states only rise; `deleting` is announced before, `deleted` after. */
export interface Told {
  readonly epoch?: string;
  readonly journal?: { readonly entries: number; readonly head: string };
  readonly issuance?: { readonly id: string; readonly state: IssuanceState };
  readonly blanks?: number;
  readonly enqueued?: readonly number[];
  readonly deleting?: readonly number[];
  readonly deleted?: readonly number[];
}

const TOLD_FD = 3;
/** Pages in the write-ahead log after which SQLite moves them into the file: few, so that many cuts fall into such a move. */
const CHECKPOINT_PAGES = 40;
const TYPE = "licence";
const WAYS: readonly (readonly IssuanceEvent[])[] = [
  ["send", "proved", "taken"],
  ["send", "lost", "found-printed"],
  ["send", "aborted", "found-unused"],
  ["abandon"],
  ["send", "proved", "found-spoiled"],
];

function tell(told: Told): void {
  writeSync(TOLD_FD, `${JSON.stringify(told)}\n`);
}

function sealKey(): string {
  return generateKeyPairSync("x25519").publicKey.export({ type: "spki", format: "pem" }).toString();
}

function open(folder: string, synchronous: string): Records {
  const records = openRecords(folder, "demo-007", sealKey(), systemClock, systemRandom);
  tell({ epoch: records.outbox.epoch(), journal: headOf(records) });
  records.db.script(`PRAGMA synchronous=${synchronous}; PRAGMA wal_autocheckpoint=${CHECKPOINT_PAGES}`);
  return records;
}

function headOf({ journal }: Records): { entries: number; head: string } {
  const { entries, head } = journal.head();
  return { entries, head };
}

/** Commits for as long as it lives, and starts anew in between, as a kiosk does every morning. */
function runtime(folder: string, synchronous: string): never {
  let loaded = 0;
  let reported = 0;
  for (let day = 0; ; day++) {
    const records = open(folder, synchronous);
    const { blanks, ledger, journal, db, checkpoints } = records;
    const news = (told: Told) => {
      const rows = db.all<{ seq: number }>("SELECT seq FROM outbox WHERE seq > ? ORDER BY seq", reported).map(({ seq }) => seq);
      reported = rows.at(-1) ?? reported;
      tell({ ...told, journal: headOf(records), enqueued: rows });
    };
    for (let order = 0; order < 12; order++) {
      if (blanks.inStock(TYPE) === 0) {
        must(blanks.load(TYPE, `A${String(loaded + 1).padStart(6, "0")}`, 5));
        loaded += 5;
        news({ blanks: loaded });
      }
      journal.append("session.started", { session: `s${day}`, item: "sample", version: 1 });
      news({});
      const about = {
        session: `s${day}`,
        caseId: "",
        kind: "certificate",
        template: "licence",
        sha256: "ab".repeat(32),
        pages: 1,
      } as const;
      let issuance = must(ledger.intend({ ...about, blankType: TYPE }));
      news({ issuance: { id: issuance.id, state: issuance.state } });
      for (const event of WAYS[(day + order) % WAYS.length] ?? []) {
        issuance = must(ledger.advance(issuance.id, event));
        news({ issuance: { id: issuance.id, state: issuance.state } });
      }
      if (order % 5 === 4) checkpoints.take();
      if (order % 6 === 5) db.script("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    db.close();
  }
}

/** Carries rows away as sync-agent does, from a hub that has them all at once. */
function agent(folder: string, synchronous: string): never {
  const db = new Database(join(folder, "kiosk.db"), [], "sync-agent");
  const outbox = new Outbox(db, sealKey(), systemRandom, systemClock);
  db.script(`PRAGMA synchronous=${synchronous}`);
  for (;;) {
    const seqs = outbox.peek(8, 2 ** 20).map(({ seq }) => seq);
    if (seqs.length === 0) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3);
      continue;
    }
    tell({ deleting: seqs });
    outbox.acknowledge(seqs);
    tell({ deleted: seqs });
  }
}

/** A file of the first release, with rows, which the present one then opens. */
function upgrade(folder: string, synchronous: string): void {
  const db = new Database(join(folder, "kiosk.db"), [], "runtime");
  addTables(db, "journal", JOURNAL_TABLES);
  addTables(db, "issuance", ISSUANCE_TABLES.slice(0, 1));
  db.transaction(() => {
    db.run("INSERT INTO blank_batch VALUES ('b', 1, ?, 'A000001', 'A000003', 3, 0)", TYPE);
    for (const [position, state] of ["printed", "unknown"].entries()) {
      db.run(
        `INSERT INTO issuance (id, session, case_id, kind, template, blank_type, serial, sha256, pages, state, created_at, changed_at)
         VALUES (?, 's', '', 'certificate', 'licence', ?, ?, '', 1, ?, 0, 0)`,
        ...[`i${position}`, TYPE, `A00000${position + 1}`, state],
      );
      const blank = state === "printed" ? "issued" : state;
      db.run("INSERT INTO blank VALUES (?, ?, 'b', ?, ?, ?)", TYPE, `A00000${position + 1}`, position, blank, `i${position}`);
    }
    db.run("INSERT INTO blank VALUES (?, 'A000003', 'b', 2, 'inStock', NULL)", TYPE);
  });
  tell({ blanks: 3, issuance: { id: "i0", state: "printed" } });
  tell({ issuance: { id: "i1", state: "unknown" } });
  db.close();
  open(folder, synchronous).db.close();
}

const ROLES: Readonly<Record<string, (folder: string, synchronous: string) => void>> = { runtime, agent, upgrade };
const [role = "", folder = "", synchronous = "FULL"] = process.argv.slice(2);
ROLES[role]?.(folder, synchronous);
