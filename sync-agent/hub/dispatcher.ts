import { type Clock, pause } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import { fraction, type Random } from "../../base/random.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { ConnectorEngine } from "../departments/engine.ts";
import type { QueryReply } from "../protocol/messages.ts";
import { openCase } from "./open-row.ts";
import type { Delivery, HubStore, Settlement } from "./store.ts";

export interface DispatcherParts {
  readonly store: HubStore;
  readonly engine: ConnectorEngine;
  /** The hub's private X25519 key, PEM. */
  readonly unsealKey: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

const AT_ONCE = 20;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 10 * 60_000;
/** Nothing is due: look again anyway, in case a clock was set. */
const LOOK_EVERY_MS = 60_000;

/** Hands cases over to departments: at least once, with the case's id as the key, until the department has said yes or no. */
export class Dispatcher {
  readonly #parts: DispatcherParts;
  readonly #stopped = new AbortController();
  #wake: (() => void) | undefined;
  #poked = false;
  #running: Promise<void> = Promise.resolve();

  constructor(parts: DispatcherParts) {
    this.#parts = { ...parts, log: parts.log.channel("dispatcher") };
  }

  start(): void {
    this.#running = this.#keepDelivering();
  }

  /** A case has come in. */
  poke(): void {
    this.#poked = true;
    this.#wake?.();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  /** Delivers what is due now; gives how many were settled one way or the other. */
  async deliverDue(): Promise<number> {
    const { store, clock } = this.#parts;
    const due = await store.dueDeliveries(clock.now(), AT_ONCE);
    await Promise.all(due.map((delivery) => this.#deliver(delivery)));
    return due.length;
  }

  async #keepDelivering(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      this.#poked = false;
      if ((await this.deliverDue()) === AT_ONCE) continue;
      await this.#rest();
    }
  }

  async #rest(): Promise<void> {
    const { store, clock } = this.#parts;
    const nextAt = await store.nextDeliveryAt();
    const waitMs = Math.min(LOOK_EVERY_MS, nextAt === null ? LOOK_EVERY_MS : Math.max(0, nextAt - clock.now()));
    if (this.#poked || waitMs === 0) return;
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    await pause(clock, waitMs, AbortSignal.any([woken.signal, this.#stopped.signal]));
    this.#wake = undefined;
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const { store, engine, unsealKey, log } = this.#parts;
    const record = openCase(delivery.rowId, delivery.sealed, unsealKey);
    const settlement = record.ok
      ? this.#settlement(await engine.deliver(delivery.connector, record.value, delivery.case), delivery.attempts)
      : this.#later(record.error, delivery.attempts);
    await store.settleDelivery(delivery, settlement);
    log.info("case.delivery", { case: delivery.case, connector: delivery.connector, to: settlement.to, attempts: delivery.attempts + 1 });
  }

  #settlement(reply: QueryReply, attempts: number): Settlement {
    switch (reply.outcome) {
      case "answer": {
        const reference = reply.answer["reference"];
        return { to: "delivered", reference: typeof reference === "string" ? reference : "" };
      }
      case "refused":
        return { to: "refused", note: reply.reason };
      case "pending":
      case "department-away":
      case "unknown-operation":
        return this.#later(reply.outcome, attempts);
      default:
        return unreachable(reply);
    }
  }

  // Half of the wait is random: a department that comes back is not met by every case at once, and none comes at once.
  #later(note: string, attempts: number): Settlement {
    const { clock, random } = this.#parts;
    const limit = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempts, 20));
    return { to: "later", note, nextAt: clock.now() + Math.floor(limit / 2 + (limit / 2) * fraction(random)) };
  }
}
