import type { Migration } from "../../../../base/database.ts";

export const FUND_TABLES: readonly Migration[] = [
  `CREATE TABLE accounts (
     id_number TEXT PRIMARY KEY,
     name TEXT NOT NULL,
     account_number TEXT NOT NULL,
     status TEXT NOT NULL,
     employer TEXT NOT NULL,
     monthly_base REAL NOT NULL,
     monthly_deposit REAL NOT NULL,
     balance REAL NOT NULL,
     deposited_since TEXT NOT NULL,
     last_deposit TEXT NOT NULL,
     password_hash TEXT NOT NULL,
     wrong_tries INTEGER NOT NULL,
     locked_until INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE certificates (
     code TEXT PRIMARY KEY,
     id_number TEXT NOT NULL,
     issued_on TEXT NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('valid', 'void')),
     UNIQUE (id_number, issued_on)
   ) STRICT;
   CREATE TABLE records (case_id TEXT PRIMARY KEY, number TEXT NOT NULL, at INTEGER NOT NULL) STRICT;`,
  // The others of a case, as JSON: who applies together.
  "ALTER TABLE records ADD COLUMN persons TEXT NOT NULL DEFAULT '[]';",
  // Nobody's two certificates of last year, so that the public page can be seen saying "withdrawn" and "replaced".
  `ALTER TABLE certificates RENAME TO certificates_before;
   CREATE TABLE certificates (
     code TEXT PRIMARY KEY,
     id_number TEXT NOT NULL,
     issued_on TEXT NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('valid', 'void', 'reissued')),
     UNIQUE (id_number, issued_on)
   ) STRICT;
   INSERT INTO certificates SELECT * FROM certificates_before;
   DROP TABLE certificates_before;
   INSERT OR IGNORE INTO certificates VALUES ('SLGJJ-2025-900001', '', '2025-03-03', 'void'), ('SLGJJ-2025-900002', '', '2025-06-09', 'reissued');`,
];
