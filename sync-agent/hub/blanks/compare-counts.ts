import { type Entry, type HubState, type KioskBook, stateAfter } from "./book.ts";
import type { Found } from "./compare.ts";
import { sizeOf } from "./serial-span.ts";
import { type Stretch, stretchesOf } from "./stretches.ts";

/** All that is wrong with the newest count of each type: the sheets do not match the kiosk's book, or its book does not match the hub's. */
export function wrongCounts(book: KioskBook): Found[] {
  return [...differingCounts(book), ...differingExpectations(book)];
}

/** By type the newest count, from its own row or from the statement. */
function differingCounts({ kiosk, entries, statement }: KioskBook): Found[] {
  const newest = new Map<string, { counted: number; expected: number; at: string; receivedAt: number }>();
  for (const [blankType, { count, expected, at, receivedAt }] of newestCounts(entries)) {
    newest.set(blankType, { counted: count, expected, at, receivedAt });
  }
  for (const { blankType, counted, expected } of statement?.body.counts ?? []) {
    if (statement && !newest.has(blankType)) newest.set(blankType, { ...statement, at: statement.body.at, counted, expected });
  }
  return [...newest]
    .filter(([, { counted, expected }]) => counted !== expected)
    .map(([blankType, { counted, expected, at, receivedAt }]) => ({
      ...{ code: "counted-differs" as const, kiosk, blankType, first: "", last: "" },
      count: Math.abs(counted - expected),
      facts: { counted: String(counted), expected: String(expected) },
      since: at,
      seenAt: receivedAt,
    }));
}

/**
 * What a kiosk says should lie in its tray is its own word: one that lost a sheet, or hides that it did, makes both figures of a count
 * agree. The hub works out the same figure from the rows before the count.
 */
function differingExpectations(book: KioskBook): Found[] {
  const counts = newestCounts(book.entries);
  if (counts.size === 0) return [];
  const stretches = stretchesOf({ ...book, statement: null });
  return [...counts].flatMap(([blankType, count]): Found[] => {
    const own = stretches.filter((stretch) => stretch.blankType === blankType);
    const { least, most } = expectedAt(own, count);
    if (least <= count.expected && count.expected <= most) return [];
    const hub = count.expected < least ? least : most;
    return [
      {
        ...{ code: "expected-differs" as const, kiosk: book.kiosk, blankType, first: "", last: "" },
        count: Math.abs(count.expected - hub),
        facts: { expected: String(count.expected), hub: String(hub) },
        since: count.at,
        seenAt: count.receivedAt,
      },
    ];
  });
}

function newestCounts(entries: readonly Entry[]): Map<string, Entry> {
  return new Map(entries.filter(({ kind }) => kind === "counted").map((entry) => [entry.blankType, entry]));
}

const IN_TRAY: ReadonlySet<HubState> = new Set(["inStock", "failed"]);
const IN_DOUBT: ReadonlySet<HubState> = new Set(["unknown", "held"]);

/**
 * The kiosk's rule (`Stock.count`): of the sheets in stock, and those that may lie there or not, as many as come nearest to what was counted.
 * A line that was carried forward stands where a statement agreed, after the count; when its sheets left the tray it does not say, so they
 * may have been in it or not.
 */
function expectedAt(stretches: readonly Stretch[], { order, count }: Entry): { readonly least: number; readonly most: number } {
  let inStock = 0;
  let inDoubt = 0;
  let unsure = 0;
  for (const { entries, span } of stretches) {
    const state = stateAfter(entries.filter((entry) => entry.order < order));
    if (IN_DOUBT.has(state)) inDoubt += sizeOf(span);
    else if (!IN_TRAY.has(state)) continue;
    else if (entries.some((entry) => entry.isCarried && entry.order > order)) unsure += sizeOf(span);
    else inStock += sizeOf(span);
  }
  const nearest = (from: number) => Math.min(Math.max(count, from), from + inDoubt);
  return { least: nearest(inStock), most: nearest(inStock + unsure) };
}
