import type { Clock } from "../../base/clock.ts";
import type { Database } from "../../base/database.ts";
import { type Random, uuidv7 } from "../../base/random.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { BlankBatch } from "../server/api.ts";
import { MAX_BATCH, type RangeProblem, type SerialProblem, serialRange, serialsBetween } from "./serials.ts";
import { BLANK_STATES, type BlankState } from "./states.ts";

export type LoadProblem = SerialProblem | "blank.already-known" | "blank.tray-full";
export type ReserveProblem = "blanks-out" | "tray-held";
/** `blank.tray-in-use`: a sheet is being fed, and nobody's hands belong in the tray. */
export type TakeOutProblem = RangeProblem | "blank.not-in-stock" | "blank.tray-in-use";

/** Neighbouring sheets of one pack. */
export interface Run {
  readonly batch: string;
  readonly blankType: string;
  readonly first: string;
  readonly last: string;
  readonly count: number;
  readonly fromPosition: number;
}

/**
 * The numbered blanks of this kiosk's trays. Every number that was ever loaded is in exactly one state.
 *
 * A tray feeds from the top, and a new pack goes under what lies there: so sheets come in the order of loading, and within a pack in the
 * order of their numbers. Sheets may be taken out anywhere, since what stays keeps its order; one that was found unused goes back on top,
 * from where it was drawn.
 */
export class Blanks {
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(db: Database, clock: Clock, random: Random) {
    this.#db = db;
    this.#clock = clock;
    this.#random = random;
  }

  /**
   * A number that any pack of this type ever had is refused, but for one that was given back: blanks may lie in the safe over night. That one
   * stays `returned` in its old pack, and is in stock in the new one.
   */
  load(blankType: string, first: string, count: number): Result<BlankBatch, LoadProblem> {
    const range = serialRange(first, count);
    if (!range.ok) return range;
    const [plainFirst = first] = range.value;
    return this.#db.transaction(() => {
      const known = range.value.some((serial) => this.#placeOf(blankType, serial) !== undefined);
      if (known) return err("blank.already-known");
      if (this.inStock(blankType) + count > MAX_BATCH) return err("blank.tray-full");
      const now = this.#clock.now();
      const batch = uuidv7(now, this.#random);
      const order = (this.#db.get<{ last: number | null }>("SELECT max(load_order) AS last FROM blank_batch")?.last ?? 0) + 1;
      const last = range.value.at(-1) ?? first;
      this.#db.run(
        "INSERT INTO blank_batch (batch, load_order, blank_type, first, last, loaded, loaded_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        ...[batch, order, blankType, plainFirst, last, count, now],
      );
      for (const [position, serial] of range.value.entries()) {
        this.#db.run(
          "INSERT INTO blank (blank_type, serial, batch, position, state) VALUES (?, ?, ?, ?, 'inStock')",
          ...[blankType, serial, batch, position],
        );
      }
      return ok(this.#counted(batch));
    });
  }

