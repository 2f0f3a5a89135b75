import type { Database } from "../../../base/database.ts";
import { err, ok, type Result } from "../../../base/result.ts";
import type { BlankEventBody, BlankStatementBody, IssuanceBody } from "../../protocol/messages.ts";
import { type EntryKind, kindOf } from "./book.ts";
import { placeOf, type Span, sizeOf, spanOf } from "./serial-span.ts";

/** The inbox row that is being applied. */
export interface Row {
  readonly kiosk: string;
  readonly epoch: string;
  readonly seq: number;
  readonly inbox: number;
  readonly now: number;
}

/** Of one kind that the same numbers may bear. More is a loop in a kiosk, and each of them would be cut against every other. */
const MOST_ALIKE = 50;
/** The largest span of one line (`MAX_EVENT_BLANKS`). */
const LONGEST_SPAN = 10_000;

interface Line {
  readonly kind: EntryKind;
  readonly blankType: string;
  readonly span: Span | null;
  readonly batch?: string;
  readonly issuance?: string;
  readonly count: number;
  readonly expected?: number;
  readonly by?: string;
  readonly confirmedBy?: string;
  readonly at: string;
}

/** What a technician did. An error means that it says nothing that could be kept: its numbers are of two series, or not as many as it says. */
export function addBlankEvent(db: Database, event: BlankEventBody, row: Row): Result<void, string> {
  const span = event.event === "counted" ? null : spanOf(event.first, event.last);
  if (event.event !== "counted") {
    const numbers = `${event.first} to ${event.last}`;
    if (!span || event.first === "") return err(`${numbers} are not numbers of one series`);
    if (sizeOf(span) !== event.count) return err(`${numbers} are ${sizeOf(span)} numbers, not ${event.count}`);
    if (alike(db, event, span, row.kiosk) >= MOST_ALIKE) return err(`${numbers} were ${event.event} ${MOST_ALIKE} times already`);
  }
  addLine(db, { ...event, kind: event.event, span }, row);
  touch(db, row.kiosk, true);
  return ok();
}

function alike(db: Database, { event, blankType }: BlankEventBody, { series, from, to }: Span, kiosk: string): number {
  const row = db.get<{ n: number }>(
    `SELECT count(*) AS n FROM blank_rows WHERE series = ?1 AND from_n BETWEEN ?2 - ${LONGEST_SPAN} AND ?3 AND to_n >= ?2
       AND kiosk = ?4 AND kind = ?5 AND blank_type = ?6`,
    ...[series, from, to, kiosk, event, blankType],
  );
  return row?.n ?? 0;
}

/** What a print did with its blank. Only what changes something beyond the print itself makes the book due. */
export function addBlankMove(db: Database, issuance: IssuanceBody, row: Row): void {
  if (issuance.serial === "" || issuance.blankType === "") return;
  const { series, n } = placeOf(issuance.serial);
  const { blankType, at } = issuance;
  addLine(db, { kind: kindOf(issuance), blankType, at, span: { series, from: n, to: n }, issuance: issuance.issuance, count: 1 }, row);
  const isLoaded = db.get(
    "SELECT 1 FROM blank_rows WHERE kind = 'loaded' AND blank_type = ?1 AND series = ?2 AND from_n <= ?3 AND to_n >= ?3 AND kiosk = ?4",
    blankType,
    series,
    n,
    row.kiosk,
  );
  const isDoubted = db.get(
    `SELECT 1 FROM blank_findings WHERE kiosk = ?1 AND closed_at IS NULL
     UNION ALL SELECT 1 FROM blank_books WHERE kiosk = ?1 AND state = 'waiting'`,
    row.kiosk,
  );
  const isSecond = db.get(
    `SELECT 1 FROM blank_rows WHERE kiosk = ? AND blank_type = ? AND series = ? AND from_n = ? AND kind IN ('printed', 'issued') AND issuance NOT IN ('', ?)`,
    ...[row.kiosk, blankType, series, n, issuance.issuance],
  );
  touch(db, row.kiosk, !isLoaded || isDoubted !== undefined || isSecond !== undefined);
}

export function addStatement(db: Database, statement: BlankStatementBody, row: Row): void {
  db.run(
    "INSERT INTO blank_statements VALUES (?, ?, ?, ?, ?, ?, ?, NULL, ?)",
    ...[row.inbox, row.kiosk, row.epoch, row.seq, row.now, statement.day, statement.at, JSON.stringify(statement)],
  );
  touch(db, row.kiosk, true);
}

function addLine(db: Database, line: Line, { inbox, kiosk, epoch, seq, now }: Row): void {
  const { kind, blankType, batch = "", issuance = "", count, expected = 0, by = "", confirmedBy = "", at } = line;
  const { series, from, to } = line.span ?? { series: "", from: 0, to: 0 };
  db.run(
    "INSERT INTO blank_rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
    ...[inbox, kiosk, epoch, seq, now, kind, blankType, batch, issuance, series, from, to, count, expected, by, confirmedBy, at],
  );
}

function touch(db: Database, kiosk: string, due: boolean): void {
  db.run(
    `INSERT INTO blank_books (kiosk, version, due) VALUES (?1, 1, ?2)
     ON CONFLICT (kiosk) DO UPDATE SET version = version + 1, due = max(due, ?2)`,
    kiosk,
    due ? 1 : 0,
  );
}
