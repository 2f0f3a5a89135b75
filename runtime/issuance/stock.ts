import type { Clock } from "../../base/clock.ts";
import type { Database } from "../../base/database.ts";
import { type Random, uuidv7 } from "../../base/random.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { BlankEventBody } from "../../sync-agent/protocol/messages.ts";
import type { Journal } from "../journal/journal.ts";
import type { Enqueue } from "../outbox-port.ts";
import type { BlankBatch } from "../server/api.ts";
import type { Blanks, LoadProblem, Run, TakeOutProblem } from "./blanks.ts";
import type { Ledger, WrongState } from "./ledger.ts";

/** Ids of technicians; `confirmedBy` is the second person, "" where none was asked for. */
export interface Who {
  readonly by: string;
  readonly confirmedBy: string;
}

export type Finding = "printed" | "spoiled" | "blank-unused";

export interface StockParts {
  readonly db: Database;
  readonly blanks: Blanks;
  readonly ledger: Ledger;
  readonly journal: Journal;
  readonly outbox: Enqueue;
  readonly clock: Clock;
  readonly random: Random;
}

/** Rows of the stock keep their order on the way to the hub. */
export const STOCK_SUBJECT = "blanks";

/** What technicians do with blanks. Each act is one durable commit: the numbers, who did it, the journal's entry, the row to the hub. */
export class Stock {
  readonly #parts: StockParts;

  constructor(parts: StockParts) {
    this.#parts = parts;
  }

  /** A pack laid under what lies in the tray. */
  load(blankType: string, first: string, count: number, who: Who): Result<BlankBatch, LoadProblem> {
    return this.#parts.db.transaction(() => {
      const loaded = this.#parts.blanks.load(blankType, first, count);
      if (!loaded.ok) return loaded;
      const { batch, last } = loaded.value;
      this.#note("loaded", { batch, blankType, first, last, count, fromPosition: 0 }, who);
      return loaded;
    });
  }

  spoil(blankType: string, first: string, last: string, who: Who): Result<void, TakeOutProblem> {
    return this.#takeOut("spoiled", () => this.#parts.blanks.spoil(blankType, first, last), who);
  }

  giveBack(blankType: string, first: string, last: string, who: Who): Result<void, TakeOutProblem> {
    return this.#takeOut("returned", () => this.#parts.blanks.giveBack(blankType, first, last), who);
  }

  /**
   * Sheets that lie in the tray, counted by hand. Kept as it was counted, beside what the book says: the book is not changed, a difference is
   * for people to explain. While a sheet is in doubt the book allows two numbers, and the nearer one is expected.
   */
  count(blankType: string, counted: number, who: Who): Result<void, "blank.tray-in-use"> {
    const { db, blanks, journal } = this.#parts;
    return db.transaction(() => {
      if (blanks.isInUse(blankType)) return err("blank.tray-in-use");
      const inStock = blanks.inStock(blankType);
      const expected = Math.min(Math.max(counted, inStock), inStock + blanks.inDoubt(blankType));
      journal.append(counted === expected ? "blanks.counted" : "blanks.count-differs", { blankType, counted, expected, ...who });
      this.#write({ event: "counted", blankType, batch: "", first: "", last: "", count: counted, expected, ...who }, null);
      return ok();
    });
  }

  /**
   * What became of a number in doubt, or of a sheet that nobody was seen to take. An unused one goes back on top of the tray. That is
   * where it lies: since it came into doubt nothing has been fed, for the tray was held.
   */
  resolve(issuance: string, finding: Finding, who: Who): Result<void, WrongState | { readonly code: "issuance.no-blank" }> {
    const { db, ledger, journal } = this.#parts;
    return db.transaction(() => {
      const found = ledger.find(issuance);
      if (found && found.serial === null) return err({ code: "issuance.no-blank" });
      const resolved = ledger.advance(issuance, FOUND[finding], "found by a technician", { settled: { ...who } });
      if (!resolved.ok) return resolved;
      journal.append("technician.acted", { act: "resolve", about: issuance, ...who });
      return ok();
    });
  }

  #takeOut(event: "spoiled" | "returned", take: () => Result<readonly Run[], TakeOutProblem>, who: Who): Result<void, TakeOutProblem> {
    return this.#parts.db.transaction(() => {
      const taken = take();
      if (!taken.ok) return taken;
      for (const run of taken.value) this.#note(event, run, who);
      return ok();
    });
  }

  #note(event: "loaded" | "spoiled" | "returned", { fromPosition, ...run }: Run, who: Who): void {
    this.#parts.journal.append(`blanks.${event}`, { ...run, ...who });
    this.#write({ event, ...run, expected: run.count, ...who }, fromPosition);
  }

  #write(act: Omit<BlankEventBody, "at">, fromPosition: number | null): void {
    const { db, outbox, clock, random } = this.#parts;
    const { event, blankType, batch, first, last, count, expected, by, confirmedBy } = act;
    const now = clock.now();
    const toPosition = fromPosition === null ? null : fromPosition + count - 1;
    db.run(
      `INSERT INTO stock_act (event, blank_type, batch, first, last, from_position, to_position, sheets, expected, by_technician, confirmed_by, at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[event, blankType, batch, first, last, fromPosition, toPosition, count, expected, by, confirmedBy, now],
    );
    outbox.enqueue("blank-event", STOCK_SUBJECT, uuidv7(now, random), { ...act, at: new Date(now).toISOString() });
  }
}

const FOUND = { printed: "found-printed", spoiled: "found-spoiled", "blank-unused": "found-unused" } as const;