  /** The next sheet that the tray will feed. One at a time per type. */
  next(blankType: string): Result<string, ReserveProblem> {
    if (this.isHeld(blankType)) return err("tray-held");
    const next = this.#db.get<{ serial: string }>(
      `SELECT serial FROM blank JOIN blank_batch USING (batch)
       WHERE blank.blank_type = ? AND state = 'inStock' ORDER BY load_order, position LIMIT 1`,
      blankType,
    );
    return next ? ok(next.serial) : err("blanks-out");
  }

  /** A number on its way, or of unknown fate: what lies on top of the tray is not certain, so nothing more is drawn from it. */
  isHeld(blankType: string): boolean {
    return this.#db.get("SELECT 1 FROM blank WHERE blank_type = ? AND state IN ('reserved', 'unknown')", blankType) !== undefined;
  }

  /** A sheet is about to be drawn, or being drawn. */
  isInUse(blankType: string): boolean {
    return this.#db.get("SELECT 1 FROM blank WHERE blank_type = ? AND state = 'reserved'", blankType) !== undefined;
  }

  inStock(blankType: string): number {
    return this.#count("SELECT count(*) AS n FROM blank WHERE blank_type = ? AND state = 'inStock'", blankType);
  }

  /** Sheets that may lie in the tray or not: at most one, for it holds the tray. */
  inDoubt(blankType: string): number {
    return this.#count(
      "SELECT count(*) AS n FROM blank WHERE blank_type = ? AND state = 'unknown' AND state IN ('reserved', 'unknown')",
      blankType,
    );
  }

  /** Of a number that was loaded again after it was given back: the state that it has now. */
  stateOf(blankType: string, serial: string): BlankState | null {
    const place = this.#placeOf(blankType, serial);
    if (place) return place.state;
    const returned = this.#db.get(
      "SELECT 1 FROM blank WHERE blank_type = ? AND serial = ? COLLATE NOCASE AND state = 'returned'",
      ...[blankType, serial],
    );
    return returned ? "returned" : null;
  }

  move(blankType: string, serial: string, to: BlankState, issuance: string | null): void {
    const done = this.#db.run(
      "UPDATE blank SET state = ?, issuance = ? WHERE blank_type = ? AND serial = ? AND state <> 'returned'",
      ...[to, to === "inStock" ? null : issuance, blankType, serial],
    );
    if (done.changes !== 1) throw new Error(`blank ${blankType} ${serial} is not here; it cannot become ${to}`);
  }

  /** Sheets of the stock that a technician tore, or found torn. Gives them in runs, one for each pack; all or none. */
  spoil(blankType: string, first: string, last = first): Result<readonly Run[], TakeOutProblem> {
    return this.#takeOut(blankType, first, last, "spoiled");
  }

  /** Sheets of the stock that go back to the store unused. */
  giveBack(blankType: string, first: string, last = first): Result<readonly Run[], TakeOutProblem> {
    return this.#takeOut(blankType, first, last, "returned");
  }

  /** Packs in the order of feeding: all, or those of `only`. */
  batches(only?: readonly string[]): BlankBatch[] {
    const among = only ? "WHERE batch IN (SELECT value FROM json_each(?))" : "";
    const values = only ? [JSON.stringify(only)] : [];
    // A sum for each state, not a group: groups by pack lie in the order of the index and need no sorting.
    const sums = BLANK_STATES.map((state) => `sum(state = '${state}') AS ${state}`).join(", ");
    const counted = new Map(
      this.#db
        .all<Record<BlankState, number> & { batch: string }>(`SELECT batch, ${sums} FROM blank ${among} GROUP BY batch`, ...values)
        .map((row) => [row.batch, row]),
    );
    return this.#db
      .all<Pick<BlankBatch, "batch" | "blankType" | "first" | "last" | "loaded">>(
        `SELECT batch, blank_type AS blankType, first, last, loaded FROM blank_batch ${among} ORDER BY load_order`,
        ...values,
      )
      .map((head) => ({ ...head, ...NOTHING, ...counted.get(head.batch) }));
  }

  #takeOut(blankType: string, first: string, last: string, to: "spoiled" | "returned"): Result<readonly Run[], TakeOutProblem> {
    const range = serialsBetween(first, last);
    if (!range.ok) return range;
    return this.#db.transaction(() => {
      if (this.isInUse(blankType)) return err("blank.tray-in-use");
      const places = range.value.flatMap((serial) => this.#placeOf(blankType, serial) ?? []);
      if (places.length < range.value.length || places.some(({ state }) => state !== "inStock")) return err("blank.not-in-stock");
      const runs = runsOf(blankType, places);
      for (const { serial } of places) this.move(blankType, serial, to, null);
      return ok(runs);
    });
  }

  /**
   * Where a number is that was not given back: there is one such place, or none. An older release took small letters as they were typed, and
   * beside them the same in capitals: of two, what lies in the tray.
   */
  #placeOf(blankType: string, serial: string): Place | undefined {
    return this.#db.get(
      `SELECT serial, batch, position, state FROM blank WHERE blank_type = ? AND serial = ? COLLATE NOCASE AND state <> 'returned'
       ORDER BY state = 'inStock' DESC LIMIT 1`,
      ...[blankType, serial],
    );
  }

  #count(sql: string, blankType: string): number {
    return this.#db.get<{ n: number }>(sql, blankType)?.n ?? 0;
  }

  #counted(batch: string): BlankBatch {
    const [counted] = this.batches([batch]);
    if (!counted) throw new Error(`blank batch ${batch} is not known`);
    return counted;
  }
}

interface Place {
  /** As it was loaded. */
  readonly serial: string;
  readonly batch: string;
  readonly position: number;
  readonly state: BlankState;
}

function runsOf(blankType: string, places: readonly Place[]): Run[] {
  const runs: Run[] = [];
  for (const { serial, batch, position } of places) {
    const run = runs.at(-1);
    if (run?.batch === batch) runs[runs.length - 1] = { ...run, last: serial, count: run.count + 1 };
    else runs.push({ batch, blankType, first: serial, last: serial, count: 1, fromPosition: position });
  }
  return runs;
}

const NOTHING = { inStock: 0, reserved: 0, printed: 0, issued: 0, spoiled: 0, returned: 0, unknown: 0 } as const;
