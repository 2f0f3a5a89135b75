import type { Migration } from "../../../../base/database.ts";

export const INSURANCE_TABLES: readonly Migration[] = [
  `CREATE TABLE certificates (
     code TEXT PRIMARY KEY,
     id_number TEXT NOT NULL,
     months INTEGER NOT NULL,
     issued_on TEXT NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('valid', 'void', 'reissued')),
     UNIQUE (id_number, months, issued_on, state)
   ) STRICT;`,
];
