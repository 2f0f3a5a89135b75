import type { Migration } from "../../base/database.ts";
import { BLANK_TABLES, ONE_CASE_TABLES, SETTLED_TABLES } from "./blanks/blank-tables.ts";
import { RECEIPT_TABLES } from "./receipts/receipt-tables.ts";
import { DOWNLOAD_TABLES } from "./sqlite-downloads.ts";

// The inbox has a rowid: WITHOUT ROWID is 3.5 to 4 times slower with bodies of 1 KB (measured).
export const HUB_TABLES: readonly Migration[] = [
  `CREATE TABLE inbox (
     number INTEGER PRIMARY KEY,
     kiosk TEXT NOT NULL,
     epoch TEXT NOT NULL,
     seq INTEGER NOT NULL,
     id TEXT NOT NULL,
     kind TEXT NOT NULL,
     subject TEXT NOT NULL,
     created_at INTEGER NOT NULL,
     received_at INTEGER NOT NULL,
     sealed BLOB NOT NULL,
     UNIQUE (kiosk, epoch, seq),
     UNIQUE (kiosk, id)
   ) STRICT;
   CREATE TABLE kiosk_figures (kiosk TEXT PRIMARY KEY, last_seen INTEGER, rows INTEGER NOT NULL DEFAULT 0) STRICT;
   CREATE TABLE cases (
     id TEXT PRIMARY KEY,
     inbox INTEGER NOT NULL REFERENCES inbox (number),
     number TEXT NOT NULL,
     item TEXT NOT NULL,
     item_version INTEGER NOT NULL,
     department TEXT NOT NULL,
     kiosk TEXT NOT NULL,
     registered_at TEXT NOT NULL,
     received_at INTEGER NOT NULL,
     applicant TEXT NOT NULL
   ) STRICT;
   CREATE INDEX cases_received ON cases (received_at);
   CREATE TABLE deliveries (
     case_id TEXT NOT NULL REFERENCES cases (id),
     connector TEXT NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'refused')),
     attempts INTEGER NOT NULL DEFAULT 0,
     next_at INTEGER NOT NULL DEFAULT 0,
     note TEXT NOT NULL DEFAULT '',
     PRIMARY KEY (case_id, connector)
   ) STRICT;
   CREATE INDEX deliveries_waiting ON deliveries (next_at) WHERE state = 'waiting';
   CREATE TABLE ratings (
     case_id TEXT PRIMARY KEY,
     kiosk TEXT NOT NULL,
     item TEXT NOT NULL,
     grade INTEGER NOT NULL CHECK (grade BETWEEN 1 AND 5),
     tags TEXT NOT NULL,
     at TEXT NOT NULL
   ) STRICT;
   CREATE TABLE issuances (
     id TEXT PRIMARY KEY,
     case_id TEXT NOT NULL,
     kiosk TEXT NOT NULL,
     template TEXT NOT NULL,
     document_sha256 TEXT NOT NULL,
     blank_type TEXT NOT NULL,
     serial TEXT NOT NULL,
     outcome TEXT NOT NULL,
     at TEXT NOT NULL
   ) STRICT;
   CREATE INDEX issuances_case ON issuances (case_id);
   CREATE TABLE device_status (kiosk TEXT PRIMARY KEY, at TEXT NOT NULL, devices TEXT NOT NULL) STRICT;
   CREATE TABLE checkpoints (
     kiosk TEXT NOT NULL,
     epoch TEXT NOT NULL,
     entries INTEGER NOT NULL,
     head TEXT NOT NULL,
     at TEXT NOT NULL,
     PRIMARY KEY (kiosk, epoch, entries, head)
   ) STRICT;`,
  // Whether the applicant signed, not how: the strokes stay sealed in the inbox.
  "ALTER TABLE cases ADD COLUMN signed INTEGER NOT NULL DEFAULT 0 CHECK (signed IN (0, 1));",
  // Roles of a case's other people; who they are stays sealed. What a kiosk says of its face engine: a count and a word.
  `ALTER TABLE cases ADD COLUMN roles TEXT NOT NULL DEFAULT '[]';
   ALTER TABLE device_status ADD COLUMN stored_faces INTEGER;
   ALTER TABLE device_status ADD COLUMN face_assurance TEXT;`,
  BLANK_TABLES,
  RECEIPT_TABLES,
  SETTLED_TABLES,
  DOWNLOAD_TABLES,
  ONE_CASE_TABLES,
];
