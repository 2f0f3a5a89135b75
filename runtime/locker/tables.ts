import type { Migration } from "../../base/database.ts";

/** Tables of the 证照柜, for `addTables(db, "locker", …)`. A code stands here only as a keyed hash, and a person not at all. */
export const LOCKER_TABLES: readonly Migration[] = [
  `CREATE TABLE box (
     box INTEGER PRIMARY KEY CHECK (box > 0),
     state TEXT NOT NULL CHECK (state IN ('free', 'filling', 'stored', 'opening', 'unknown')),
     case_id TEXT,
     code_hash TEXT UNIQUE,
     stored_at INTEGER,
     collect_until INTEGER,
     CHECK ((state = 'free') = (case_id IS NULL)),
     CHECK (code_hash IS NULL OR state IN ('stored', 'opening', 'unknown'))
   ) STRICT;
   CREATE TABLE wrong_code (at INTEGER NOT NULL, n INTEGER PRIMARY KEY) STRICT;`,
];
