import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import { err, type Result } from "../../base/result.ts";
import { type CallError, Client } from "../../base/rpc.ts";
import type { AgentContract, HubLink, QueryFailure } from "../../sync-agent/agent/api.ts";
import { settleWithin } from "./settle-within.ts";

const GRACE_MS = 2_000;
const CALL_MS = 5_000;

export type Question = AgentContract["requests"]["agent.query"]["params"];
export type DocumentQuestion = AgentContract["requests"]["agent.document"]["params"];

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

  query(question: Question, signal?: AbortSignal): Promise<Result<Record<string, unknown>, QueryFailure>> {
    return this.#put(question, (inner) => this.#client.call("agent.query", question, inner), signal);
  }

  /** A department's PDF with the hub's word for it. Nobody has verified either: see `DepartmentDocuments`. */
  document(question: DocumentQuestion, signal?: AbortSignal): Promise<AgentContract["requests"]["agent.document"]["result"]> {
    return this.#put(question, (inner) => this.#client.call("agent.document", question, inner), signal);
  }

  /** An address for the person's phone, of a department's file. */
  download(question: Question, signal?: AbortSignal): Promise<AgentContract["requests"]["agent.download"]["result"]> {
    return this.#put(question, (inner) => this.#client.call("agent.download", question, inner), signal);
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

  async #put<T>(
    { operation, withinMs }: Question,
    call: (signal: AbortSignal) => Promise<Result<Result<T, QueryFailure>, CallError>>,
    signal?: AbortSignal,
  ): Promise<Result<T, QueryFailure>> {
    const asked = await settleWithin(this.#clock, withinMs + GRACE_MS, call, signal);
    if (asked.ok) return asked.value;
    if (asked.error.code === "rpc.failed") this.#log.error("query.failed", { operation, detail: asked.error.detail });
    return err(asked.error.code === "rpc.cancelled" ? { code: "query.timeout", withinMs } : { code: "query.hub-away" });
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
