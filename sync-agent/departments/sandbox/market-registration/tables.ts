import type { Migration } from "../../../../base/database.ts";

export const REGISTRATION_TABLES: readonly Migration[] = [
  `CREATE TABLE people (id_number TEXT PRIMARY KEY, phone TEXT NOT NULL) STRICT;
   CREATE TABLE licences (
     number INTEGER PRIMARY KEY,
     credit_code TEXT NOT NULL UNIQUE,
     id_number TEXT NOT NULL,
     operator TEXT NOT NULL,
     full_name TEXT NOT NULL UNIQUE,
     address TEXT NOT NULL,
     scope TEXT NOT NULL,
     capital INTEGER NOT NULL,
     registered_on TEXT NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('valid', 'void'))
   ) STRICT;
   CREATE INDEX licences_person ON licences (id_number);
   CREATE TABLE applications (
     case_id TEXT PRIMARY KEY,
     received_at INTEGER NOT NULL,
     application TEXT NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'rejected')),
     credit_code TEXT NOT NULL DEFAULT '',
     fields TEXT NOT NULL DEFAULT '{}'
   ) STRICT;
   CREATE INDEX applications_pending ON applications (received_at) WHERE state = 'pending';`,
  // Codes as holders show them, and who asked about one: which kiosk, for which item, what came of it. The code itself is not kept.
  `CREATE TABLE licence_codes (
     pattern TEXT NOT NULL,
     token TEXT NOT NULL,
     full_name TEXT NOT NULL,
     expired INTEGER NOT NULL CHECK (expired IN (0, 1)),
     PRIMARY KEY (pattern, token)
   ) STRICT;
   CREATE TABLE licence_lookups (
     at INTEGER NOT NULL,
     kiosk TEXT NOT NULL,
     item TEXT NOT NULL,
     item_code TEXT NOT NULL,
     credit_code TEXT NOT NULL,
     outcome TEXT NOT NULL
   ) STRICT;`,
  // One number a day for a licence, however many sheets of it are printed.
  `CREATE TABLE licence_copies (
     number TEXT PRIMARY KEY,
     credit_code TEXT NOT NULL,
     issued_on TEXT NOT NULL,
     valid_until TEXT NOT NULL,
     UNIQUE (credit_code, issued_on)
   ) STRICT;`,
];
