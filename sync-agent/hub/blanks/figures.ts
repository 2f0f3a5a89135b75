import { unreachable } from "../../../base/unreachable.ts";
import type { BlankStateWord, OpenReason } from "../../protocol/messages.ts";
import type { BlankBookRow, OpenNumber } from "../api.ts";
import { type Entry, type HubState, type KioskBook, stateAfter } from "./book.ts";
import { serialOf, sizeOf } from "./serial-span.ts";
import { type Stretch, stretchesOf } from "./stretches.ts";

export interface TypeFigures extends Pick<BlankBookRow, "blankType" | "loaded" | "left" | "issued" | "spoiled" | "returned" | "count"> {
  readonly numbers: readonly Omit<OpenNumber, "ageMs">[];
}

type Sums = { loaded: number; left: number; issued: number; spoiled: number; returned: number };

/** What has become of a kiosk's numbers, by type. Each number that was ever loaded, or reported without, is in exactly one sum or open. */
export function figuresOf(book: KioskBook): TypeFigures[] {
  const types = new Map<string, { sums: Sums; numbers: Omit<OpenNumber, "ageMs">[] }>();
  for (const stretch of stretchesOf(book)) {
    if (stretch.entries.length === 0) continue;
    const type = types.get(stretch.blankType) ?? { sums: { loaded: 0, left: 0, issued: 0, spoiled: 0, returned: 0 }, numbers: [] };
    types.set(stretch.blankType, type);
    const size = sizeOf(stretch.span);
    const held = holdings(stretch.entries);
    for (const [at, entries] of held.entries()) {
      type.sums.loaded += size;
      const open = openOf(stretch, entries, at === held.length - 1 ? (book.statement?.order ?? null) : null);
      if (open) type.numbers.push(...open);
      else add(type.sums, stateAfter(entries), size);
    }
  }
  return [...types].map(([blankType, { sums, numbers }]) => ({ blankType, ...sums, count: newestCount(book, blankType), numbers }));
}

/** Each loading begins a new life of a number: what was given back may be loaded again. */
export function holdings(entries: readonly Entry[]): Entry[][] {
  const lives: Entry[][] = [];
  for (const entry of entries) {
    const last = lives.at(-1);
    if (entry.kind === "loaded" || !last) lives.push([entry]);
    else last.push(entry);
  }
  return lives;
}

function add(sums: Sums, state: HubState, size: number): void {
  switch (state) {
    case "inStock":
    case "failed":
      sums.left += size;
      return;
    case "issued":
    case "spoiled":
    case "returned":
      sums[state] += size;
      return;
    case "none":
    case "printed":
    case "held":
    case "unknown":
      throw new Error(`a number that is ${state} is open`);
    default:
      unreachable(state);
  }
}

const OPEN: Partial<Record<HubState, { readonly state: BlankStateWord; readonly why: OpenReason }>> = {
  printed: { state: "printed", why: "not-seen-taken" },
  held: { state: "unknown", why: "drawn-in" },
  unknown: { state: "unknown", why: "in-doubt" },
};

/** The stretch's numbers when they have no final state: by the hub's lines, or by the statement's word where nothing newer has come. */
function openOf({ span, open }: Stretch, entries: readonly Entry[], statementOrder: number | null): Omit<OpenNumber, "ageMs">[] | null {
  const last = entries.at(-1);
  if (!last) return null;
  const said = statementOrder !== null && last.order < statementOrder ? open[0] : undefined;
  const state = OPEN[stateAfter(entries)];
  const { issuance, since } = said ?? { issuance: last.issuance, since: last.at };
  const found = said ?? state;
  if (!found) return null;
  return Array.from({ length: sizeOf(span) }, (_, index) => {
    return { serial: serialOf(span.series, span.from + index), issuance, state: found.state, why: found.why, since };
  });
}

function newestCount(book: KioskBook, blankType: string): BlankBookRow["count"] {
  const counted = book.entries.findLast((entry) => entry.kind === "counted" && entry.blankType === blankType);
  return counted ? { counted: counted.count, expected: counted.expected, at: counted.at, by: counted.by } : null;
}
