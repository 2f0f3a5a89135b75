import { every, pause } from "../../base/clock.ts";
import { err, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import { commandRule } from "../kinds/kinds.ts";
import type { DeviceFailure, DeviceStatus } from "./api.ts";
import { checkedReport, checkedResult, checkedStatus } from "./claims.ts";
import { CommandQueue, type Outcome, STOP_GRACE_MS } from "./command-queue.ts";
import type { DeviceInfo } from "./device-info.ts";
import type { DeviceParts } from "./device-parts.ts";
import { type Call, type DriverFailure, failed, type Observed, type StopReason } from "./driver.ts";
import { GIVEN_UP, Healing } from "./healing.ts";
import type { Known } from "./hosted-driver.ts";
import { CLOSE_WITHIN_MS, openSession } from "./open-session.ts";
import { portPaths } from "./ports.ts";
import { type Ending, Session } from "./session.ts";
import { StatusTracker } from "./status-tracker.ts";
import { framesOf, within } from "./within.ts";

export const STATUS_WITHIN_MS = 5_000;
/** Supplies and covers change by a person's hand; drivers that can report by themselves do so at once. */
export const STATUS_POLL_MS = 10_000;

type AnyCommand = (args: unknown, call: Call) => Promise<Result<unknown, DriverFailure>>;

/** One configured device: keeps a connection to it, knows its state, runs its commands one by one. */
export class Device {
  readonly #parts: DeviceParts;
  readonly #queue: CommandQueue;
  readonly #tracker: StatusTracker;
  readonly #healing: Healing;
  readonly #closing = new AbortController();
  #known: Known;
  #session: Session | undefined;
  #wake = new AbortController();
  #living: Promise<void> | undefined;

  constructor(parts: DeviceParts) {
    const { id, driver, clock, random } = parts;
    this.#parts = parts;
    this.#queue = new CommandQueue(clock);
    this.#healing = new Healing(clock, random);
    const isLoaded = parts.shownOptions !== undefined;
    this.#known = { models: isLoaded ? driver.models : [], options: isLoaded ? parts.shownOptions : null };
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

  get info(): Pick<DeviceInfo, "status" | "models" | "options" | "healing"> {
    return { status: this.status, ...this.#known, healing: this.#healing.report };
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

  /** Asks the device now; what is known then. A status that does not come is not waited for twice. */
  async look(): Promise<DeviceStatus> {
    if (this.#session) await this.#look(this.#session);
    return this.status;
  }

  /** Closes the connection and opens a new one at once, also for a device that was given up. */
  reset(): void {
    this.#parts.log.info("device.reset", { state: this.status.state });
    this.#healing.reset();
    this.#session?.end("starting", "reset by a technician", "reset");
    this.#wake.abort();
  }

  /** Settles every waiter, then lets the device go. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#queue.close();
    await this.#queue.idle();
    this.#session?.end("offline", "host stops");
    this.#wake.abort();
    this.#tracker.stop();
    await this.#living;
  }

  async #live(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const session = new Session();
      const wake = new AbortController();
      this.#session = session;
      this.#wake = wake;
      this.#healing.trying();
      const wait = await this.#serve(session);
      await this.#rest(wait, wake);
    }
  }

  /** Waits for the next try: its time, a port that is plugged in again, or a person; a device that was given up for a person only. */
  async #rest(wait: number | "given-up", wake: AbortController): Promise<void> {
    const { clock, log, options, watch } = this.#parts;
    if (wait === "given-up") {
      if (!wake.signal.aborted) await new Promise((resolve) => wake.signal.addEventListener("abort", resolve, { once: true }));
      return;
    }
    const watches = portPaths(options).map((path) => watch(path, clock, () => wake.abort()));
    for (const one of watches) if (!one.ok) log.warn("device.not-watched", { why: one.error });
    await pause(clock, wait, wake.signal);
    for (const one of watches) if (one.ok) one.value.close();
  }

  /** Opens, inspects, serves until the connection ends, closes; answers how long to wait before the next try. */
  async #serve(session: Session): Promise<number | "given-up"> {
    const { clock, count } = this.#parts;
    const since = clock.monotonic();
    await openSession(session, this.#parts, {
      report: (change) => this.#report(session, change),
      known: (known) => {
        this.#known = known;
        this.#tracker.set({ model: known.models[0] ?? this.status.model });
      },
    });
    if (session.instance) this.#healing.connected();
    // Nothing is offered before the state that the device is in now is known: paper may have run out while it was away.
    await this.#look(session);
    const polling = every(clock, STATUS_POLL_MS, () => this.#look(session));
    const ending = await session.gone;
    polling.cancel();
    if (this.#closing.signal.aborted) {
      await this.#release(session);
      return 0;
    }
    const wait = this.#healing.after(ending, clock.monotonic() - since);
    this.#away(session, ending, wait === "given-up" && ending.weight === "fault");
    if (session.instance && ending.state === "offline") count("CommunicationErrorCount");
    await this.#release(session);
    return wait;
  }

  #away(session: Session, ending: Ending, isGivenUp: boolean): void {
    // What a driver said while it opened tells more than that it did not open; but not when it broke, nor that all is well.
    const early = session.instance || ending.weight !== "away" || session.early.state === "online" ? {} : session.early;
    const reasons = [...(early.reasons ?? ending.reason.split("\n")), ...(isGivenUp ? [GIVEN_UP] : [])];
    if (!reasons.every((one) => this.status.reasons.includes(one))) this.#parts.log.warn("device.away", { state: ending.state, reasons });
    this.#tracker.set({ state: ending.state, ...unknownNow(this.status), ...early, reasons });
  }

  #report(session: Session, change: unknown): void {
    if (session.isOver) return;
    const checked = checkedReport(change);
    if (!checked.ok) this.#lied(session, "report", checked.error);
    else if (session.instance) this.#tracker.set(checked.value);
    else session.early = { ...session.early, ...checked.value };
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
      case "value": {
        const checked = checkedStatus(seen.value);
        return checked.ok ? this.#tracker.set(checked.value) : this.#lied(session, "status", checked.error);
      }
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
      case "answered": {
        const checked = checkedResult(outcome.result, commandRule(this.#parts.driver.kind, command)?.value);
        if (checked.ok) return checked.value;
        if (session) this.#lied(session, command, checked.error);
        return failed("device.hardware", "indeterminate", "maintenance", { driverAnswered: checked.error });
      }
      case "threw":
        if (session) this.#fault(session, command, outcome.cause);
        return failed("device.hardware", "indeterminate", "maintenance", { driverThrew: framesOf(outcome.cause).error });
      case "hung":
        this.#parts.log.error("driver.failed", { in: command, reason: "did not stop when told to", waitedMs: STOP_GRACE_MS });
        session?.end("hardwareError", `driver hangs in ${command}`, "fault");
        return failed(why ?? "device.timeout", "indeterminate", "maintenance", { driver: "did not stop", waitedMs: STOP_GRACE_MS });
      default:
        return unreachable(outcome);
    }
  }

  #fault(session: Session, where: string, cause: unknown): void {
    const { error, at } = framesOf(cause);
    this.#parts.log.error("driver.failed", { in: where, error, at });
    session.end("hardwareError", `driver threw in ${where}: ${error}`, "fault");
  }

  #lied(session: Session, where: string, problem: string): void {
    this.#parts.log.error("driver.failed", { in: where, problem });
    session.end("hardwareError", `driver answers wrongly in ${where}: ${problem}`, "fault");
  }
}

// While a device is away nobody knows its paper, its cover and its sensors.
function unknownNow({ paper, sensors }: DeviceStatus): Pick<DeviceStatus, "paper" | "cover" | "sensors"> {
  return { paper: allUnknown(paper), cover: "unknown", sensors: allUnknown(sensors) };
}

function allUnknown(of: Readonly<Record<string, string>>): Record<string, "unknown"> {
  return Object.fromEntries(Object.keys(of).map((name) => [name, "unknown"]));
}
