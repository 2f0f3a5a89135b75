import { type KioskBook, stateAfter, wasReturned } from "./book.ts";
import { holdings } from "./figures.ts";
import { overlap, type Span, spanOf } from "./serial-span.ts";
import { type Stretch, stretchesOf } from "./stretches.ts";

/** Neighbouring numbers that reached the same end: one line in place of several for each. */
export interface Carried {
  readonly blankType: string;
  readonly span: Span;
  readonly kind: "issued" | "spoiled";
}

/** Something about numbers that does not fit; `first` is "" when it is about all of a type. */
export interface Doubt {
  readonly code: string;
  readonly blankType: string;
  readonly first: string;
  readonly last: string;
}

/**
 * What may be carried forward once a statement was compared: used numbers of which nothing more is to come. Without it a book would be read
 * from its first day at every statement: 73 000 lines after a year of 100 prints a day, and seconds in which the hub answers nobody.
 * What is in doubt stays line by line and holds nothing else up: a number that was printed twice never agrees again.
 */
export function carryForward(book: KioskBook, doubts: readonly Doubt[]): Carried[] {
  const { statement } = book;
  if (!statement) return [];
  const runs: Carried[] = [];
  for (const stretch of stretchesOf({ ...book, statement: null })) {
    const kind = doubts.some((doubt) => isIn(doubt, stretch, book)) ? null : endOf(stretch, statement.order);
    if (kind === null) continue;
    const { blankType, span } = stretch;
    const before = runs.at(-1);
    const goesOn = before?.blankType === blankType && before.kind === kind && isNext(before.span, span);
    if (goesOn) runs[runs.length - 1] = { ...before, span: { ...before.span, to: span.to } };
    else runs.push({ blankType, span, kind });
  }
  return runs;
}

function isIn({ code, blankType, first, last }: Doubt, stretch: Stretch, { entries, statement }: KioskBook): boolean {
  if (blankType !== stretch.blankType) return false;
  const span = first === "" ? null : spanOf(first, last);
  if (span) return overlap(span, stretch.span);
  // A count says how many lay there when it was made: a line at the statement's place no longer says what had left the tray before it.
  const count = entries.findLast((entry) => entry.kind === "counted" && entry.blankType === blankType);
  return code === "expected-differs" && count !== undefined && count.order < (statement?.order ?? 0);
}

/** Null for what is open, was loaded again without having been given back, printed twice, was touched since the statement, or is one line already. */
function endOf({ entries }: Stretch, statementOrder: number): Carried["kind"] | null {
  const lives = holdings(entries);
  const [loading, ...moves] = lives.at(-1) ?? [];
  if (!lives.slice(0, -1).every(wasReturned)) return null;
  const state = stateAfter(entries);
  const isPlain = loading?.kind === "loaded" && moves.every(({ kind, order }) => kind !== "loaded" && order < statementOrder);
  const isWorthIt = moves.some(({ issuance }) => issuance !== "");
  return isPlain && isWorthIt && printsOf(entries) <= 1 && (state === "issued" || state === "spoiled") ? state : null;
}

/**
 * How many prints these numbers bear, by different issuances; more than one is what must never be. A line that was carried forward stands
 * for one, and for what comes late of it.
 */
export function printsOf(entries: Stretch["entries"]): number {
  const carried = entries.findLastIndex(({ kind, issuance }) => kind === "issued" && issuance === "");
  const prints = entries.slice(Math.max(0, carried)).filter(({ kind }) => kind === "printed" || kind === "issued");
  return new Set(prints.map(({ issuance }) => issuance)).size;
}

function isNext(before: Span, span: Span): boolean {
  return before.series === span.series && before.to + 1 === span.from;
}
