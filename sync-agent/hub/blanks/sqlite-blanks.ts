import type { Database } from "../../../base/database.ts";
import type { BlankStatementBody } from "../../protocol/messages.ts";
import type { FindingCode } from "../api.ts";
import type { BlankStore, PaperRow, SettledRow, Settlement, StatementRow, StoredFinding } from "./blank-store.ts";
import type { Entry, EntryKind, KioskBook, Statement } from "./book.ts";
import type { Carried } from "./carry-forward.ts";
import type { Overlap } from "./duplicates.ts";
import { loadedTwice } from "./loaded-twice.ts";
import { placeOf } from "./serial-span.ts";
import { settledAmong, settledWithin } from "./settled-numbers.ts";

// The largest span of one line (MAX_EVENT_BLANKS): how far before a number a line that covers it can begin.
const LONGEST_SPAN = 10_000;
const FINDING = `id, code, kiosk, blank_type AS blankType, first, last, count, facts, since, opened_at AS openedAt, closed_at AS closedAt`;

/** The newest statement of a kiosk is the last by the kiosk's own order, not the last that came. */
const NEWEST =
  "SELECT s.* FROM blank_statements s JOIN kiosk_epochs e USING (kiosk, epoch) WHERE s.kiosk = ? ORDER BY e.first DESC, s.seq DESC LIMIT 1";

interface NewestStatement {
  readonly inbox: number;
  readonly epoch: string;
  readonly seq: number;
  readonly received_at: number;
  readonly at: string;
  readonly body: string | null;
}

