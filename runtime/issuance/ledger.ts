import type { Clock } from "../../base/clock.ts";
import type { Database } from "../../base/database.ts";
import { type Random, uuidv7 } from "../../base/random.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { Journal } from "../journal/journal.ts";
import type { Enqueue } from "../outbox-port.ts";
import type { OpenIssuance } from "../server/api.ts";
import type { Blanks, ReserveProblem } from "./blanks.ts";
import type { Issuance } from "./issuance.ts";
import { noteArrow, noteIntent } from "./note.ts";
import { blankStateOf, type IssuanceEvent, type IssuanceState, nextState, outcomeOf } from "./states.ts";

/** What is meant to be printed. The document has been made: `sha256` is of its bytes, or `NO_DOCUMENT`. */
export interface Intent {
  /** Id of the session; "" outside one. */
  readonly session: string;
  /** "" when there is no case. */
  readonly caseId: string;
  readonly kind: "receipt" | "certificate";
  readonly template: string;
  readonly blankType: string | null;
  readonly sha256: string;
  readonly pages: number;
}

export interface WrongState {
  readonly code: "ledger.wrong-state";
  readonly state: IssuanceState | null;
}

/** The hub wants 64 hex digits; these stand for a receipt, and for a document that could not be made. */
export const NO_DOCUMENT = "0".repeat(64);
const COLUMNS = "id, session, case_id AS caseId, kind, template, blank_type AS blankType, serial, sha256, pages, state, problem";

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

  /** The first arrow: writes down what is meant to happen, and takes a blank when one is needed. */
  intend(what: Intent): Result<Issuance, ReserveProblem> {
    return this.#db.transaction(() => {
      const next = what.blankType === null ? null : this.#blanks.next(what.blankType);
      if (next && !next.ok) return next;
      const now = this.#clock.now();
      const id = uuidv7(now, this.#random);
      this.#db.run(
        `INSERT INTO issuance (id, session, case_id, kind, template, blank_type, serial, sha256, pages, state, created_at, changed_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'intent', ?, ?)`,
        ...[
          id,
          what.session,
          what.caseId,
          what.kind,
          what.template,
          what.blankType,
          next?.value ?? null,
          what.sha256,
          what.pages,
          now,
          now,
        ],
      );
      if (what.blankType !== null && next) this.#blanks.move(what.blankType, next.value, "reserved", id);
      const issuance = this.#mustFind(id);
      noteIntent(this.#journal, issuance);
      return ok(issuance);
    });
  }

  /** Takes one arrow; `problem`: why, for the technician, without anything of a person. An arrow that does not start at the present state changes nothing. */
  advance(id: string, event: IssuanceEvent, problem = ""): Result<Issuance, WrongState> {
    return this.#db.transaction(() => {
      const before = this.find(id);
      const to = before && nextState(before.state, event);
      if (!before || !to) return err({ code: "ledger.wrong-state", state: before?.state ?? null });
      this.#db.run("UPDATE issuance SET state = ?, problem = ?, changed_at = ? WHERE id = ?", ...[to, problem, this.#clock.now(), id]);
      if (before.blankType !== null && before.serial !== null) {
        this.#blanks.move(before.blankType, before.serial, blankStateOf(to), id);
      }
      const after = this.#mustFind(id);
      noteArrow(this.#journal, after, event);
      this.#report(after);
      return ok(after);
    });
  }

  find(id: string): Issuance | undefined {
    return this.#db.get<Issuance>(`SELECT ${COLUMNS} FROM issuance WHERE id = ?`, id);
  }

  inState(state: IssuanceState): Issuance[] {
    return this.#db.all<Issuance>(`SELECT ${COLUMNS} FROM issuance WHERE state = ? ORDER BY created_at, id`, state);
  }

  /** What is on its way, and what only a technician can settle. A receipt of unknown fate holds nothing and is not shown. */
  open(): OpenIssuance[] {
    return this.#db.all<OpenIssuance>(
      `SELECT id, template AS document, serial, CASE state WHEN 'held' THEN 'unknown' ELSE state END AS state, changed_at AS since
       FROM issuance WHERE state IN ('intent', 'sent') OR (state IN ('held', 'unknown') AND serial IS NOT NULL) ORDER BY created_at, id`,
    );
  }

  #mustFind(id: string): Issuance {
    const found = this.find(id);
    if (!found) throw new Error(`issuance ${id} vanished inside its own transaction`);
    return found;
  }

  #report(issuance: Issuance): void {
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
      at: new Date(now).toISOString(),
    });
  }
}
