import type { Clock } from "../../base/clock.ts";
import type { Database } from "../../base/database.ts";
import { type Random, uuidv7 } from "../../base/random.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { BlankBatch } from "../server/api.ts";
import { MAX_BATCH, type RangeProblem, type SerialProblem, serialRange, serialsBetween } from "./serials.ts";
import type { BlankState } from "./states.ts";

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

  /** A number that any pack of this type ever had is refused, also one that was given back: the book would count it twice. */
  load(blankType: string, first: string, count: number): Result<BlankBatch, LoadProblem> {
    const range = serialRange(first, count);
    if (!range.ok) return range;
    return this.#db.transaction(() => {
      const known = range.value.some((serial) => this.stateOf(blankType, serial) !== null);
      if (known) return err("blank.already-known");
      if (this.inStock(blankType) + count > MAX_BATCH) return err("blank.tray-full");
      const now = this.#clock.now();
      const batch = uuidv7(now, this.#random);
      const order = (this.#db.get<{ last: number | null }>("SELECT max(load_order) AS last FROM blank_batch")?.last ?? 0) + 1;
      const last = range.value.at(-1) ?? first;
      this.#db.run(
        "INSERT INTO blank_batch (batch, load_order, blank_type, first, last, loaded, loaded_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        ...[batch, order, blankType, first, last, count, now],
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
    return this.#inState(blankType, "inStock");
  }

  /** Sheets that may lie in the tray or not: at most one, for it holds the tray. */
  inDoubt(blankType: string): number {
    return this.#inState(blankType, "unknown");
  }

  stateOf(blankType: string, serial: string): BlankState | null {
    const row = this.#db.get<{ state: BlankState }>("SELECT state FROM blank WHERE blank_type = ? AND serial = ?", blankType, serial);
    return row?.state ?? null;
  }

  move(blankType: string, serial: string, to: BlankState, issuance: string | null): void {
    const done = this.#db.run(
      "UPDATE blank SET state = ?, issuance = ? WHERE blank_type = ? AND serial = ?",
      ...[to, to === "inStock" ? null : issuance, blankType, serial],
    );
    if (done.changes !== 1) throw new Error(`blank ${blankType} ${serial} is not known; it cannot become ${to}`);
  }

  /** Sheets of the stock that a technician tore, or found torn. Gives them in runs, one for each pack; all or none. */
  spoil(blankType: string, first: string, last = first): Result<readonly Run[], TakeOutProblem> {
    return this.#takeOut(blankType, first, last, "spoiled");
  }

  /** Sheets of the stock that go back to the store unused. */
  giveBack(blankType: string, first: string, last = first): Result<readonly Run[], TakeOutProblem> {
    return this.#takeOut(blankType, first, last, "returned");
  }

  batches(): BlankBatch[] {
    return this.#db.all<{ batch: string }>("SELECT batch FROM blank_batch ORDER BY load_order").map(({ batch }) => this.#counted(batch));
  }

  #takeOut(blankType: string, first: string, last: string, to: "spoiled" | "returned"): Result<readonly Run[], TakeOutProblem> {
    const range = serialsBetween(first, last);
    if (!range.ok) return range;
    return this.#db.transaction(() => {
      if (this.isInUse(blankType)) return err("blank.tray-in-use");
      if (range.value.some((serial) => this.stateOf(blankType, serial) !== "inStock")) return err("blank.not-in-stock");
      for (const serial of range.value) this.move(blankType, serial, to, null);
      return ok(this.#runs(blankType, range.value));
    });
  }

  #runs(blankType: string, serials: readonly string[]): Run[] {
    const runs: Run[] = [];
    for (const serial of serials) {
      const at = this.#db.get<{ batch: string; position: number }>(
        "SELECT batch, position FROM blank WHERE blank_type = ? AND serial = ?",
        ...[blankType, serial],
      );
      if (!at) throw new Error(`blank ${blankType} ${serial} vanished inside its own transaction`);
      const run = runs.at(-1);
      if (run?.batch === at.batch) runs[runs.length - 1] = { ...run, last: serial, count: run.count + 1 };
      else runs.push({ batch: at.batch, blankType, first: serial, last: serial, count: 1, fromPosition: at.position });
    }
    return runs;
  }

  #inState(blankType: string, state: BlankState): number {
    return this.#db.get<{ n: number }>("SELECT count(*) AS n FROM blank WHERE blank_type = ? AND state = ?", blankType, state)?.n ?? 0;
  }

  #counted(batch: string): BlankBatch {
    const head = this.#db.get<{ blank_type: string; first: string; last: string; loaded: number }>(
      "SELECT blank_type, first, last, loaded FROM blank_batch WHERE batch = ?",
      batch,
    );
    if (!head) throw new Error(`blank batch ${batch} is not known`);
    const rows = this.#db.all<{ state: BlankState; n: number }>(
      "SELECT state, count(*) AS n FROM blank WHERE batch = ? GROUP BY state",
      batch,
    );
    const count = (state: BlankState) => rows.find((row) => row.state === state)?.n ?? 0;
    return {
      ...{ batch, blankType: head.blank_type, first: head.first, last: head.last, loaded: head.loaded },
      inStock: count("inStock"),
      reserved: count("reserved"),
      printed: count("printed"),
      issued: count("issued"),
      spoiled: count("spoiled"),
      returned: count("returned"),
      unknown: count("unknown"),
    };
  }
}
