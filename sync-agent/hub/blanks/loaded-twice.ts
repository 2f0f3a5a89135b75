import type { Database } from "../../../base/database.ts";
import type { Overlap } from "./duplicates.ts";

/**
 * One walk along the numbers in their order, beside which the index lies: a loading has a number of another's where one before it reaches as
 * far, or the next begins within it. Held against each other in pairs, 40 kiosks with a pack a day took 19 s after a year.
 */
export const LOADED_TWICE = `
  SELECT r.blank_type AS type, r.series, r.from_n AS first, r.to_n AS last, r.kiosk FROM (
    SELECT inbox, from_n, to_n, max(to_n) OVER before AS reached, lead(from_n) OVER numbers AS next
    FROM blank_rows WHERE kind = 'loaded'
    WINDOW numbers AS (PARTITION BY blank_type, series ORDER BY from_n, to_n),
      before AS (PARTITION BY blank_type, series ORDER BY from_n, to_n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
  ) one CROSS JOIN blank_rows r ON r.inbox = one.inbox
  WHERE one.reached >= one.from_n OR one.next <= one.to_n ORDER BY r.inbox`;

export function loadedTwice(db: Database): Overlap[] {
  const rows = db.all<{ type: string; series: string; first: number; last: number; kiosk: string }>(LOADED_TWICE);
  return rows.map(({ type, series, first, last, kiosk }) => ({ blankType: type, span: { series, from: first, to: last }, kiosk }));
}
