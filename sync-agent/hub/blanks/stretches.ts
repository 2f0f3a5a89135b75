import type { BlankStatementBody, BlankStateWord } from "../../protocol/messages.ts";
import type { Entry, KioskBook } from "./book.ts";
import { placeOf, type Span, spanOf } from "./serial-span.ts";

type OpenItem = BlankStatementBody["open"][number];

/** Neighbouring numbers of which the book and the statement say the same. */
export interface Stretch {
  readonly blankType: string;
  readonly span: Span;
  /** In the kiosk's order. */
  readonly entries: Entry[];
  /** The statement's words for them; more than one when they stand in two batches. */
  readonly words: BlankStateWord[];
  readonly open: OpenItem[];
}

interface Piece {
  readonly blankType: string;
  readonly span: Span;
  readonly put: (stretch: Stretch) => void;
}

/** Cuts all numbers of a kiosk where book or statement begin or end to say something. */
export function stretchesOf(book: KioskBook): Stretch[] {
  const groups = new Map<string, Piece[]>();
  for (const piece of piecesOf(book)) {
    const key = `${piece.blankType}\n${piece.span.series}`;
    const group = groups.get(key);
    if (group) group.push(piece);
    else groups.set(key, [piece]);
  }
  return [...groups.values()].flatMap(cut);
}

function piecesOf({ entries, statement }: KioskBook): Piece[] {
  const pieces: Piece[] = [];
  for (const entry of entries) {
    if (entry.span) pieces.push({ blankType: entry.blankType, span: entry.span, put: (stretch) => void stretch.entries.push(entry) });
  }
  for (const { blankType, runs } of statement?.body.batches ?? []) {
    for (const { first, last, state } of runs) {
      const span = spanOf(first, last);
      if (span) pieces.push({ blankType, span, put: (stretch) => void stretch.words.push(state) });
    }
  }
  for (const item of statement?.body.open ?? []) {
    const { series, n } = placeOf(item.serial);
    pieces.push({ blankType: item.blankType, span: { series, from: n, to: n }, put: (stretch) => void stretch.open.push(item) });
  }
  return pieces;
}

function cut(pieces: readonly Piece[]): Stretch[] {
  const [{ blankType, span } = { blankType: "", span: { series: "" } }] = pieces;
  const cuts = [...new Set(pieces.flatMap((piece) => [piece.span.from, piece.span.to + 1]))].sort((a, b) => a - b);
  const at = new Map(cuts.map((n, index) => [n, index]));
  const stretches = cuts.slice(0, -1).map((from, index): Stretch => {
    const to = (cuts[index + 1] ?? from + 1) - 1;
    return { blankType, span: { series: span.series, from, to }, entries: [], words: [], open: [] };
  });
  for (const piece of pieces) {
    for (let index = at.get(piece.span.from) ?? 0; index < (at.get(piece.span.to + 1) ?? 0); index++) {
      const stretch = stretches[index];
      if (stretch) piece.put(stretch);
    }
  }
  return stretches.filter(({ entries, words, open }) => entries.length + words.length + open.length > 0);
}
