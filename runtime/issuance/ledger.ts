import type { Clock } from "../../base/clock.ts";
import type { Database } from "../../base/database.ts";
import { type Random, uuidv7 } from "../../base/random.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { Standing } from "../../device-drivers/kinds/certificate-printer.ts";
import type { IssuanceBody } from "../../sync-agent/protocol/messages.ts";
import type { Journal } from "../journal/journal.ts";
import type { Enqueue } from "../outbox-port.ts";
import type { OpenIssuance } from "../server/api.ts";
import type { Blanks, ReserveProblem } from "./blanks.ts";
import { effectOfRow, REFUSED_EVENTS } from "./effect.ts";
import { COLUMNS, type Issuance, type IssuanceRow, issuanceOf, type Proof } from "./issuance.ts";
import { noteArrow, noteIntent, noteNotTaken } from "./note.ts";
import { openIssuance } from "./open-issuance.ts";
import { blankStateOf, type IssuanceEvent, type IssuanceState, nextState, outcomeOf } from "./states.ts";

/** What is meant to be printed. The document has been made: `sha256` is of its bytes, or `NO_DOCUMENT`. */
export interface Intent {
  /** Id of the session; "" outside one. */
  readonly session: string;
  /** "" when there is no case. */
  readonly caseId: string;
  readonly kind: Issuance["kind"];
  readonly template: string;
  readonly blankType: string | null;
  /** The number that stands in the document as its sheet: no other will do. Absent: whichever the tray feeds next. */
  readonly sheet?: string;
  readonly sha256: string;
  readonly pages: number;
  readonly media?: Issuance["media"];
  readonly sides?: Issuance["sides"];
  readonly documentCode?: string;
  readonly reprintOf?: string | null;
}

export type IntendProblem = ReserveProblem | "sheet-changed";

/** What comes to light with an arrow and must be durable with it. */
export interface Kept {
  /** With `send`: what the printer said of itself before the first byte. */
  readonly before?: Standing | null;
  readonly proof?: Proof | null;
  /** Who found out: for the hub, whose auditors see no kiosk's journal. */
  readonly settled?: NonNullable<IssuanceBody["settled"]>;
}

export interface WrongState {
  readonly code: "ledger.wrong-state";
  readonly state: IssuanceState | null;
}

/** The hub wants 64 hex digits; these stand for a receipt, and for a document that could not be made. */
export const NO_DOCUMENT = "0".repeat(64);

/** Issuances that somebody may still have to look at. Literally the condition of the index `issuance_shown`, or the whole table is read. */
export const SHOWN = "(state IN ('intent', 'sent') OR (state IN ('printed', 'held', 'unknown') AND serial IS NOT NULL))";

