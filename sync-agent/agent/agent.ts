import { type Clock, pause } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { Random } from "../../base/random.ts";
import type { Result } from "../../base/result.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { Query } from "../protocol/messages.ts";
import type { HubLink, QueryFailure } from "./api.ts";
import { backoffMs } from "./backoff.ts";
import { Drain, type DrainStep } from "./drain.ts";
import type { HubClient } from "./hub-client.ts";
import { type Answer, ask, askDocument, askDownload } from "./query.ts";

export interface AgentParts {
  readonly outbox: Outbox;
  readonly client: HubClient;
  readonly kiosk: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

// A person who starts an item should hear within seconds that the hub went away, and 0.2 KB a probe costs nothing.
const PROBE_EVERY_MS = 3_000;
const PROBE_WITHIN_MS = 2_000;
/** Rows are announced by a poke; this finds those whose poke was lost. */
const LOOK_EVERY_MS = 5_000;

type Put<T> = (client: HubClient, kiosk: string, query: Query, signal: AbortSignal) => Promise<Result<T, QueryFailure>>;

/** The kiosk's side of the line: drains the outbox, passes questions on, and knows whether the hub is there. */
export class Agent {
  readonly #parts: AgentParts;
  readonly #drain: Drain;
  readonly #stopped = new AbortController();
  readonly #listeners: ((link: HubLink) => void)[] = [];
  #hub: HubLink["hub"] = "unknown";
  #since: number;
  #failures = 0;
  /** Monotonic ms before which nothing is sent, because the hub asked for that. */
  #notBefore = 0;
  #wake: (() => void) | undefined;
  #poked = false;
  #announced = "";
  #running: Promise<unknown> = Promise.resolve();

  constructor(parts: AgentParts) {
    this.#parts = parts;
    this.#drain = new Drain(parts);
    this.#since = parts.clock.now();
  }

  start(): void {
    this.#running = Promise.all([this.#keepDraining(), this.#keepProbing()]);
  }

  /** Ends what is under way; what was not acknowledged stays in the outbox. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#wake?.();
    await this.#running;
  }

  /** A row was written: go and look, unless the hub asked us to wait. */
  poke(): void {
    this.#poked = true;
    this.#announce();
    this.#wake?.();
  }

  link(): HubLink {
    const { outbox } = this.#parts;
    return {
      hub: this.#hub,
      since: this.#since,
      waiting: outbox.depth(),
      oldestMs: outbox.oldestMs(),
      quarantined: outbox.quarantinedCount(),
    };
  }

  /** Calls `then` when the hub comes or goes, and when the number of waiting or set-aside rows has changed. */
  onLink(then: (link: HubLink) => void): void {
    this.#listeners.push(then);
  }

  query(query: Query, signal: AbortSignal): Promise<Answer> {
    return this.#put(ask, query, signal);
  }

  document(query: Query, signal: AbortSignal): ReturnType<typeof askDocument> {
    return this.#put(askDocument, query, signal);
  }

  download(query: Query, signal: AbortSignal): ReturnType<typeof askDownload> {
    return this.#put(askDownload, query, signal);
  }

  async #put<T>(put: Put<T>, query: Query, signal: AbortSignal): Promise<Result<T, QueryFailure>> {
    const answer = await put(this.#parts.client, this.#parts.kiosk, query, AbortSignal.any([signal, this.#stopped.signal]));
    if (!answer.ok && answer.error.code === "query.hub-away" && !signal.aborted) this.#setHub("away");
    return answer;
  }

  async #keepProbing(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      const reply = await this.#parts.client.send("GET", "/v1/alive", undefined, {
        withinMs: PROBE_WITHIN_MS,
        signal: this.#stopped.signal,
      });
      if (this.#stopped.signal.aborted) return;
      if (!reply.ok) this.#parts.log.debug("hub.no-probe", { ...reply.error });
      this.#setHub(reply.ok && reply.value.status === 204 ? "reachable" : "away");
      await pause(this.#parts.clock, PROBE_EVERY_MS, this.#stopped.signal);
    }
  }

  async #keepDraining(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      this.#poked = false;
      const step = await this.#drain.step(this.#stopped.signal);
      this.#announce();
      const waitMs = this.#waitAfter(step);
      if (waitMs > 0) await this.#rest(waitMs);
    }
  }

  #waitAfter(step: DrainStep): number {
    const { log, random, clock } = this.#parts;
    if (step.kind === "failed") {
      this.#failures += 1;
      if (step.retryAfterMs !== null && step.retryAfterMs > 0) this.#notBefore = clock.monotonic() + step.retryAfterMs;
      const waitMs = step.retryAfterMs ?? backoffMs(this.#failures, random);
      log.warn("outbox.not-sent", { why: step.why, failures: this.#failures, waitMs });
      return waitMs;
    }
    this.#failures = 0;
    if (step.kind === "moved") log.info("outbox.moved", { stored: step.stored, setAside: step.setAside });
    return step.kind === "empty" ? LOOK_EVERY_MS : 0;
  }

  // Ends early on a poke or when the hub is back, but never before the time that the hub itself asked for.
  async #rest(ms: number): Promise<void> {
    const { clock } = this.#parts;
    if (!this.#poked) {
      const woken = new AbortController();
      this.#wake = () => woken.abort();
      await pause(clock, ms, AbortSignal.any([woken.signal, this.#stopped.signal]));
      this.#wake = undefined;
    }
    const held = this.#notBefore - clock.monotonic();
    if (held > 0) await pause(clock, held, this.#stopped.signal);
  }

  #setHub(hub: "reachable" | "away"): void {
    if (hub === this.#hub) return;
    this.#hub = hub;
    this.#since = this.#parts.clock.now();
    this.#parts.log.info("hub.link", { hub });
    if (hub === "reachable") {
      this.#failures = 0;
      this.#wake?.();
    }
    this.#announce();
  }

  #announce(): void {
    const link = this.link();
    const shown = `${link.hub} ${link.since} ${link.waiting} ${link.quarantined}`;
    if (shown === this.#announced) return;
    this.#announced = shown;
    for (const listener of this.#listeners) listener(link);
  }
}
