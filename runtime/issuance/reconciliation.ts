import type { Clock, Timer } from "../../base/clock.ts";
import type { Database } from "../../base/database.ts";
import type { Log } from "../../base/log.ts";
import { type Random, uuidv7 } from "../../base/random.ts";
import { dayBefore, hallDate, untilHallMidnight } from "../../config/hall-time.ts";
import { MAX_ROW_BYTES } from "../../sync-agent/protocol/limits.ts";
import type { BlankStatementBody } from "../../sync-agent/protocol/messages.ts";
import type { Journal } from "../journal/journal.ts";
import type { Enqueue } from "../outbox-port.ts";
import type { KeptStatement, StatementReply } from "../server/technician-api.ts";
import { accountedIn, accountsOf } from "./accounts.ts";
import type { Blanks } from "./blanks.ts";
import { LiveBook } from "./live-book.ts";
import { isClosed, lastStatementAt, reportOf, statementOf } from "./statement.ts";
import { STOCK_SUBJECT } from "./stock.ts";

/** A machine's clock may be set, and a laptop sleeps: the day is looked at more often than it ends. */
const LOOK_EVERY_MS = 60 * 60_000;
/** Of a row, with room for its seal. */
const MAX_STATEMENT_BYTES = MAX_ROW_BYTES - 1_024;

export interface ReconciliationParts {
  readonly db: Database;
  readonly blanks: Blanks;
  readonly journal: Journal;
  readonly outbox: Enqueue;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * The day's account of blanks (日清日结), drawn up when the day has ended in the hall; at the start when it ended while the kiosk was off.
 * After several days off there is one, for the last of them: nothing changed in between.
 */
export class Reconciliation {
  /** For pages, between one day's end and the next. */
  readonly live: LiveBook;
  readonly #parts: ReconciliationParts;
  #timer: Timer | undefined;

  constructor(parts: ReconciliationParts) {
    this.#parts = parts;
    this.live = new LiveBook(parts.db, parts.blanks);
  }

  /** Catches up, and goes on with each day's end until `stop`. A day that cannot be written down (a full disk) is tried again within the hour. */
  start(log: Log): void {
    const { clock } = this.#parts;
    try {
      this.takeIfDue();
    } catch (cause) {
      log.error("blanks.not-reconciled", { cause });
    }
    this.#timer = clock.after(Math.min(untilHallMidnight(clock.now()), LOOK_EVERY_MS), () => this.start(log));
  }

  stop(): void {
    this.#timer?.cancel();
  }

  takeIfDue(): void {
    const { db, clock } = this.#parts;
    const day = dayBefore(hallDate(clock.now()));
    // A day that lies ahead was named by a clock that was wrong; it must not silence those until then.
    const last = db.get<{ day: string | null }>("SELECT max(day) AS day FROM blank_statement WHERE day <= ?", day)?.day ?? null;
    if (last !== null) {
      if (day > last) this.#take(day);
      return;
    }
    const loadedAt = db.get<{ at: number | null }>("SELECT min(loaded_at) AS at FROM blank_batch")?.at ?? null;
    // A pack that was loaded by a clock that ran ahead lies in the tray all the same.
    if (loadedAt !== null && (day >= hallDate(loadedAt) || loadedAt > clock.now())) this.#take(day);
  }

  report(): StatementReply {
    const { db, blanks, clock } = this.#parts;
    return reportOf(db, blanks, clock.now(), this.live.read().accounts);
  }

  #take(day: string): void {
    const { db, blanks, journal, outbox, clock, random } = this.#parts;
    db.transaction(() => {
      const now = clock.now();
      const accounts = accountsOf(db, blanks);
      const whole = statementOf(db, blanks, { day, at: now, countsSince: lastStatementAt(db, now), withoutClosed: true }, accounts);
      const { body, leftOut } = fitting(whole);
      const text = JSON.stringify(body);
      db.run("INSERT INTO blank_statement (day, at, balanced, body) VALUES (?, ?, ?, ?)", day, now, whole.isBalanced ? 1 : 0, text);
      for (const { batch } of body.batches.filter(isClosed))
        db.run("INSERT INTO blank_batch_closed (batch, day) VALUES (?, ?)", batch, day);
      journal.append("blanks.reconciled", {
        day,
        numbers: whole.batches.reduce((sum, { loaded }) => sum + loaded, 0),
        open: whole.open.length,
        balanced: whole.isBalanced,
        countsDiffer: whole.counts.filter(({ counted, expected }) => counted !== expected).length,
        leftOut,
      });
      for (const account of accounts.filter(({ isBalanced }) => !isBalanced)) {
        journal.append("blanks.unbalanced", {
          ...{ day, blankType: account.blankType },
          ...{ loaded: account.loaded, accounted: accountedIn(account) },
        });
      }
      outbox.enqueue("blank-statement", STOCK_SUBJECT, uuidv7(now, random), body);
    });
  }
}

// A pack that is left out is missed at the hub, and comes with another day; a row that is too large would stop them all. Of more open
// numbers than half of a row holds, the oldest are named: the packs give the state of every one.
function fitting({ isBalanced: _, ...whole }: KeptStatement): { readonly body: BlankStatementBody; readonly leftOut: number } {
  const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
  let room = MAX_STATEMENT_BYTES / 2;
  const open = whole.open.filter((one) => {
    room -= bytes(one) + 1;
    return room >= 0;
  });
  const body = { ...whole, open };
  let batches = body.batches;
  while (batches.length > 0 && bytes({ ...body, batches }) > MAX_STATEMENT_BYTES) {
    const largest = batches.reduce((one, other) => (bytes(other) > bytes(one) ? other : one));
    batches = batches.filter((batch) => batch !== largest);
  }
  return { body: { ...body, batches }, leftOut: body.batches.length - batches.length };
}
