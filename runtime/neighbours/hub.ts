import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import { err, type Result } from "../../base/result.ts";
import { Client } from "../../base/rpc.ts";
import type { AgentContract, HubLink, QueryFailure } from "../../sync-agent/agent/api.ts";
import { settleWithin } from "./settle-within.ts";

const GRACE_MS = 2_000;
const CALL_MS = 5_000;

export type Question = AgentContract["requests"]["agent.query"]["params"];

/** The city as the runtime sees it: whether it can be reached, and a question that always settles. */
export class Hub {
  readonly #client: Client<AgentContract>;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #listeners: (() => void)[] = [];
  #link: HubLink;

  constructor(socketPath: string, clock: Clock, log: Log) {
    this.#clock = clock;
    this.#log = log;
    this.#link = { hub: "unknown", since: clock.now(), waiting: 0, oldestMs: 0, quarantined: 0 };
    this.#client = new Client<AgentContract>(socketPath, clock, log);
    this.#client.on("agent.link", (link) => this.#set(link));
    this.#client.onLink((up) => {
      if (up) void this.#ask();
      else if (this.#link.hub !== "unknown") this.#set({ ...this.#link, hub: "unknown", since: clock.now() });
    });
  }

  get link(): HubLink {
    return this.#link;
  }

  onChange(then: () => void): void {
    this.#listeners.push(then);
  }

  async query(question: Question, signal: AbortSignal): Promise<Result<Record<string, unknown>, QueryFailure>> {
    const call = (inner: AbortSignal) => this.#client.call("agent.query", question, inner);
    const asked = await settleWithin(this.#clock, question.withinMs + GRACE_MS, call, signal);
    if (asked.ok) return asked.value;
    if (asked.error.code === "rpc.failed") this.#log.error("query.failed", { operation: question.operation, detail: asked.error.detail });
    return err(asked.error.code === "rpc.cancelled" ? { code: "query.timeout", withinMs: question.withinMs } : { code: "query.hub-away" });
  }

  /** There is a new row. If the agent is away it will find the row when it is back. */
  poke(): void {
    if (!this.#client.connected) return;
    void settleWithin(this.#clock, CALL_MS, (signal) => this.#client.call("agent.poke", {}, signal)).then((done) => {
      if (!done.ok) this.#log.debug("agent.not-poked", { code: done.error.code });
    });
  }

  forget(): void {
    this.#client.forget();
  }

  close(): void {
    this.#client.close();
  }

  async #ask(): Promise<void> {
    const asked = await settleWithin(this.#clock, CALL_MS, (signal) => this.#client.call("agent.link", {}, signal));
    if (asked.ok) this.#set(asked.value);
    else this.#log.warn("agent.no-link-state", { code: asked.error.code });
  }

  #set(link: HubLink): void {
    this.#link = link;
    for (const listener of this.#listeners) listener();
  }
}
