import type { Settlement, StoredFinding } from "./blank-store.ts";
import type { KioskBook } from "./book.ts";
import type { Found } from "./compare.ts";
import { overlap, spanOf } from "./serial-span.ts";

/**
 * What is to be opened and closed. `found` are called findings now; `all` holds also those that may still explain themselves: they close
 * nothing and open nothing. A finding of which part was explained goes on with its old date.
 */
export function merge(
  open: readonly StoredFinding[],
  found: readonly Found[],
  all: readonly Found[],
  books: readonly KioskBook[],
  now: number,
): Pick<Settlement, "open" | "close"> {
  const known = new Set(open.map(keyOf));
  const still = new Set(all.map(keyOf));
  const gone = open.filter((one) => !still.has(keyOf(one)));
  return {
    open: found
      .filter((one) => !known.has(keyOf(one)))
      .map((one) => {
        const before = gone.filter((old) => isPartOf(one, old));
        const oldest = before.sort((a, b) => a.openedAt - b.openedAt)[0];
        return { ...one, since: oldest?.since ?? one.since, openedAt: oldest?.openedAt ?? now };
      }),
    close: gone.map((one) => ({ id: one.id, closedAt: explainedAt(one, books, now) })),
  };
}

function keyOf({ code, kiosk, blankType, first, last, facts }: Found | StoredFinding): string {
  // How many were counted, or since which day nothing came, may change while it stays the same trouble.
  const same = code === "statement-missing" ? {} : facts;
  return JSON.stringify([code, kiosk, blankType, first, last, same]);
}

/** Whether `one` is what `old` told of, or what is left of it. */
export function isPartOf(one: Found, old: Pick<Found, "code" | "kiosk" | "blankType" | "first" | "last">): boolean {
  if (one.code !== old.code || one.kiosk !== old.kiosk || one.blankType !== old.blankType) return false;
  const [mine, its] = [spanOf(one.first, one.last), spanOf(old.first, old.last)];
  return one.first === "" || (mine !== null && its !== null && overlap(mine, its));
}

/** The date of the row that made an end of it: the newest about these numbers, or the newest statement. */
function explainedAt(finding: StoredFinding, books: readonly KioskBook[], now: number): string {
  const span = spanOf(finding.first, finding.last);
  const mine = books.filter(({ kiosk }) => kiosk === finding.kiosk || kiosk === finding.facts["other"]);
  const rows = mine.flatMap(({ entries }) =>
    entries.filter((entry) => {
      if (entry.blankType !== finding.blankType) return false;
      // Any row of the type may have been the one that was missing in the sum.
      if (finding.code === "expected-differs") return true;
      return entry.span === null ? finding.code === "counted-differs" : span !== null && overlap(entry.span, span);
    }),
  );
  const statements = mine.flatMap(({ statement }) => (statement ? [{ at: statement.body.at, receivedAt: statement.receivedAt }] : []));
  const newest = [...rows, ...statements].sort((one, other) => other.receivedAt - one.receivedAt)[0];
  return newest && newest.receivedAt >= finding.openedAt ? newest.at : new Date(now).toISOString();
}
