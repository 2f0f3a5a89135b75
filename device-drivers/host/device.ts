import { type Clock, every, pause } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { Random } from "../../base/random.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { DeviceKind } from "../../config/settings/device-kinds.ts";
import type { OpenTransport } from "../transport/open-transport.ts";
import type { DeviceFailure, DeviceState, DeviceStatus, FailureCode } from "./api.ts";
import { backOffMs, STABLE_MS } from "./back-off.ts";
import { CommandQueue, type Outcome, STOP_GRACE_MS } from "./command-queue.ts";
import { type Call, type Driver, type DriverContext, type DriverFailure, failed, type Observed, type StopReason } from "./driver.ts";
import { Session } from "./session.ts";
import { StatusTracker } from "./status-tracker.ts";
import { framesOf, within } from "./within.ts";

/** A driver may try several addresses or wait for a module to start; longer, and it hangs. */
export const OPEN_WITHIN_MS = 20_000;
export const STATUS_WITHIN_MS = 5_000;
export const CLOSE_WITHIN_MS = 3_000;
/** Supplies and covers change by a person's hand; drivers that can report by themselves do so at once. */
export const STATUS_POLL_MS = 10_000;

export interface DeviceParts {
  readonly id: string;
  readonly driver: Driver<DeviceKind>;
  readonly options: unknown;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly connect: OpenTransport;
  readonly count: (name: string, by?: number) => void;
  readonly onStatus: (status: DeviceStatus) => void;
}

type AnyCommand = (args: unknown, call: Call) => Promise<Result<unknown, DriverFailure>>;

/** One configured device: keeps a connection to it, knows its state, runs its commands one by one. */
export class Device {
  readonly #parts: DeviceParts;
  readonly #queue: CommandQueue;
  readonly #tracker: StatusTracker;
  readonly #closing = new AbortController();
  #session: Session | undefined;
  #living: Promise<void> | undefined;

