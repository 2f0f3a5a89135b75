import type { Migration } from "../../../base/database.ts";

// `sealed` is null once its time is over; the address stays a while, so that a late visitor is told the truth.
export const RECEIPT_TABLES: Migration = `
   CREATE TABLE paperless_receipts (receipt TEXT PRIMARY KEY, kiosk TEXT NOT NULL, sealed BLOB, until INTEGER NOT NULL) STRICT;
   CREATE INDEX paperless_receipts_until ON paperless_receipts (until);
   CREATE INDEX paperless_receipts_kiosk ON paperless_receipts (kiosk) WHERE sealed IS NOT NULL;`;
