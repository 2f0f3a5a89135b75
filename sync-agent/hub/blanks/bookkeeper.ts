import { type Clock, every, type Timer } from "../../../base/clock.ts";
import type { Log } from "../../../base/log.ts";
import { hallDate } from "../../../config/hall-time.ts";
import type { FindingCode, StatementState } from "../api.ts";
import type { BlankStore, Settlement, StoredFinding } from "./blank-store.ts";
import type { KioskBook } from "./book.ts";
import { carryForward } from "./carry-forward.ts";
import { compareBook, type Found } from "./compare.ts";
import { duplicates } from "./duplicates.ts";
import { figuresOf, type TypeFigures } from "./figures.ts";
import { isPartOf, merge } from "./merge-findings.ts";

/** A row that is held back is tried again every 5 minutes (`Drain`); six tries, then a difference is called one. */
const LATE_ROWS_MS = 30 * 60_000;
/** A kiosk that was switched off before it could send its statement does so in the morning. */
const STATEMENT_DUE_MS = 12 * 60 * 60_000;
/** A kiosk that is cut off cannot tell that it gave numbers back. */
const SILENT_KIOSK_MS = 24 * 60 * 60_000;
const LOOK_EVERY_MS = 10 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
const OTHER = "other";
const HALL_MIDNIGHT = "T00:00:00+08:00";

const BY_BOOK: readonly FindingCode[] = [
  "count-differs",
  "issued-unreported",
  "issued-unloaded",
  "state-differs",
  "counted-differs",
  "expected-differs",
  "batch-broken",
];

export interface BookkeeperParts {
  readonly blanks: BlankStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** Holds the books of the kiosks against the hub's own, whenever rows have come and every ten minutes. */
export class Bookkeeper {
  readonly #parts: BookkeeperParts;
  /** What each kiosk's book differed in at the last look, and since when: a newer statement that says the same does not begin the waiting anew. */
  readonly #differing = new Map<string, readonly Found[]>();
  readonly #figures = new Map<string, { version: number; types: readonly TypeFigures[] }>();
  #looking: Promise<void> = Promise.resolve();
  #timer: Timer | undefined;

  constructor(parts: BookkeeperParts) {
    this.#parts = { ...parts, log: parts.log.channel("bookkeeper") };
  }

  start(): void {
    this.#timer = every(this.#parts.clock, LOOK_EVERY_MS, () => this.look());
    void this.look();
  }

  /** Rows have come. */
  poke(): void {
    void this.look("due");
  }

  /** Looks at the books that are due, and at what time alone changes; with `due`, at that only when a book was due. */
  look(what: "all" | "due" = "all"): Promise<void> {
    this.#looking = this.#looking.then(() => this.#lookNow(what)).catch((cause) => this.#parts.log.error("blanks.look-broke", { cause }));
    return this.#looking;
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    await this.#looking;
  }

  /** What became of the numbers of each kiosk, as of now. */
  async figures(): Promise<ReadonlyMap<string, readonly TypeFigures[]>> {
    const { blanks } = this.#parts;
    const all = new Map<string, readonly TypeFigures[]>();
    for (const [kiosk, version] of await blanks.versions()) {
      let known = this.#figures.get(kiosk);
      if (known?.version !== version) {
        const book = await blanks.book(kiosk);
        known = { version: book.version, types: figuresOf(book) };
        this.#figures.set(kiosk, known);
      }
      all.set(kiosk, known.types);
    }
    return all;
  }

  async #lookNow(what: "all" | "due"): Promise<void> {
    const due = await this.#parts.blanks.due();
    if (due.length === 0 && what === "due") return;
    for (const kiosk of due) await this.#lookAt(kiosk);
    await this.#lookForDuplicates();
    await this.#lookForSilence();
  }

