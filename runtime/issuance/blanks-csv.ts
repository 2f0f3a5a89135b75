import type { Database } from "../../base/database.ts";
import { hallTime } from "../../config/hall-time.ts";

const COLUMNS = ["blankType", "serial", "batch", "state", "issuance", "since", "by", "confirmedBy"] as const;
type Line = Readonly<Record<Exclude<(typeof COLUMNS)[number], "since">, string>> & { readonly since: number };

/** Every number that was ever loaded, in the order of feeding, for the ledger book. All fields are codes: nothing needs quoting. RFC 4180. */
export function blanksCsv(db: Database): string {
  const lines = db.all<Line>(
    `SELECT b.blank_type AS blankType, b.serial, b.batch, b.state, coalesce(b.issuance, '') AS issuance,
       coalesce(i.changed_at, a.at, t.loaded_at) AS since, coalesce(a.by_technician, '') AS "by", coalesce(a.confirmed_by, '') AS confirmedBy
     FROM blank b JOIN blank_batch t USING (batch) LEFT JOIN issuance i ON i.id = b.issuance
       LEFT JOIN stock_act a ON b.issuance IS NULL AND a.batch = b.batch AND a.event = b.state AND b.position BETWEEN a.from_position AND a.to_position
     ORDER BY t.load_order, b.position`,
  );
  const rows = lines.map((line) => COLUMNS.map((column) => (column === "since" ? hallTime(line.since) : line[column])).join(","));
  return [COLUMNS.join(","), ...rows, ""].join("\r\n");
}
