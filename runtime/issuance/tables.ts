import type { Migration } from "../../base/database.ts";

/** Tables of the ledger and the blanks, for `addTables(db, "issuance", …)`. Rows are never deleted: every number stays accounted for. */
export const ISSUANCE_TABLES: readonly Migration[] = [
  `CREATE TABLE blank_batch (
     batch TEXT PRIMARY KEY,
     load_order INTEGER NOT NULL UNIQUE,
     blank_type TEXT NOT NULL,
     first TEXT NOT NULL,
     last TEXT NOT NULL,
     loaded INTEGER NOT NULL CHECK (loaded > 0),
     loaded_at INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE issuance (
     id TEXT PRIMARY KEY,
     session TEXT NOT NULL,
     case_id TEXT NOT NULL,
     kind TEXT NOT NULL CHECK (kind IN ('receipt', 'certificate')),
     template TEXT NOT NULL,
     blank_type TEXT,
     serial TEXT,
     sha256 TEXT NOT NULL,
     pages INTEGER NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('intent', 'sent', 'printed', 'failed', 'held', 'unknown', 'spoiled')),
     problem TEXT NOT NULL DEFAULT '',
     created_at INTEGER NOT NULL,
     changed_at INTEGER NOT NULL,
     CHECK ((blank_type IS NULL) = (serial IS NULL)),
     CHECK (state NOT IN ('held', 'spoiled') OR kind = 'certificate')
   ) STRICT;
   CREATE INDEX issuance_open ON issuance (state) WHERE state IN ('intent', 'sent', 'held', 'unknown');
   CREATE TABLE blank (
     blank_type TEXT NOT NULL,
     serial TEXT NOT NULL,
     batch TEXT NOT NULL REFERENCES blank_batch,
     position INTEGER NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('inStock', 'reserved', 'issued', 'spoiled', 'unknown')),
     issuance TEXT REFERENCES issuance,
     PRIMARY KEY (blank_type, serial),
     UNIQUE (batch, position),
     CHECK (state NOT IN ('reserved', 'issued', 'unknown') OR issuance IS NOT NULL)
   ) STRICT;
   CREATE UNIQUE INDEX blank_one_in_flight ON blank (blank_type) WHERE state IN ('reserved', 'unknown');
   CREATE TRIGGER blank_never_deleted BEFORE DELETE ON blank BEGIN SELECT RAISE(ABORT, 'a blank is never forgotten'); END;
   CREATE TRIGGER blank_batch_never_deleted BEFORE DELETE ON blank_batch BEGIN SELECT RAISE(ABORT, 'a blank is never forgotten'); END;
   CREATE TRIGGER issuance_never_deleted BEFORE DELETE ON issuance BEGIN SELECT RAISE(ABORT, 'an issuance is never forgotten'); END;
   CREATE TRIGGER blank_is_final BEFORE UPDATE OF state ON blank WHEN OLD.state IN ('issued', 'spoiled') AND NEW.state <> OLD.state
     BEGIN SELECT RAISE(ABORT, 'an issued or spoiled blank stays so'); END;`,
  // Version 2: a sheet is proved (`printed`) before it is the person's (`issued`), and a blank can be given back to the store. A CHECK cannot be
  // altered, so both tables are made anew around their rows: the child first, so that no key ever points at nothing.
  `CREATE TABLE blank_kept AS SELECT * FROM blank;
   DROP TABLE blank;
   ALTER TABLE issuance RENAME TO issuance_kept;
   DROP INDEX issuance_open;
   DROP TRIGGER issuance_never_deleted;
   CREATE TABLE issuance (
     id TEXT PRIMARY KEY,
     session TEXT NOT NULL,
     case_id TEXT NOT NULL,
     kind TEXT NOT NULL CHECK (kind IN ('receipt', 'certificate')),
     template TEXT NOT NULL,
     blank_type TEXT,
     serial TEXT,
     sha256 TEXT NOT NULL,
     pages INTEGER NOT NULL,
     media TEXT,
     sides TEXT,
     document_code TEXT NOT NULL DEFAULT '',
     state TEXT NOT NULL CHECK (state IN ('intent', 'sent', 'printed', 'issued', 'failed', 'held', 'unknown', 'spoiled')),
     problem TEXT NOT NULL DEFAULT '',
     before TEXT CHECK (before IS NULL OR json_valid(before)),
     proof TEXT CHECK (proof IS NULL OR json_valid(proof)),
     reprint_of TEXT REFERENCES issuance,
     created_at INTEGER NOT NULL,
     changed_at INTEGER NOT NULL,
     CHECK ((blank_type IS NULL) = (serial IS NULL)),
     CHECK (state NOT IN ('held', 'spoiled') OR kind = 'certificate'),
     CHECK (state <> 'issued' OR serial IS NOT NULL),
     CHECK (reprint_of IS NULL OR serial IS NULL)
   ) STRICT;
   INSERT INTO issuance (id, session, case_id, kind, template, blank_type, serial, sha256, pages, state, problem, created_at, changed_at)
     SELECT id, session, case_id, kind, template, blank_type, serial, sha256, pages,
       CASE WHEN state = 'printed' AND serial IS NOT NULL THEN 'issued' ELSE state END, problem, created_at, changed_at
     FROM issuance_kept ORDER BY created_at, id;
   DROP TABLE issuance_kept;
   CREATE TABLE blank (
     blank_type TEXT NOT NULL,
     serial TEXT NOT NULL,
     batch TEXT NOT NULL REFERENCES blank_batch,
     position INTEGER NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('inStock', 'reserved', 'printed', 'issued', 'spoiled', 'unknown', 'returned')),
     issuance TEXT REFERENCES issuance,
     PRIMARY KEY (blank_type, serial),
     UNIQUE (batch, position),
     CHECK (state NOT IN ('reserved', 'printed', 'issued', 'unknown') OR issuance IS NOT NULL),
     CHECK (state NOT IN ('inStock', 'returned') OR issuance IS NULL)
   ) STRICT;
   INSERT INTO blank (blank_type, serial, batch, position, state, issuance)
     SELECT blank_type, serial, batch, position, state, CASE state WHEN 'inStock' THEN NULL ELSE issuance END FROM blank_kept;
   DROP TABLE blank_kept;
   CREATE INDEX issuance_open ON issuance (state) WHERE state IN ('intent', 'sent', 'printed', 'held', 'unknown');
   CREATE INDEX issuance_session ON issuance (session);
   CREATE UNIQUE INDEX issuance_one_per_sheet ON issuance (blank_type, serial) WHERE serial IS NOT NULL AND state <> 'failed';
   CREATE UNIQUE INDEX blank_one_in_flight ON blank (blank_type) WHERE state IN ('reserved', 'unknown');
   CREATE TRIGGER blank_never_deleted BEFORE DELETE ON blank BEGIN SELECT RAISE(ABORT, 'a blank is never forgotten'); END;
   CREATE TRIGGER issuance_never_deleted BEFORE DELETE ON issuance BEGIN SELECT RAISE(ABORT, 'an issuance is never forgotten'); END;
   CREATE TRIGGER blank_is_final BEFORE UPDATE OF state ON blank
     WHEN OLD.state IN ('issued', 'spoiled', 'returned') AND NEW.state <> OLD.state
     BEGIN SELECT RAISE(ABORT, 'an issued, spoiled or returned blank stays so'); END;
   CREATE TRIGGER issuance_is_final BEFORE UPDATE OF state ON issuance
     WHEN OLD.state IN ('issued', 'failed', 'spoiled') AND NEW.state <> OLD.state
     BEGIN SELECT RAISE(ABORT, 'an issuance that has ended stays so'); END;
   CREATE TRIGGER issuance_sent_once BEFORE UPDATE OF state ON issuance WHEN NEW.state = 'sent' AND OLD.state <> 'intent'
     BEGIN SELECT RAISE(ABORT, 'nothing is sent a second time'); END;`,
  // Version 3: a blank that was given back may be loaded again, in another pack: its old row stays `returned`, and of all rows of a number at
  // most one is anything else. What has ended changes in no column: so it need not be looked at again until the day's end. Indexes for what
  // is asked every two seconds.
  `CREATE TABLE blank_kept AS SELECT * FROM blank;
   DROP TABLE blank;
   DROP TRIGGER issuance_is_final;
   CREATE TABLE blank (
     blank_type TEXT NOT NULL,
     serial TEXT NOT NULL,
     batch TEXT NOT NULL REFERENCES blank_batch,
     position INTEGER NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('inStock', 'reserved', 'printed', 'issued', 'spoiled', 'unknown', 'returned')),
     issuance TEXT REFERENCES issuance,
     PRIMARY KEY (batch, position),
     CHECK (state NOT IN ('reserved', 'printed', 'issued', 'unknown') OR issuance IS NOT NULL),
     CHECK (state NOT IN ('inStock', 'returned') OR issuance IS NULL)
   ) STRICT;
   INSERT INTO blank (blank_type, serial, batch, position, state, issuance)
     SELECT blank_type, serial, batch, position, state, issuance FROM blank_kept;
   DROP TABLE blank_kept;
   CREATE UNIQUE INDEX blank_in_one_place ON blank (blank_type, serial) WHERE state <> 'returned';
   CREATE INDEX blank_any_case ON blank (blank_type, serial COLLATE NOCASE);
   CREATE INDEX blank_in_stock ON blank (blank_type, batch) WHERE state = 'inStock';
   CREATE INDEX blank_open ON blank (issuance) WHERE state IN ('reserved', 'printed', 'unknown');
   CREATE UNIQUE INDEX blank_one_in_flight ON blank (blank_type) WHERE state IN ('reserved', 'unknown');
   CREATE INDEX issuance_shown ON issuance (created_at, id)
     WHERE state IN ('intent', 'sent') OR (state IN ('printed', 'held', 'unknown') AND serial IS NOT NULL);
   CREATE TRIGGER blank_never_deleted BEFORE DELETE ON blank BEGIN SELECT RAISE(ABORT, 'a blank is never forgotten'); END;
   CREATE TRIGGER blank_is_final BEFORE UPDATE ON blank WHEN OLD.state IN ('issued', 'spoiled', 'returned')
     BEGIN SELECT RAISE(ABORT, 'an issued, spoiled or returned blank stays so'); END;
   CREATE TRIGGER blank_keeps_its_place BEFORE UPDATE OF blank_type, serial, batch, position ON blank
     BEGIN SELECT RAISE(ABORT, 'a blank keeps its number and its place in the pack'); END;
   CREATE TRIGGER issuance_is_final BEFORE UPDATE ON issuance WHEN OLD.state IN ('issued', 'failed', 'spoiled')
     BEGIN SELECT RAISE(ABORT, 'an issuance that has ended stays so'); END;`,
];