  async #lookAt(kiosk: string): Promise<void> {
    const { blanks, clock } = this.#parts;
    const book = await blanks.book(kiosk);
    const before = this.#differing.get(kiosk) ?? [];
    const all = compareBook(book).map((one): Found => {
      const seen = before.filter((old) => isPartOf(one, old)).map(({ seenAt }) => seenAt);
      return { ...one, seenAt: Math.min(one.seenAt, ...seen) };
    });
    this.#differing.set(kiosk, all);
    const isLate = (found: Found) => book.missingRows > 0 && clock.now() - found.seenAt < LATE_ROWS_MS;
    const found = all.filter((one) => !isLate(one));
    const state = found.length > 0 ? "differs" : all.length > 0 ? "waiting" : "agrees";
    const carried = state === "waiting" ? [] : carryForward(book, all);
    await this.#settle(await blanks.openFindings(BY_BOOK, kiosk), found, all, [book], { kiosk, version: book.version, state, carried });
  }

  async #lookForDuplicates(): Promise<void> {
    const { blanks, clock } = this.#parts;
    const overlaps = await blanks.overlaps();
    const books = new Map<string, KioskBook>();
    for (const kiosk of new Set(overlaps.map((one) => one.kiosk))) books.set(kiosk, await blanks.book(kiosk));
    const all = duplicates(overlaps, books);
    const found: Found[] = [];
    for (const one of all) {
      const { [OTHER]: other = one.kiosk } = one.facts;
      // The other kiosk may have given them back and is cut off. It sends in order: a row that it wrote since would not come before that one.
      const mayExplain = other !== one.kiosk && (await blanks.wroteAt(other)) <= one.seenAt;
      if (!mayExplain || clock.now() - one.seenAt >= SILENT_KIOSK_MS) found.push(one);
    }
    await this.#settle(await blanks.openFindings(["duplicate-number"]), found, all, [...books.values()]);
  }

  async #lookForSilence(): Promise<void> {
    const { blanks, clock } = this.#parts;
    const newest = new Map((await blanks.statements()).map((row) => [row.kiosk, row]));
    const now = clock.now();
    const found: Found[] = [];
    for (const [kiosk, types] of await this.figures()) {
      if (types.every(({ left, numbers }) => left + numbers.length === 0)) continue;
      const last = newest.get(kiosk);
      // No statement is of a day after that on which it came, whatever the kiosk's clock says.
      const told = last ? Math.min(dayStart(last.day), last.receivedAt) : null;
      const day = told !== null ? hallDate(told + DAY_MS) : hallDate(await this.#firstLoad(kiosk));
      if (now < dayStart(day) + DAY_MS + STATEMENT_DUE_MS) continue;
      const since = new Date(dayStart(day)).toISOString();
      found.push({ code: "statement-missing", kiosk, blankType: "", first: "", last: "", count: 0, facts: { day }, since, seenAt: now });
    }
    const open = await blanks.openFindings(["statement-missing"]);
    const closing = open.filter((one) => !found.some(({ kiosk }) => kiosk === one.kiosk));
    const books = await Promise.all(closing.map(({ kiosk }) => blanks.book(kiosk)));
    await this.#settle(open, found, found, books);
  }

  async #firstLoad(kiosk: string): Promise<number> {
    const { entries } = await this.#parts.blanks.book(kiosk);
    return entries[0]?.receivedAt ?? this.#parts.clock.now();
  }

  async #settle(
    open: readonly StoredFinding[],
    found: readonly Found[],
    all: readonly Found[],
    books: readonly KioskBook[],
    book?: Settlement["book"],
  ): Promise<void> {
    const { blanks, clock, log } = this.#parts;
    const changes = merge(open, found, all, books, clock.now());
    if (changes.open.length + changes.close.length === 0 && !book) return;
    await blanks.settle({ ...changes, ...(book ? { book } : {}) });
    for (const { code, kiosk, blankType, first, last, count } of changes.open) {
      log.warn("blanks.finding", { code, kiosk, blankType, first, last, count });
    }
    for (const { id, closedAt } of changes.close) log.info("blanks.finding-closed", { id, closedAt });
  }
}

/** Epoch ms at which `day` (2026-01-05) begins in the hall. */
export function dayStart(day: string): number {
  return Date.parse(day + HALL_MIDNIGHT);
}

/** What a day without a statement means. */
export function absence(day: string, hasBlanks: boolean, now: number): Extract<StatementState, "missing" | "not-due" | "no-blanks"> {
  if (!hasBlanks) return "no-blanks";
  return now < dayStart(day) + DAY_MS + STATEMENT_DUE_MS ? "not-due" : "missing";
}
