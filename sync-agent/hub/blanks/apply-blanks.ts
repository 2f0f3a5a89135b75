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

/** How often the same numbers may be loaded without having been given back, and so on. More is a loop in a kiosk. */
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
    if (alike(db, event, span, row.kiosk) >= MOST_ALIKE * sizeOf(span))
      return err(`${numbers} were ${event.event} ${MOST_ALIKE} times already`);
  }
  addLine(db, { ...event, kind: event.event, span }, row);
  touch(db, row.kiosk, true);
  return ok();
}

/** Sheets of this span that bear such an event already, less those of its opposite: a pack may go back to the store every evening, for years. */
function alike(db: Database, { event, blankType }: BlankEventBody, { series, from, to }: Span, kiosk: string): number {
  const opposite = event === "loaded" ? "returned" : event === "returned" ? "loaded" : "";
  const row = db.get<{ n: number | null }>(
    `SELECT sum((min(to_n, ?3) - max(from_n, ?2) + 1) * CASE kind WHEN ?5 THEN 1 ELSE -1 END) AS n FROM blank_rows
     WHERE series = ?1 AND from_n BETWEEN ?2 - ${LONGEST_SPAN} AND ?3 AND to_n >= ?2 AND kiosk = ?4 AND kind IN (?5, ?6) AND blank_type = ?7`,
    ...[series, from, to, kiosk, event, opposite, blankType],
  );
  return row?.n ?? 0;
}

/** What a technician can find of a sheet in doubt. */
const SETTLED_KINDS: ReadonlySet<EntryKind> = new Set(["issued", "spoiled", "failed"]);

/** What a print did with its blank. Only what changes something beyond the print itself makes the book due. */
export function addBlankMove(db: Database, issuance: IssuanceBody, row: Row): void {
  if (issuance.serial === "" || issuance.blankType === "") return;
  const { series, n } = placeOf(issuance.serial);
  const { blankType, at } = issuance;
  const kind = kindOf(issuance);
  const who = SETTLED_KINDS.has(kind) ? issuance.settled : undefined;
  const line = { kind, blankType, at, span: { series, from: n, to: n }, issuance: issuance.issuance, count: 1 };
  addLine(db, { ...line, ...(who ? { by: who.by, confirmedBy: who.confirmedBy } : {}) }, row);
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
  // It comes late, and a count that was made after it has been looked at without it.
  const isBeforeCount = db.get(
    "SELECT 1 FROM blank_rows WHERE kiosk = ? AND epoch = ? AND seq > ? AND carried = 0 AND kind = 'counted' AND blank_type = ?",
    ...[row.kiosk, row.epoch, row.seq, blankType],
  );
  touch(db, row.kiosk, !isLoaded || [isDoubted, isSecond, isBeforeCount].some((found) => found !== undefined));
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
