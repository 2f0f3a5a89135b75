import type { Database } from "../../../base/database.ts";
import type { SettledNumber } from "../api.ts";
import type { SettledRow, StoredFinding } from "./blank-store.ts";
import { serialOf, spanOf } from "./serial-span.ts";

const FOUND: Readonly<Record<string, SettledNumber["found"]>> = { issued: "printed", spoiled: "spoiled", failed: "blank-unused" };
const MOST_OF_FINDING = 50;
// As the partial index has it.
const SETTLED = "issuance <> '' AND by <> ''";

/** Lines that were carried forward too: who settled a number outlives the reading of its book. */
export function settledWithin(db: Database, from: number, until: number): SettledRow[] {
  const iso = (ms: number) => new Date(ms).toISOString();
  // `at` is a kiosk's word and may have another zone than ours: compared as moments, not as texts.
  return read(
    db,
    `(julianday(at) >= julianday(?) AND julianday(at) < julianday(?)) OR (received_at >= ? AND received_at < ?)`,
    ...[iso(from), iso(until), from, until],
  );
}

export function settledAmong(
  db: Database,
  { kiosk, blankType, first, last }: Pick<StoredFinding, "kiosk" | "blankType" | "first" | "last">,
): SettledRow[] {
  const span = first === "" ? null : spanOf(first, last);
  if (!span) return [];
  return read(
    db,
    `kiosk = ? AND blank_type = ? AND series = ? AND from_n BETWEEN ? AND ?`,
    ...[kiosk, blankType, span.series, span.from, span.to],
  ).slice(0, MOST_OF_FINDING);
}

function read(db: Database, where: string, ...values: (string | number)[]): SettledRow[] {
  const rows = db.all<Omit<SettledRow, "serial" | "found"> & { kind: string; series: string; n: number }>(
    `SELECT kiosk, blank_type AS blankType, issuance, by, confirmed_by AS confirmedBy, at, kind, series, from_n AS n FROM blank_rows
     WHERE ${SETTLED} AND (${where}) ORDER BY julianday(at), inbox`,
    ...values,
  );
  return rows.flatMap(({ kind, series, n, ...row }) => {
    const found = FOUND[kind];
    return found ? [{ ...row, found, serial: serialOf(series, n) }] : [];
  });
}
