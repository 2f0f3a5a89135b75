import type { Database } from "../../base/database.ts";
import { blankStateOf, ISSUANCE_STATES } from "./states.ts";

/** What may have changed: issuances with a row number above `after`, and those of `issuances`; blanks in `packs`. */
export interface Changed {
  readonly after: number;
  readonly issuances: readonly string[];
  readonly packs: readonly string[];
}

export interface Contradiction {
  readonly blankType: string;
  readonly issuance: string;
}

// The stock's state of a number follows from its issuance's; a failed issuance has let its number go.
const STATE_OF_BLANK = `CASE i.state ${ISSUANCE_STATES.map((state) => `WHEN '${state}' THEN '${blankStateOf(state)}'`).join(" ")} END`;

// A number that was given back and loaded again has several rows; a document can be on that which was not given back alone.
const OF_ISSUANCE = `SELECT i.blank_type AS blankType, i.id AS issuance
  FROM issuance i LEFT JOIN blank b ON b.blank_type = i.blank_type AND b.serial = i.serial AND b.state <> 'returned'
  WHERE i.serial IS NOT NULL AND CASE i.state
    WHEN 'failed' THEN b.issuance IS i.id OR (b.state IS NULL AND NOT EXISTS (
      SELECT 1 FROM blank r WHERE r.blank_type = i.blank_type AND r.serial = i.serial AND r.state = 'returned'))
    ELSE b.issuance IS NOT i.id OR b.state IS NOT ${STATE_OF_BLANK} END`;

const OF_BLANK = `SELECT b.blank_type AS blankType, b.issuance FROM blank b LEFT JOIN issuance i ON i.id = b.issuance
  WHERE b.issuance IS NOT NULL
    AND (i.blank_type IS NOT b.blank_type OR i.serial IS NOT b.serial OR i.state = 'failed' OR ${STATE_OF_BLANK} IS NOT b.state)`;

/**
 * Where ledger and stock do not say the same of a number, asked from both sides: of every issuance and every blank, or of `changed` alone.
 * What has ended and agreed once agrees for ever: the tables' triggers let it change in no column.
 */
export function contradictions(db: Database, changed?: Changed): Contradiction[] {
  if (!changed) {
    const found = db.all<Contradiction>(OF_ISSUANCE);
    // Each issuance that agrees has a blank of its own: as many blanks as issuances, and there is no blank that another one names.
    return found.length === 0 && areAsMany(db) ? [] : [...found, ...db.all<Contradiction>(OF_BLANK)];
  }
  const { after, issuances, packs } = changed;
  return [
    ...db.all<Contradiction>(`${OF_ISSUANCE} AND i.rowid > ?`, after),
    ...db.all<Contradiction>(`${OF_ISSUANCE} AND i.id IN (SELECT value FROM json_each(?))`, JSON.stringify(issuances)),
    ...db.all<Contradiction>(`${OF_BLANK} AND b.batch IN (SELECT value FROM json_each(?))`, JSON.stringify(packs)),
  ];
}

function areAsMany(db: Database): boolean {
  const counts = db.get<{ blanks: number; issuances: number }>(
    `SELECT (SELECT count(*) FROM blank WHERE issuance IS NOT NULL) AS blanks,
       (SELECT count(*) FROM issuance WHERE serial IS NOT NULL AND state <> 'failed') AS issuances`,
  );
  return counts !== undefined && counts.blanks === counts.issuances;
}
