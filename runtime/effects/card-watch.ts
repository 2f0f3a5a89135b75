import { type Clock, pause } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import { type Random, uuidv7 } from "../../base/random.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { DeviceFailure } from "../../device-drivers/host/api.ts";
import type { CardReader, SessionWork } from "../session/work.ts";
import { WAIT_FOR_PERSON_MS } from "./parts.ts";

/** Between two looks: a reader that calls every card gone at once is not asked without end. */
const CALM_MS = 500;
/** A reader that was told to stop and does not say so is not waited for longer. */
const STOP_WITHIN_MS = 3_000;

export interface CardWatchParts {
  readonly work: SessionWork;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** A card of somebody who has no part in this session. */
  readonly onForeign: () => void;
}

/**
 * Sees between the steps whether the card that was read is changed for somebody else's. It takes its turn at a reader only while nobody
 * else wants it, and is a convenience: a reader that fails ends the watch of this step, never the session.
 */
export class CardWatch {
  readonly #parts: CardWatchParts;
  #over = new AbortController();
  #watching: Promise<unknown> | null = null;
  /** Readers of which it is known that the card has not been taken. */
  readonly #watched = new Set<CardReader>();
  #isEnded = false;

  constructor(parts: CardWatchParts) {
    this.#parts = parts;
  }

  /** Goes on watching the readers in which a card was read. */
  resume(): void {
    const { readers } = this.#parts.work;
    const before = this.#watching;
    if (this.#isEnded || readers.length === 0 || (before && !this.#over.signal.aborted)) return;
    this.#over = new AbortController();
    const { signal } = this.#over;
    // Who moved on while the readers were being let go has them watched again once they are.
    const watching = Promise.resolve(before).then(() => Promise.all(readers.map((reader) => this.#watch(reader, signal))));
    this.#watching = watching;
    // A device-host that was restarted has its readers back: the next step may try them again.
    void watching.then(() => this.#isOver(watching));
  }

  /** Lets go of the readers; resolves once a command may be given, with those in which the card still lies. */
  async yield(): Promise<ReadonlySet<CardReader>> {
    const watched = new Set(this.#watched);
    const watching = this.#watching;
    if (!watching) return watched;
    this.#over.abort();
    const stopped = new AbortController();
    void watching.then(() => stopped.abort());
    await pause(this.#parts.clock, STOP_WITHIN_MS, stopped.signal);
    this.#isOver(watching);
    return watched;
  }

  /** Lets go, for good. */
  async end(): Promise<void> {
    this.#isEnded = true;
    await this.yield();
  }

  #isOver(watching: Promise<unknown>): void {
    if (this.#watching === watching) this.#watching = null;
  }

  async #watch(reader: CardReader, signal: AbortSignal): Promise<void> {
    for (;;) {
      if ((await pause(this.#parts.clock, CALM_MS, signal)) === "aborted") return;
      const next = await this.#nextCard(reader, signal);
      if (signal.aborted) return;
      if (next.ok) {
        if (next.value !== null && !this.#parts.work.isKnown(next.value)) return this.#parts.onForeign();
        this.#parts.work.cardLies(reader, next.value);
      } else if (!isOfCard(next.error)) {
        this.#parts.log.warn("card-watch.ended", { reader, code: next.error.code });
        return;
      }
    }
  }

  /** The number of the next card that is laid down once the last one was taken; null where it says none. Its photo is not read. */
  async #nextCard(reader: CardReader, signal: AbortSignal): Promise<Result<string | null, DeviceFailure>> {
    const { work, clock, random } = this.#parts;
    const call = () => ({ key: uuidv7(clock.now(), random), withinMs: WAIT_FOR_PERSON_MS, signal });
    this.#watched.add(reader);
    const removed = await work.hold.execute(reader, "await-removal", {}, call());
    this.#watched.delete(reader);
    if (!removed.ok) return removed;
    work.cardLies(reader, null);
    if (reader === "id-card-reader") {
      const read = await work.hold.execute(reader, "read-card", { photo: false }, call());
      return read.ok ? ok(read.value.card.number) : err(read.error);
    }
    const read = await work.hold.execute(reader, "read-social-security-card", {}, call());
    // As a step that reads it writes it (`identityFromSocialSecurityCard`).
    return read.ok ? ok(read.value.number?.trim().toUpperCase() || null) : err(read.error);
  }
}

// A card that cannot be read is nobody's; a long session is no fault of the reader.
function isOfCard({ code }: DeviceFailure): boolean {
  return code.startsWith("card.") || code === "device.timeout";
}
