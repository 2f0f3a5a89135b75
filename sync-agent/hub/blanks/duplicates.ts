import { type Entry, type KioskBook, wasReturned } from "./book.ts";
import type { Found } from "./compare.ts";
import { holdings } from "./figures.ts";
import { overlap, type Span, serialOf, sizeOf } from "./serial-span.ts";
import { stretchesOf } from "./stretches.ts";

/** Numbers that a kiosk loaded, some of which were loaded at another time too, there or elsewhere. */
export interface Overlap {
  readonly blankType: string;
  readonly span: Span;
  readonly kiosk: string;
}

interface Life {
  readonly kiosk: string;
  readonly entries: readonly Entry[];
}

/**
 * A number may be loaded again after it was given back unused; it must never lie, or have been used, in two places. `books` are those of
 * the kiosks in `overlaps`; `heardAt` says when (epoch ms) each was last heard from.
 */
export function duplicates(overlaps: readonly Overlap[], books: ReadonlyMap<string, KioskBook>): Found[] {
  const groups = new Map<string, Piece[]>();
  const twice = unions(overlaps);
  for (const kiosk of new Set(overlaps.map((one) => one.kiosk))) {
    const book = books.get(kiosk);
    if (!book) continue;
    for (const { blankType, span, entries } of stretchesOf({ ...book, statement: null })) {
      const key = keyOf(blankType, span);
      for (const one of (twice.get(key) ?? []).filter((other) => overlap(other, span))) {
        const cut = { series: span.series, from: Math.max(span.from, one.from), to: Math.min(span.to, one.to) };
        const group = groups.get(key) ?? [];
        groups.set(key, group);
        group.push({ blankType, span: cut, lives: holdings(entries).map((life) => ({ kiosk, entries: life })) });
      }
    }
  }
  return merged([...groups.values()].flatMap(cellsOf).flatMap((cell) => foundIn(cell) ?? []));
}

interface Piece {
  readonly blankType: string;
  readonly span: Span;
  readonly lives: readonly Life[];
}

function keyOf(blankType: string, { series }: Span): string {
  return `${blankType}\n${series}`;
}

/** By type and series, without an overlap in them: the same numbers may have been loaded a hundred times. */
function unions(overlaps: readonly Overlap[]): ReadonlyMap<string, readonly Span[]> {
  const all = new Map<string, Span[]>();
  for (const { blankType, span } of [...overlaps].sort((one, other) => one.span.from - other.span.from)) {
    const key = keyOf(blankType, span);
    const spans = all.get(key) ?? [];
    all.set(key, spans);
    const before = spans.at(-1);
    if (before && overlap(before, span)) spans[spans.length - 1] = { ...before, to: Math.max(before.to, span.to) };
    else spans.push(span);
  }
  return all;
}

/** Runs of numbers with the same lives everywhere. Never number by number: one line may be of ten thousand. */
function cellsOf(pieces: readonly Piece[]): Piece[] {
  const cuts = [...new Set(pieces.flatMap(({ span }) => [span.from, span.to + 1]))].sort((a, b) => a - b);
  const at = new Map(cuts.map((n, index) => [n, index]));
  const lives: Life[][] = cuts.map(() => []);
  for (const { span, lives: its } of pieces) {
    for (let index = at.get(span.from) ?? 0; index < (at.get(span.to + 1) ?? 0); index++) lives[index]?.push(...its);
  }
  const [{ blankType, span } = { blankType: "", span: { series: "" } }] = pieces;
  return cuts.slice(0, -1).map((from, index) => {
    return { blankType, span: { series: span.series, from, to: (cuts[index + 1] ?? from + 1) - 1 }, lives: lives[index] ?? [] };
  });
}

function foundIn({ blankType, span, lives }: Piece): Found | null {
  const kept = lives.filter((life) => life.entries[0]?.kind === "loaded" && !wasReturned(life.entries));
  if (kept.length < 2) return null;
  const byArrival = [...kept].sort((one, other) => (one.entries[0]?.receivedAt ?? 0) - (other.entries[0]?.receivedAt ?? 0));
  const [first, last] = [byArrival[0], byArrival.at(-1)];
  const loading = last?.entries[0];
  if (!first || !last || !loading) return null;
  return {
    code: "duplicate-number",
    kiosk: last.kiosk,
    blankType,
    first: serialOf(span.series, span.from),
    last: serialOf(span.series, span.to),
    count: sizeOf(span),
    facts: { other: first.kiosk },
    since: loading.at,
    seenAt: loading.receivedAt,
  };
}

function merged(found: readonly Found[]): Found[] {
  const runs: Found[] = [];
  for (const one of found) {
    const before = runs.at(-1);
    if (before && follows(before, one)) runs[runs.length - 1] = { ...before, last: one.last, count: before.count + one.count };
    else runs.push(one);
  }
  return runs;
}

function follows(before: Found, next: Found): boolean {
  const alike = before.kiosk === next.kiosk && before.blankType === next.blankType && before.facts["other"] === next.facts["other"];
  return alike && isNext(before.last, next.first);
}

function isNext(serial: string, next: string): boolean {
  const digits = /[0-9]{1,15}$/u.exec(serial)?.[0] ?? "";
  return next === serial.slice(0, serial.length - digits.length) + String(Number(digits) + 1).padStart(digits.length, "0");
}
