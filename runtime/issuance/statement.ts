import type { Database } from "../../base/database.ts";
import { hallDate } from "../../config/hall-time.ts";
import type { BlankStatementBody, OpenReason } from "../../sync-agent/protocol/messages.ts";
import type { BlankAccount } from "../server/api.ts";
import type { KeptStatement, StatementReply } from "../server/technician-api.ts";
import { accountsOf, newestCount } from "./accounts.ts";
import type { Blanks } from "./blanks.ts";
import { WHY } from "./open-issuance.ts";
import type { BlankState, IssuanceState } from "./states.ts";

type Batch = BlankStatementBody["batches"][number];
type Open = BlankStatementBody["open"][number];

export interface StatementOf {
  /** YYYY-MM-DD in the hall. */
  readonly day: string;
  /** Epoch ms. */
  readonly at: number;
  /** Counts by hand after this (epoch ms) stand in it. */
  readonly countsSince: number;
  /** Packs that an earlier statement has given as closed are left out. */
  readonly withoutClosed: boolean;
}

/** The book of blanks as it stands now. Only reads. `accounts`: read this moment by somebody else; else all of the book is looked at. */
export function statementOf(
  db: Database,
  blanks: Blanks,
  of: StatementOf,
  accounts: readonly BlankAccount[] = accountsOf(db, blanks),
): KeptStatement {
  return {
    day: of.day,
    at: new Date(of.at).toISOString(),
    batches: batchesOf(db, of.withoutClosed),
    open: openNumbers(db),
    counts: accounts.flatMap(({ blankType }) => {
      const count = newestCount(db, blankType, of.countsSince);
      return count ? [{ blankType, counted: count.counted, expected: count.expected }] : [];
    }),
    isBalanced: accounts.every((account) => account.isBalanced),
  };
}

/** The newest statement that was given, and how the book stands now. `accounts`: as of `statementOf`. */
export function reportOf(db: Database, blanks: Blanks, now: number, accounts?: readonly BlankAccount[]): StatementReply {
  const kept = db.get<{ body: string; balanced: number }>("SELECT body, balanced FROM blank_statement ORDER BY rowid DESC LIMIT 1");
  const newest = kept ? { ...(JSON.parse(kept.body) as BlankStatementBody), isBalanced: kept.balanced === 1 } : null;
  return {
    newest,
    live: statementOf(db, blanks, { day: hallDate(now), at: now, countsSince: lastStatementAt(db, now), withoutClosed: false }, accounts),
  };
}

/** Epoch ms; -1 before the first. One that a wrong clock dated ahead of `now` does not count, or it would swallow every count until then. */
export function lastStatementAt(db: Database, now: number): number {
  return db.get<{ at: number | null }>("SELECT max(at) AS at FROM blank_statement WHERE at <= ?", now)?.at ?? -1;
}

const IS_FINAL: Readonly<Record<BlankState, boolean>> = {
  inStock: false,
  reserved: false,
  printed: false,
  unknown: false,
  issued: true,
  spoiled: true,
  returned: true,
};

/** Every number of it has come to its end. */
export function isClosed(batch: Batch): boolean {
  return batch.runs.every(({ state }) => IS_FINAL[state]);
}

function batchesOf(db: Database, withoutClosed: boolean): Batch[] {
  const heads = db.all<Omit<Batch, "runs">>(
    `SELECT batch, blank_type AS blankType, first, last, loaded FROM blank_batch
     ${withoutClosed ? "WHERE batch NOT IN (SELECT batch FROM blank_batch_closed)" : ""} ORDER BY load_order`,
  );
  return heads.map((head) => ({ ...head, runs: runsOf(db, head.batch) }));
}

function runsOf(db: Database, batch: string): Batch["runs"] {
  const runs: Batch["runs"][number][] = [];
  for (const { serial, state } of db.all<{ serial: string; state: BlankState }>(
    "SELECT serial, state FROM blank WHERE batch = ? ORDER BY position",
    batch,
  )) {
    const run = runs.at(-1);
    if (run?.state === state) runs[runs.length - 1] = { ...run, last: serial, count: run.count + 1 };
    else runs.push({ state, first: serial, last: serial, count: 1 });
  }
  return runs;
}

function openNumbers(db: Database): Open[] {
  const rows = db.all<Omit<Open, "since" | "why"> & { since: number; ledger: IssuanceState }>(
    `SELECT i.id AS issuance, b.blank_type AS blankType, b.serial, b.state, i.state AS ledger, i.changed_at AS since
     FROM blank b JOIN issuance i ON i.id = b.issuance WHERE b.state IN ('reserved', 'printed', 'unknown') ORDER BY i.created_at, i.id`,
  );
  const why: Partial<Record<IssuanceState, OpenReason>> = WHY;
  // A number whose issuance has ended is in doubt too; the account that it belongs to does not balance.
  return rows.map(({ ledger, since, ...row }) => ({ ...row, since: new Date(since).toISOString(), why: why[ledger] ?? "in-doubt" }));
}
