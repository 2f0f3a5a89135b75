import type { Clock } from "../../base/clock.ts";
import type { Database } from "../../base/database.ts";
import { type Random, uuidv7 } from "../../base/random.ts";
import type { CheckpointBody } from "../../sync-agent/protocol/messages.ts";
import type { Enqueue } from "../outbox-port.ts";
import type { Journal } from "./journal.ts";

/** Entries after which a checkpoint goes up even in the middle of a session. */
export const CHECKPOINT_EVERY = 200;

/** Tells the hub where the journal stands, so that a tail cut off later is missed there. */
export class Checkpoints {
  readonly #db: Database;
  readonly #journal: Journal;
  readonly #outbox: Enqueue;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(db: Database, journal: Journal, outbox: Enqueue, clock: Clock, random: Random) {
    this.#db = db;
    this.#journal = journal;
    this.#outbox = outbox;
    this.#clock = clock;
    this.#random = random;
  }

  /** At the end of a session, and at a clean stop. */
  take(): void {
    this.#db.transaction(() => {
      const noted = this.#journal.noteCheckpoint();
      if (!noted) return;
      const body: CheckpointBody = { entries: noted.entries, head: noted.head, at: new Date(noted.at).toISOString() };
      this.#outbox.enqueue("journal-checkpoint", "", uuidv7(this.#clock.now(), this.#random), body);
    });
  }

  takeIfDue(): void {
    if (this.#journal.head().entries - this.#journal.lastCheckpoint() >= CHECKPOINT_EVERY) this.take();
  }
}
