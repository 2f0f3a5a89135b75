import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import { ok, type Result } from "../../base/result.ts";
import type { CallError, Client } from "../../base/rpc.ts";
import type { DeviceHostContract, ModeRefusal, ModeReport } from "../../device-drivers/host/api.ts";
import { settleWithin } from "./settle-within.ts";

const CALL_MS = 5_000;
/** device-host withdraws a question by its own deadline; one that hangs altogether is given up this much later. */
const GRACE_MS = 3_000;
/** Leaving waits for others, who have ten seconds. */
const EXIT_MS = 15_000;

/** Technician mode as device-host keeps it. Each new link registers anew, before anything is made of the devices. */
export class ModeLink {
  readonly #client: Client<DeviceHostContract>;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #listeners: (() => void)[] = [];
  #report: ModeReport | null = null;
  #lease: string | null = null;

  constructor(client: Client<DeviceHostContract>, clock: Clock, log: Log) {
    this.#client = client;
    this.#clock = clock;
    this.#log = log;
    // What is told before the registration is answered is older than its answer.
    client.on("mode.changed", (report) => this.#report && this.#set(report));
    client.onLink((up) => {
      if (!up && this.#report) this.#set(null);
    });
  }

  /** Null while device-host is away. */
  get report(): ModeReport | null {
    return this.#report;
  }

  onChange(then: () => void): void {
    this.#listeners.push(then);
  }

  async register(name: string): Promise<Result<void, CallError>> {
    const registered = await settleWithin(this.#clock, CALL_MS, (signal) => this.#client.call("mode.register", { name }, signal));
    if (!registered.ok) return registered;
    this.#set(registered.value);
    return ok();
  }

  /** Of the mode, while this runtime is the one that entered it; null otherwise. */
  get lease(): string | null {
    return this.#report?.state === "active" ? this.#lease : null;
  }

  /** Answers once everybody has agreed. */
  async enter(name: string, withinMs: number): Promise<Result<void, ModeRefusal | CallError>> {
    const call = (signal: AbortSignal) => this.#client.call("mode.enter", { name, withinMs }, signal);
    const entered = await settleWithin(this.#clock, withinMs + GRACE_MS, call);
    if (!entered.ok) return entered;
    if (!entered.value.ok) return entered.value;
    this.#lease = entered.value.value.lease;
    return ok();
  }

  async exit(): Promise<void> {
    const left = await settleWithin(this.#clock, EXIT_MS, (signal) => this.#client.call("mode.exit", {}, signal));
    if (!left.ok) this.#log.warn("mode.not-left", { code: left.error.code });
  }

  async answer(request: number, agree: "yes" | "later" | "no", why: string): Promise<void> {
    const call = (signal: AbortSignal) => this.#client.call("mode.answer", { request, agree, why }, signal);
    const answered = await settleWithin(this.#clock, CALL_MS, call);
    if (!answered.ok) this.#log.warn("mode.not-answered", { code: answered.error.code });
  }

  #set(report: ModeReport | null): void {
    this.#report = report;
    if (report?.state !== "active" && report?.state !== "enter-pending") this.#lease = null;
    for (const listener of this.#listeners) listener();
  }
}