export class SqliteBlanks implements BlankStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async versions(): Promise<ReadonlyMap<string, number>> {
    const books = this.#db.all<{ kiosk: string; version: number }>("SELECT kiosk, version FROM blank_books ORDER BY kiosk");
    return new Map(books.map(({ kiosk, version }) => [kiosk, version]));
  }

  async due(): Promise<readonly string[]> {
    const books = this.#db.all<{ kiosk: string }>("SELECT kiosk FROM blank_books WHERE due = 1 OR state = 'waiting' ORDER BY kiosk");
    return books.map(({ kiosk }) => kiosk);
  }

  async book(kiosk: string): Promise<KioskBook> {
    return this.#db.transaction(() => {
      const lines = this.#lines(kiosk);
      const entries = lines.map(({ entry }) => entry);
      const version = this.#db.get<{ version: number }>("SELECT version FROM blank_books WHERE kiosk = ?", kiosk)?.version ?? 0;
      return { kiosk, version, entries, statement: this.#statement(kiosk, lines), missingRows: this.#missing(kiosk) };
    });
  }

  async overlaps(): Promise<readonly Overlap[]> {
    return loadedTwice(this.#db);
  }

  async openFindings(codes: readonly FindingCode[], kiosk?: string): Promise<readonly StoredFinding[]> {
    const of = "SELECT value FROM json_each(?)";
    return this.#findings(
      `WHERE closed_at IS NULL AND code IN (${of}) AND (?2 IS NULL OR kiosk = ?2) ORDER BY id`,
      JSON.stringify(codes),
      kiosk ?? null,
    );
  }

  async findingsWithin(from: number, until: number): Promise<readonly StoredFinding[]> {
    const day = (ms: number) => new Date(ms).toISOString();
    // `closed_at` is a kiosk's word and may have another zone than ours: compared as moments, not as texts.
    return this.#findings(
      "WHERE opened_at < ?1 AND (closed_at IS NULL OR julianday(closed_at) >= julianday(?2) OR opened_at >= ?3) ORDER BY id DESC",
      until,
      day(from),
      from,
    );
  }

  async settledWithin(from: number, until: number): Promise<readonly SettledRow[]> {
    return settledWithin(this.#db, from, until);
  }

  async settledAmong(numbers: Parameters<BlankStore["settledAmong"]>[0]): Promise<readonly SettledRow[]> {
    return settledAmong(this.#db, numbers);
  }

  async settle({ open, close, book }: Settlement): Promise<void> {
    this.#db.transaction(() => {
      for (const { id, closedAt } of close) {
        this.#db.run("UPDATE blank_findings SET closed_at = ? WHERE id = ? AND closed_at IS NULL", closedAt, id);
      }
      for (const one of open) {
        this.#db.run(
          `INSERT INTO blank_findings (code, kiosk, blank_type, first, last, count, facts, since, opened_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          ...[one.code, one.kiosk, one.blankType, one.first, one.last, one.count, JSON.stringify(one.facts), one.since, one.openedAt],
        );
      }
      if (book) this.#settleBook(book);
    });
  }

  async statements(day?: string): Promise<readonly StatementRow[]> {
    const rows = this.#db.all<StatementRow>(
      `SELECT s.kiosk, s.day, s.at, s.received_at AS receivedAt, s.state FROM blank_statements s JOIN kiosk_epochs e USING (kiosk, epoch)
       WHERE ?1 IS NULL OR s.day = ?1 ORDER BY e.first, s.seq`,
      day ?? null,
    );
    return [...new Map(rows.map((row) => [row.kiosk, row])).values()];
  }

  async wroteAt(kiosk: string): Promise<number> {
    const epoch = [...this.#epochs(kiosk).keys()].at(-1) ?? "";
    const newest = "SELECT created_at AS at FROM inbox WHERE kiosk = ? AND epoch = ? ORDER BY seq DESC LIMIT 1";
    return this.#db.get<{ at: number }>(newest, kiosk, epoch)?.at ?? 0;
  }

  async papersOf(code: string): Promise<readonly PaperRow[]> {
    const rows = this.#db.all<PaperRow>(
      "SELECT kiosk, serial, outcome FROM issuances WHERE document_code = ? COLLATE NOCASE AND document_code <> ''",
      code,
    );
    return rows.map(({ kiosk, serial, outcome }) => ({ kiosk, serial, outcome }));
  }

  async isInStock(serial: string): Promise<boolean> {
    const { series, n } = placeOf(serial);
    const last = this.#db.get<{ kind: EntryKind }>(
      `SELECT kind FROM blank_rows WHERE series = ?1 AND from_n BETWEEN ?2 - ${LONGEST_SPAN} AND ?2 AND to_n >= ?2 ORDER BY inbox DESC LIMIT 1`,
      series,
      n,
    );
    return last?.kind === "loaded" || last?.kind === "failed" || last?.kind === "held";
  }

  #lines(kiosk: string): { entry: Entry; epochFirst: number; seq: number }[] {
    const rows = this.#db.all<
      Omit<Entry, "order" | "span" | "isCarried"> & {
        isCarried: 0 | 1;
        series: string;
        from: number;
        to: number;
        epochFirst: number;
        seq: number;
      }
    >(
      `SELECT r.kind, r.blank_type AS blankType, r.batch, r.issuance, r.series, r.from_n AS "from", r.to_n AS "to", r.count, r.expected, r.by, r.at,
         r.received_at AS receivedAt, 0 AS isCarried, e.first AS epochFirst, r.seq
       FROM blank_rows r JOIN kiosk_epochs e USING (kiosk, epoch) WHERE r.kiosk = ?1 AND r.carried = 0
       UNION ALL
       SELECT c.kind, c.blank_type, '', '', c.series, c.from_n, c.to_n, c.to_n - c.from_n + 1, 0, '', c.at, c.received_at, 1, e.first, c.seq
       FROM blank_carried c JOIN kiosk_epochs e USING (kiosk, epoch) WHERE c.kiosk = ?1
       ORDER BY epochFirst, seq`,
      kiosk,
    );
    return rows.map(({ series, from, to, epochFirst, seq, isCarried, ...row }, order) => {
      const span = series === "" ? null : { series, from, to };
      return { entry: { ...row, order, span, isCarried: isCarried === 1 }, epochFirst, seq };
    });
  }

  #statement(kiosk: string, lines: readonly { epochFirst: number; seq: number }[]): Statement | null {
    const row = this.#db.get<NewestStatement>(NEWEST, kiosk);
    if (!row || row.body === null) return null;
    const first = this.#epochs(kiosk).get(row.epoch) ?? 0;
    // Lines with the statement's own number are those that it let carry forward.
    const order = lines.filter((line) => line.epochFirst < first || (line.epochFirst === first && line.seq <= row.seq)).length;
    return { order, receivedAt: row.received_at, body: JSON.parse(row.body) as BlankStatementBody };
  }

  #epochs(kiosk: string): Map<string, number> {
    const rows = this.#db.all<{ epoch: string; first: number }>(
      "SELECT epoch, first FROM kiosk_epochs WHERE kiosk = ? ORDER BY first",
      kiosk,
    );
    return new Map(rows.map(({ epoch, first }) => [epoch, first]));
  }

  /** Numbers that were left out on the way. An epoch that is not the first begins anywhere: what the hub had is not sent again. */
  #missing(kiosk: string): number {
    const epochs = [...this.#epochs(kiosk).keys()];
    const epoch = epochs.at(-1);
    if (epoch === undefined) return 0;
    const agreed = this.#db.get<{ seq: number }>(
      "SELECT agreed_seq AS seq FROM blank_books WHERE kiosk = ? AND agreed_epoch = ?",
      kiosk,
      epoch,
    );
    const { first, last, n } = this.#db.get<{ first: number | null; last: number | null; n: number }>(
      "SELECT min(seq) AS first, max(seq) AS last, count(*) AS n FROM inbox WHERE kiosk = ? AND epoch = ? AND seq > ?",
      ...[kiosk, epoch, agreed?.seq ?? 0],
    ) ?? { first: null, last: null, n: 0 };
    if (first === null || last === null) return 0;
    const base = agreed?.seq ?? (epochs.length === 1 ? 0 : first - 1);
    return last - base - n;
  }

  #settleBook({ kiosk, version, state, carried }: NonNullable<Settlement["book"]>): void {
    const newest = this.#db.get<NewestStatement>(NEWEST, kiosk);
    // Rows that came during the look were not looked at: neither they nor a newer statement may be called settled with it.
    const isWhole = this.#db.get("SELECT 1 FROM blank_books WHERE kiosk = ? AND version = ?", kiosk, version) !== undefined;
    const agreed = state === "agrees" && isWhole && newest ? newest : null;
    this.#db.run(
      `UPDATE blank_books SET due = CASE WHEN version = ?2 THEN 0 ELSE 1 END, state = ?3,
         agreed_epoch = coalesce(?4, agreed_epoch), agreed_seq = coalesce(?5, agreed_seq) WHERE kiosk = ?1`,
      ...[kiosk, version, state, agreed?.epoch ?? null, agreed?.seq ?? null],
    );
    if (!newest) return;
    for (const one of isWhole ? carried : []) this.#carry(kiosk, newest, one);
    this.#db.run("UPDATE blank_statements SET state = ? WHERE inbox = ?", state, newest.inbox);
    // Each statement tells the whole book, so that the newest alone is needed; one that never was compared shares its fate.
    this.#db.run(
      `UPDATE blank_statements SET body = NULL, state = CASE WHEN state IN ('agrees', 'differs') THEN state ELSE ?3 END
       WHERE kiosk = ?1 AND inbox <> ?2 AND body IS NOT NULL`,
      ...[kiosk, newest.inbox, state],
    );
  }

  #carry(kiosk: string, { epoch, seq, received_at, at }: NewestStatement, { blankType, kind, span: { series, from, to } }: Carried): void {
    this.#db.run(
      `INSERT INTO blank_carried (kiosk, epoch, seq, received_at, kind, blank_type, series, from_n, to_n, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[kiosk, epoch, seq, received_at, kind, blankType, series, from, to, at],
    );
    this.#db.run(
      `UPDATE blank_rows SET carried = 1
       WHERE kiosk = ? AND blank_type = ? AND issuance <> '' AND series = ? AND from_n BETWEEN ? AND ?`,
      ...[kiosk, blankType, series, from, to],
    );
  }

  #findings(where: string, ...values: (string | number | null)[]): StoredFinding[] {
    const rows = this.#db.all<Omit<StoredFinding, "facts"> & { facts: string }>(
      `SELECT ${FINDING} FROM blank_findings ${where}`,
      ...values,
    );
    return rows.map((row) => ({ ...row, facts: JSON.parse(row.facts) as Record<string, string> }));
  }
}