  constructor(parts: DeviceParts) {
    this.#parts = parts;
    this.#queue = new CommandQueue(parts.clock);
    const { id, driver, clock } = parts;
    const first = { state: "starting", paper: {}, cover: "unknown", reasons: [] } satisfies Observed;
    this.#tracker = new StatusTracker(
      { id, kind: driver.kind, model: driver.models[0], ...first, sensors: {}, since: clock.now() },
      clock,
      parts.onStatus,
    );
  }

  get status(): DeviceStatus {
    return this.#tracker.current;
  }

  start(): void {
    this.#living ??= this.#live();
  }

  /** `args` have been checked. Never rejects. */
  async run(command: string, args: unknown, withinMs: number, signal: AbortSignal): Promise<Result<unknown, DeviceFailure>> {
    let session: Session | undefined;
    const result = await this.#queue.add({
      withinMs,
      signal,
      run: (call) => {
        session = this.#session;
        const instance = session?.isOver ? undefined : session?.instance;
        const act = (instance?.commands as Record<string, AnyCommand> | undefined)?.[command];
        if (!instance) return Promise.resolve(failed("device.offline", "no", "operator", { state: this.status.state }));
        if (!act) return Promise.resolve(failed("device.unsupported", "no", "maintenance"));
        return act.call(instance.commands, args, call);
      },
      conclude: (outcome, why) => this.#conclude(command, outcome, why, session),
    });
    return result.ok ? result : err({ ...result.error, device: this.#parts.id, command });
  }

  /** Settles every waiter, then lets the device go. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#queue.close();
    await this.#queue.idle();
    this.#session?.end("offline", "host stops");
    this.#tracker.stop();
    await this.#living;
  }

  async #live(): Promise<void> {
    const { clock, random } = this.#parts;
    for (let attempt = 0; !this.#closing.signal.aborted; ) {
      const since = clock.monotonic();
      const session = new Session();
      this.#session = session;
      await this.#serve(session);
      // A device that comes and goes is not new each time: only a connection that held starts the count again.
      attempt = clock.monotonic() - since >= STABLE_MS ? 1 : attempt + 1;
      await pause(clock, backOffMs(attempt, random), this.#closing.signal);
    }
  }

  /** Opens, inspects, serves until the connection ends, closes. */
  async #serve(session: Session): Promise<void> {
    const { clock, count } = this.#parts;
    await this.#open(session);
    // Nothing is offered before the state that the device is in now is known: paper may have run out while it was away.
    await this.#look(session);
    const polling = every(clock, STATUS_POLL_MS, () => this.#look(session));
    const ending = await session.gone;
    polling.cancel();
    if (this.#closing.signal.aborted) return this.#release(session);
    const early = session.instance ? {} : session.early;
    const reasons = early.reasons ?? [ending.reason];
    if (!reasons.every((one) => this.status.reasons.includes(one))) this.#parts.log.warn("device.away", { state: ending.state, reasons });
    this.#tracker.set({ state: ending.state, ...unknownNow(this.status), ...early, reasons });
    if (session.instance && ending.state === "offline") count("CommunicationErrorCount");
    await this.#release(session);
  }

  async #open(session: Session): Promise<void> {
    const { driver, clock, log } = this.#parts;
    const open = async () => {
      const opened = await driver.open(this.#context(session));
      if (!opened.ok || !session.isOver) return opened;
      // It answers after all, but nobody waits for it any more.
      await within(clock, CLOSE_WITHIN_MS, () => opened.value.close());
      return failed("device.closed", "no", "retry");
    };
    const opened = await within(clock, OPEN_WITHIN_MS, () =>
      Promise.race([open(), session.gone.then(() => failed("device.closed", "no", "retry"))]),
    );
    if (opened.kind !== "value") {
      const reason = opened.kind === "late" ? `driver did not open within ${OPEN_WITHIN_MS} ms` : "driver threw in open";
      log.error("driver.failed", { in: "open", reason, ...(opened.kind === "threw" ? { cause: opened.cause } : {}) });
      session.end("hardwareError", reason);
    } else if (!opened.value.ok) {
      const { code, facts } = opened.value.error;
      session.end(stateFor(code), [code, ...Object.entries(facts).map(([name, value]) => `${name}=${value}`)].join(" "));
    } else session.instance = opened.value.value as never;
  }

  #context(session: Session): DriverContext<unknown> {
    const { id, clock, random, log, options, count, connect } = this.#parts;
    return {
      ...{ id, clock, random, log, options, count, signal: session.signal },
      connect: (settings) => connect(settings, clock, session.signal),
      report: (change) => {
        if (session.isOver) return;
        if (session.instance) this.#tracker.set(change);
        else session.early = { ...session.early, ...change };
      },
      lost: (reason) => session.end("offline", reason),
    };
  }

  async #look(session: Session): Promise<void> {
    const { instance } = session;
    if (!instance || session.isAsking || session.isOver) return;
    session.isAsking = true;
    const seen = await within(this.#parts.clock, STATUS_WITHIN_MS, async () => {
      const status = await instance.status(session.signal);
      session.isAsking = false;
      return status;
    });
    if (session.isOver) return;
    switch (seen.kind) {
      case "value":
        return this.#tracker.set(seen.value);
      case "late":
        // Unknown is a value; it neither breaks the device nor holds up a command.
        return this.#parts.log.warn("device.status-late", { waitedMs: STATUS_WITHIN_MS });
      case "threw":
        return this.#fault(session, "status", seen.cause);
      default:
        return unreachable(seen);
    }
  }

  async #release(session: Session): Promise<void> {
    const { instance } = session;
    if (!instance) return;
    const closed = await within(this.#parts.clock, CLOSE_WITHIN_MS, () => instance.close());
    if (closed.kind !== "value")
      this.#parts.log.error("driver.failed", { in: "close", how: closed.kind, ...(closed.kind === "threw" ? framesOf(closed.cause) : {}) });
  }

  #conclude(command: string, outcome: Outcome, why: StopReason | undefined, session: Session | undefined): Result<unknown, DriverFailure> {
    switch (outcome.kind) {
      case "answered":
        return outcome.result.ok ? ok(outcome.result.value) : outcome.result;
      case "threw":
        if (session) this.#fault(session, command, outcome.cause);
        return failed("device.hardware", "indeterminate", "maintenance", { driverThrew: framesOf(outcome.cause).error });
      case "hung":
        this.#parts.log.error("driver.failed", { in: command, reason: "did not stop when told to", waitedMs: STOP_GRACE_MS });
        session?.end("hardwareError", `driver hangs in ${command}`);
        return failed(why ?? "device.timeout", "indeterminate", "maintenance", { driver: "did not stop", waitedMs: STOP_GRACE_MS });
      default:
        return unreachable(outcome);
    }
  }

  #fault(session: Session, where: string, cause: unknown): void {
    const { error, at } = framesOf(cause);
    this.#parts.log.error("driver.failed", { in: where, error, at });
    session.end("hardwareError", `driver threw in ${where}: ${error}`);
  }
}

// While a device is away nobody knows its paper, its cover and its sensors.
function unknownNow({ paper, sensors }: DeviceStatus): Pick<DeviceStatus, "paper" | "cover" | "sensors"> {
  return { paper: allUnknown(paper), cover: "unknown", sensors: allUnknown(sensors) };
}

function allUnknown(of: Readonly<Record<string, string>>): Record<string, "unknown"> {
  return Object.fromEntries(Object.keys(of).map((name) => [name, "unknown"]));
}

function stateFor(code: FailureCode): DeviceState {
  switch (code) {
    case "device.offline":
    case "device.timeout":
    case "device.closed":
    case "device.cancelled":
      return "offline";
    case "device.refused":
    case "device.unsupported":
      return "userError";
    default:
      return "hardwareError";
  }
}
