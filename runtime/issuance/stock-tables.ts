import type { Migration } from "../../base/database.ts";

/** What technicians did with blanks and how each day stood, for `addTables(db, "stock", …)`, after the ledger's tables. Only ever added to. */
export const STOCK_TABLES: readonly Migration[] = [
  `CREATE TABLE stock_act (
     id INTEGER PRIMARY KEY,
     event TEXT NOT NULL CHECK (event IN ('loaded', 'counted', 'spoiled', 'returned')),
     blank_type TEXT NOT NULL,
     batch TEXT NOT NULL,
     first TEXT NOT NULL,
     last TEXT NOT NULL,
     from_position INTEGER,
     to_position INTEGER,
     sheets INTEGER NOT NULL CHECK (sheets >= 0),
     expected INTEGER NOT NULL CHECK (expected >= 0),
     by_technician TEXT NOT NULL,
     confirmed_by TEXT NOT NULL,
     at INTEGER NOT NULL,
     CHECK ((event = 'counted') = (batch = '')),
     CHECK ((event = 'counted') = (from_position IS NULL)),
     CHECK (confirmed_by <> by_technician)
   ) STRICT;
   CREATE INDEX stock_act_of_batch ON stock_act (batch, event);
   CREATE INDEX stock_act_of_type ON stock_act (blank_type, event);
   CREATE TABLE blank_statement (
     day TEXT PRIMARY KEY,
     at INTEGER NOT NULL,
     balanced INTEGER NOT NULL CHECK (balanced IN (0, 1)),
     body TEXT NOT NULL
   ) STRICT;
   CREATE TABLE blank_batch_closed (
     batch TEXT PRIMARY KEY REFERENCES blank_batch,
     day TEXT NOT NULL REFERENCES blank_statement
   ) STRICT;
   CREATE TRIGGER stock_act_never_changed BEFORE UPDATE ON stock_act BEGIN SELECT RAISE(ABORT, 'what was done stays written'); END;
   CREATE TRIGGER stock_act_never_deleted BEFORE DELETE ON stock_act BEGIN SELECT RAISE(ABORT, 'what was done stays written'); END;
   CREATE TRIGGER blank_statement_never_changed BEFORE UPDATE ON blank_statement BEGIN SELECT RAISE(ABORT, 'a statement stays as it was given'); END;
   CREATE TRIGGER blank_statement_never_deleted BEFORE DELETE ON blank_statement BEGIN SELECT RAISE(ABORT, 'a statement stays as it was given'); END;`,
];
