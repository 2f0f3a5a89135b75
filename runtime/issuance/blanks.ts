import type { Clock } from "../../base/clock.ts";
import type { Database } from "../../base/database.ts";
import { type Random, uuidv7 } from "../../base/random.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { BlankBatch } from "../server/api.ts";
import { type SerialProblem, serialRange } from "./serials.ts";
import type { BlankState } from "./states.ts";

export type LoadProblem = SerialProblem | "blank.already-known";
export type ReserveProblem = "blanks-out" | "tray-held";

/** The numbered blanks of this kiosk's trays. Every number that was ever loaded is in exactly one state. */
export class Blanks {
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(db: Database, clock: Clock, random: Random) {
    this.#db = db;
    this.#clock = clock;
    this.#random = random;
  }

  load(blankType: string, first: string, count: number): Result<BlankBatch, LoadProblem> {
    const range = serialRange(first, count);
    if (!range.ok) return range;
    return this.#db.transaction(() => {
      const known = range.value.some((serial) => this.stateOf(blankType, serial) !== null);
      if (known) return err("blank.already-known");
      const batch = uuidv7(this.#clock.now(), this.#random);
      const order = (this.#db.get<{ last: number | null }>("SELECT max(load_order) AS last FROM blank_batch")?.last ?? 0) + 1;
      const last = range.value.at(-1) ?? first;
      this.#db.run(
        "INSERT INTO blank_batch VALUES (?, ?, ?, ?, ?, ?, ?)",
        ...[batch, order, blankType, first, last, count, this.#clock.now()],
      );
      for (const [position, serial] of range.value.entries()) {
        this.#db.run("INSERT INTO blank VALUES (?, ?, ?, ?, 'inStock', NULL)", blankType, serial, batch, position);
      }
      return ok(this.#counted(batch));
    });
  }

  /** The next sheet the tray will feed: the lowest number of the batch loaded first. One at a time per type. */
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

  inStock(blankType: string): number {
    return this.#db.get<{ n: number }>("SELECT count(*) AS n FROM blank WHERE blank_type = ? AND state = 'inStock'", blankType)?.n ?? 0;
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

  /** A sheet that a technician took out or tore: only one that lies in stock. */
  spoil(blankType: string, serial: string): Result<void, "blank.not-in-stock"> {
    return this.#db.transaction(() => {
      if (this.stateOf(blankType, serial) !== "inStock") return err("blank.not-in-stock");
      this.move(blankType, serial, "spoiled", null);
      return ok();
    });
  }

  batches(): BlankBatch[] {
    return this.#db.all<{ batch: string }>("SELECT batch FROM blank_batch ORDER BY load_order").map(({ batch }) => this.#counted(batch));
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
    const parts = {
      inStock: count("inStock"),
      reserved: count("reserved"),
      issued: count("issued"),
      spoiled: count("spoiled"),
      unknown: count("unknown"),
    };
    const sum = Object.values(parts).reduce((total, part) => total + part, 0);
    if (sum !== head.loaded) throw new Error(`blank batch ${batch}: ${head.loaded} loaded, ${sum} accounted for`);
    return { batch, blankType: head.blank_type, first: head.first, last: head.last, loaded: head.loaded, ...parts };
  }
}
