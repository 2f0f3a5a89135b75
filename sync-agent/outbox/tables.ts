import type { Migration } from "../../base/database.ts";

// AUTOINCREMENT: a number must never come back after its row was deleted, or the hub would take the new row for the old one.
export const OUTBOX_TABLES: readonly Migration[] = [
  `CREATE TABLE outbox (
     seq INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     kind TEXT NOT NULL,
     subject TEXT NOT NULL,
     sealed BLOB NOT NULL,
     created_at INTEGER NOT NULL,
     attempts INTEGER NOT NULL DEFAULT 0,
     next_at INTEGER NOT NULL DEFAULT 0
   ) STRICT;
   CREATE INDEX outbox_subject ON outbox (subject, seq) WHERE next_at > 0;
   CREATE TABLE outbox_quarantine (
     seq INTEGER PRIMARY KEY,
     id TEXT NOT NULL,
     kind TEXT NOT NULL,
     subject TEXT NOT NULL,
     sealed BLOB NOT NULL,
     created_at INTEGER NOT NULL,
     quarantined_at INTEGER NOT NULL,
     problem TEXT NOT NULL
   ) STRICT;
   CREATE TABLE outbox_epoch (only INTEGER PRIMARY KEY CHECK (only = 1), epoch TEXT NOT NULL) STRICT;`,
];