/** The book of everything that was to be printed. Each method is one durable commit, with its journal entry and its row to the hub. */
export class Ledger {
  readonly #db: Database;
  readonly #blanks: Blanks;
  readonly #journal: Journal;
  readonly #outbox: Enqueue;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(db: Database, blanks: Blanks, journal: Journal, outbox: Enqueue, clock: Clock, random: Random) {
    this.#db = db;
    this.#blanks = blanks;
    this.#journal = journal;
    this.#outbox = outbox;
    this.#clock = clock;
    this.#random = random;
  }

  /** The number of the sheet that the tray would feed now. Reserves nothing. */
  nextSheet(blankType: string): Result<string, ReserveProblem> {
    return this.#blanks.next(blankType);
  }

  /** The first arrow: writes down what is meant to happen, and takes a blank when one is needed. */
  intend(what: Intent): Result<Issuance, IntendProblem> {
    return this.#db.transaction(() => {
      const { blankType } = what;
      const next = blankType === null ? null : this.#blanks.next(blankType);
      if (next && !next.ok) return next;
      const serial = next?.value ?? null;
      if (serial !== null && what.sheet !== undefined && what.sheet !== serial) return err("sheet-changed");
      const now = this.#clock.now();
      const id = uuidv7(now, this.#random);
      this.#db.run(
        `INSERT INTO issuance (id, session, case_id, kind, template, blank_type, serial, sha256, pages, media, sides, document_code, reprint_of,
           state, created_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'intent', ?, ?)`,
        ...[id, what.session, what.caseId, what.kind, what.template, blankType, serial, what.sha256, what.pages],
        ...[what.media ?? null, what.sides ?? null, what.documentCode ?? "", what.reprintOf ?? null, now, now],
      );
      if (blankType !== null && serial !== null) this.#blanks.move(blankType, serial, "reserved", id);
      const issuance = this.#mustFind(id);
      noteIntent(this.#journal, issuance);
      return ok(issuance);
    });
  }

  /**
   * Takes one arrow; `problem`: why, for the technician, without anything of a person, put behind what is known already. An arrow that does
   * not start at the present state, or means nothing for such a document, changes nothing.
   */
  advance(id: string, event: IssuanceEvent, problem = "", kept: Kept = {}): Result<Issuance, WrongState> {
    return this.#db.transaction(() => {
      const before = this.find(id);
      const to = before && !REFUSED_EVENTS[effectOfRow(before)].includes(event) ? nextState(before.state, event) : null;
      if (!before || !to) return err({ code: "ledger.wrong-state", state: before?.state ?? null });
      this.#db.run(
        "UPDATE issuance SET state = ?, problem = ?, before = coalesce(?, before), proof = coalesce(?, proof), changed_at = ? WHERE id = ?",
        ...[to, [before.problem, problem].filter(Boolean).join("; "), json(kept.before), json(kept.proof), this.#clock.now(), id],
      );
      if (before.blankType !== null && before.serial !== null) {
        this.#blanks.move(before.blankType, before.serial, blankStateOf(to), id);
      }
      const after = this.#mustFind(id);
      noteArrow(this.#journal, after, event, before.state);
      this.#report(after, kept.settled);
      return ok(after);
    });
  }

  /** The person of this session has their numbered sheets in hand: all that are proved are issued, in one commit. */
  taken(session: string): Issuance[] {
    return this.#db.transaction(() =>
      this.#proved(session).flatMap(({ id }) => {
        const done = this.advance(id, "taken");
        return done.ok ? [done.value] : [];
      }),
    );
  }

  /** The session is over, and nobody was seen to take these; they stay `printed` for the technician to look into the outlet. */
  leftBehind(session: string): Issuance[] {
    return this.#db.transaction(() => {
      const left = this.#proved(session);
      for (const issuance of left) noteNotTaken(this.#journal, issuance);
      return left;
    });
  }

  find(id: string): Issuance | undefined {
    const row = this.#db.get<IssuanceRow>(`SELECT ${COLUMNS} FROM issuance WHERE id = ?`, id);
    return row && issuanceOf(row);
  }

  /** What a kill can leave in the middle. */
  inState(state: "intent" | "sent"): Issuance[] {
    return this.#db
      .all<IssuanceRow>(`SELECT ${COLUMNS} FROM issuance WHERE ${SHOWN} AND state = ? ORDER BY created_at, id`, state)
      .map(issuanceOf);
  }

  /**
   * What is on its way, and every number without a final state. On plain paper `unknown` is final and not shown. `serving`: the session that
   * runs now, null outside one.
   */
  open(serving: string | null = null): OpenIssuance[] {
    return this.#db
      .all<IssuanceRow>(`SELECT ${COLUMNS} FROM issuance WHERE ${SHOWN} ORDER BY created_at, id`)
      .map((row) => openIssuance(issuanceOf(row), serving));
  }

  #proved(session: string): Issuance[] {
    return this.#db
      .all<IssuanceRow>(
        `SELECT ${COLUMNS} FROM issuance WHERE session = ? AND state = 'printed' AND serial IS NOT NULL ORDER BY created_at, id`,
        session,
      )
      .map(issuanceOf);
  }

  #mustFind(id: string): Issuance {
    const found = this.find(id);
    if (!found) throw new Error(`issuance ${id} vanished inside its own transaction`);
    return found;
  }

  #report(issuance: Issuance, settled: Kept["settled"]): void {
    const outcome = outcomeOf(issuance.state);
    if (outcome === null) return;
    const now = this.#clock.now();
    this.#outbox.enqueue("issuance", issuance.caseId, uuidv7(now, this.#random), {
      issuance: issuance.id,
      case: issuance.caseId,
      template: issuance.template,
      documentSha256: issuance.sha256,
      blankType: issuance.blankType ?? "",
      serial: issuance.serial ?? "",
      outcome,
      documentCode: issuance.documentCode,
      ...(issuance.blankType === null ? {} : { blank: blankStateOf(issuance.state) }),
      ...(settled ? { settled } : {}),
      at: new Date(now).toISOString(),
    });
  }
}

function json(value: object | null | undefined): string | null {
  return value ? JSON.stringify(value) : null;
}
