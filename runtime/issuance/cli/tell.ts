import { hallTime } from "../../../config/hall-time.ts";
import { table } from "../../../device-drivers/cli/table.ts";
import type { Book } from "./book.ts";
import { isInOrder } from "./book.ts";
import type { Say } from "./texts.ts";

const PARTS = ["loaded", "inStock", "printed", "issued", "spoiled", "returned", "open"] as const;

/** The book in words: what each kind of sheet adds up to, every number without a final state and why, the last day's end. */
export function tell(book: Book, say: Say, out: (line: string) => void): void {
  const { accounts, live, newest } = book;
  out(say("title", { at: hallTime(Date.parse(live.at)) }));
  if (accounts.length === 0) {
    out(say("accounts.none"));
    return;
  }
  const head = [say("account.type"), ...PARTS.map((part) => say(`account.${part}`)), say("account.balanced"), say("account.next")];
  const rows = accounts.map((account) => [
    account.blankType,
    ...PARTS.map((part) => String(account[part])),
    say(account.isBalanced ? "balanced.yes" : "balanced.no"),
    account.next ?? "-",
  ]);
  for (const line of table([head, ...rows])) out(line);
  out("");
  for (const { blankType, count } of accounts) {
    if (count === null) out(say("count.none", { type: blankType }));
    else {
      const { counted, expected, by } = count;
      const what = counted === expected ? "count.agrees" : "count.differs";
      out(say(what, { type: blankType, counted, expected, by, at: hallTime(count.at) }));
    }
  }
  out("");
  tellOpen(live, say, out);
  out("");
  if (newest === null) out(say("day.none"));
  else out(say(newest.isBalanced ? "day.balanced" : "day.unbalanced", { day: newest.day, open: newest.open.length }));
  out(say(isInOrder(book) ? "verdict.good" : "verdict.bad"));
}

function tellOpen({ open }: Book["live"], say: Say, out: (line: string) => void): void {
  if (open.length === 0) {
    out(say("open.none"));
    return;
  }
  out(say("open.some", { count: open.length }));
  const rows = open.map(({ blankType, serial, since, why, issuance }) => [
    blankType,
    serial,
    hallTime(Date.parse(since)),
    say(`why.${why}`),
    issuance,
  ]);
  for (const line of table([[say("account.type"), say("open.serial"), say("open.since"), say("open.why"), say("open.issuance")], ...rows]))
    out(line);
}
