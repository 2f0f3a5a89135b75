import type { Database } from "../../base/database.ts";
import type { BlankAccount, BlankBatch } from "../server/api.ts";
import type { Blanks } from "./blanks.ts";
import { type Contradiction, contradictions } from "./contradictions.ts";

/**
 * What each type's sheets add up to: one account for each of `types`, and for every other type that was ever loaded. All of the book is
 * looked at anew: it balances when every pack holds as many numbers as were loaded, and ledger and stock say the same of each number.
 */
export function accountsOf(db: Database, blanks: Blanks, types: readonly string[] = []): BlankAccount[] {
  return accountsFrom(db, blanks, blanks.batches(), contradictions(db), types);
}

/** The same from packs that were counted, and what was found to contradict. */
export function accountsFrom(
  db: Database,
  blanks: Blanks,
  batches: readonly BlankBatch[],
  found: readonly Contradiction[],
  types: readonly string[],
): BlankAccount[] {
  const contradicted = new Set(found.map(({ blankType }) => blankType));
  const all = new Set([...types, ...batches.map(({ blankType }) => blankType)]);
  return [...all].map((blankType) => {
    const own = batches.filter((batch) => batch.blankType === blankType);
    const sum = (part: Part | "loaded") => own.reduce((total, batch) => total + batch[part], 0);
    const next = blanks.next(blankType);
    return {
      blankType,
      loaded: sum("loaded"),
      inStock: sum("inStock"),
      printed: sum("printed"),
      issued: sum("issued"),
      spoiled: sum("spoiled"),
      returned: sum("returned"),
      open: sum("reserved") + sum("unknown"),
      isBalanced: own.every((batch) => accounted(batch) === batch.loaded) && !contradicted.has(blankType),
      next: next.ok ? next.value : null,
      count: newestCount(db, blankType),
    };
  });
}

/** How many numbers an account's parts name; `loaded`, if all is well. */
export function accountedIn({ inStock, printed, issued, spoiled, returned, open }: BlankAccount): number {
  return inStock + printed + issued + spoiled + returned + open;
}

const PARTS = ["inStock", "reserved", "printed", "issued", "spoiled", "returned", "unknown"] as const;
type Part = (typeof PARTS)[number];

/** How many numbers of a pack are in some state; `loaded`, if all is well. */
export function accounted(batch: BlankBatch): number {
  return PARTS.reduce((total, part) => total + batch[part], 0);
}

/** The newest count by hand, or the newest since `since` (epoch ms, not included). */
export function newestCount(db: Database, blankType: string, since = -1): BlankAccount["count"] {
  const row = db.get<{ counted: number; expected: number; at: number; by: string }>(
    `SELECT sheets AS counted, expected, at, by_technician AS by FROM stock_act
     WHERE blank_type = ? AND event = 'counted' AND at > ? ORDER BY id DESC LIMIT 1`,
    ...[blankType, since],
  );
  return row ? { ...row } : null;
}
