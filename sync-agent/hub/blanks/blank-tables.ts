import type { Migration } from "../../../base/database.ts";

/** Lines of issuances that a technician settled bear who did. */
export const SETTLED_TABLES: Migration = "CREATE INDEX blank_rows_settled ON blank_rows (kiosk, at) WHERE issuance <> '' AND by <> '';";

/** Numbers in small letters have their place beside the same ones in capitals (`placeOf`); all books are to be looked at again. */
export const ONE_CASE_TABLES: Migration = `
   UPDATE blank_rows SET series = upper(series) WHERE series <> upper(series);
   UPDATE blank_carried SET series = upper(series) WHERE series <> upper(series);
   UPDATE blank_findings SET first = upper(first), last = upper(last) WHERE closed_at IS NULL;
   UPDATE blank_books SET due = 1, version = version + 1;`;

/**
 * The book of blanks. `blank_rows` is its journal: a line per row that a kiosk sent, never changed; spans by series and place
 * (serial-span.ts). `blank_carried`: lines that stand for those with `carried` = 1, at the place of the statement that agreed. What a number is follows from its lines, in the order of the kiosk: epochs as they came, then `seq`.
 */
export const BLANK_TABLES: Migration = `
   CREATE TABLE kiosk_epochs (kiosk TEXT NOT NULL, epoch TEXT NOT NULL, first INTEGER NOT NULL, PRIMARY KEY (kiosk, epoch)) STRICT;
   INSERT INTO kiosk_epochs SELECT kiosk, epoch, min(number) FROM inbox GROUP BY kiosk, epoch;
   CREATE TABLE blank_rows (
     inbox INTEGER PRIMARY KEY REFERENCES inbox (number),
     kiosk TEXT NOT NULL,
     epoch TEXT NOT NULL,
     seq INTEGER NOT NULL,
     received_at INTEGER NOT NULL,
     kind TEXT NOT NULL,
     blank_type TEXT NOT NULL,
     batch TEXT NOT NULL,
     issuance TEXT NOT NULL,
     series TEXT NOT NULL,
     from_n INTEGER NOT NULL,
     to_n INTEGER NOT NULL,
     count INTEGER NOT NULL,
     expected INTEGER NOT NULL,
     by TEXT NOT NULL,
     confirmed_by TEXT NOT NULL,
     at TEXT NOT NULL,
     carried INTEGER NOT NULL DEFAULT 0 CHECK (carried IN (0, 1))
   ) STRICT;
   CREATE INDEX blank_rows_kiosk ON blank_rows (kiosk, epoch, seq) WHERE carried = 0;
   CREATE INDEX blank_rows_number ON blank_rows (series, from_n);
   CREATE INDEX blank_rows_loaded ON blank_rows (blank_type, series, from_n, to_n) WHERE kind = 'loaded';
   CREATE TABLE blank_carried (
     number INTEGER PRIMARY KEY,
     kiosk TEXT NOT NULL,
     epoch TEXT NOT NULL,
     seq INTEGER NOT NULL,
     received_at INTEGER NOT NULL,
     kind TEXT NOT NULL,
     blank_type TEXT NOT NULL,
     series TEXT NOT NULL,
     from_n INTEGER NOT NULL,
     to_n INTEGER NOT NULL,
     at TEXT NOT NULL
   ) STRICT;
   CREATE INDEX blank_carried_kiosk ON blank_carried (kiosk);
   CREATE TABLE blank_statements (
     inbox INTEGER PRIMARY KEY REFERENCES inbox (number),
     kiosk TEXT NOT NULL,
     epoch TEXT NOT NULL,
     seq INTEGER NOT NULL,
     received_at INTEGER NOT NULL,
     day TEXT NOT NULL,
     at TEXT NOT NULL,
     state TEXT,
     body TEXT
   ) STRICT;
   CREATE INDEX blank_statements_kiosk ON blank_statements (kiosk, day);
   CREATE INDEX blank_statements_day ON blank_statements (day);
   CREATE TABLE blank_books (
     kiosk TEXT PRIMARY KEY,
     version INTEGER NOT NULL DEFAULT 0,
     due INTEGER NOT NULL DEFAULT 1 CHECK (due IN (0, 1)),
     state TEXT,
     agreed_epoch TEXT,
     agreed_seq INTEGER
   ) STRICT;
   CREATE TABLE blank_findings (
     id INTEGER PRIMARY KEY,
     code TEXT NOT NULL,
     kiosk TEXT NOT NULL,
     blank_type TEXT NOT NULL,
     first TEXT NOT NULL,
     last TEXT NOT NULL,
     count INTEGER NOT NULL,
     facts TEXT NOT NULL,
     since TEXT NOT NULL,
     opened_at INTEGER NOT NULL,
     closed_at TEXT
   ) STRICT;
   CREATE INDEX blank_findings_open ON blank_findings (kiosk, code) WHERE closed_at IS NULL;
   CREATE TRIGGER blank_finding_never_deleted BEFORE DELETE ON blank_findings BEGIN SELECT RAISE(ABORT, 'a finding is never forgotten'); END;
   CREATE TRIGGER blank_row_never_deleted BEFORE DELETE ON blank_rows BEGIN SELECT RAISE(ABORT, 'a blank is never forgotten'); END;
   ALTER TABLE issuances ADD COLUMN document_code TEXT NOT NULL DEFAULT '';
   CREATE INDEX issuances_code ON issuances (document_code COLLATE NOCASE) WHERE document_code <> '';`;
