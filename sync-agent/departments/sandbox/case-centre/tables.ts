import type { Migration } from "../../../../base/database.ts";

export const CASE_TABLES: readonly Migration[] = [
  `CREATE TABLE cases (
     case_id TEXT PRIMARY KEY,
     number TEXT NOT NULL UNIQUE,
     id_number TEXT NOT NULL,
     title TEXT NOT NULL,
     department TEXT NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('in-progress', 'supplement', 'done', 'rejected')),
     submitted_at TEXT NOT NULL,
     promise_date TEXT NOT NULL,
     purpose TEXT NOT NULL
   ) STRICT;
   CREATE INDEX cases_person ON cases (id_number);
   CREATE TABLE materials (position INTEGER PRIMARY KEY, number TEXT NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL) STRICT;
   CREATE TABLE progress (
     position INTEGER PRIMARY KEY,
     number TEXT NOT NULL,
     at TEXT NOT NULL,
     event TEXT NOT NULL,
     explain TEXT NOT NULL
   ) STRICT;
   CREATE INDEX materials_case ON materials (number);
   CREATE INDEX progress_case ON progress (number);`,
  // The others of a case that is the centre's own, as JSON.
  "ALTER TABLE cases ADD COLUMN persons TEXT NOT NULL DEFAULT '[]';",
];
