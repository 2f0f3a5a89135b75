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
];
