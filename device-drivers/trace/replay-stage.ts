import { silentLog } from "../../base/log.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { DeviceKind } from "../../config/settings/device-kinds.ts";
import type { Driver, DriverContext, DriverFailure, DriverInstance, Observed } from "../host/driver.ts";
import type { Transport, TransportError } from "../transport/transport.ts";
import type { Redactor } from "./redaction.ts";
import type { ReplayClock } from "./replay-clock.ts";
import { ReplayTransport } from "./replay-transport.ts";
import { inShort, THREW } from "./trace-driver.ts";
import type { TraceEvent, TraceHeader, TraceStep } from "./trace-file.ts";

/** Where a driver did something else than in the recording. `found` is empty where it did nothing. */
export interface Departure {
  /** Of the file, from 1. */
  readonly line: number;
  readonly atMs: number;
  readonly way: TraceEvent["way"] | "unrecorded";
  readonly expected: string;
  readonly found: string;
}

/** What a driver makes of a recording, for who watches. */
export type Said =
  | { readonly atMs: number; readonly is: "status"; readonly status: Partial<Observed> }
  | { readonly atMs: number; readonly is: "lost"; readonly reason: string }
  | { readonly atMs: number; readonly is: "answer"; readonly command: string; readonly result: string };

export type Difference = Pick<Departure, "expected" | "found">;

type Asked = Extract<TraceStep, { way: "asked" }>;
type Opened = Extract<TraceStep, { way: "opened" | "not-opened" }>;
type AnyCommand = (args: unknown, call: { signal: AbortSignal; deadline: number }) => Promise<Result<unknown, DriverFailure>>;

/** What stands around a driver while it lives through a recording: its context, its connections, its callers. */
export class ReplayStage {
  at = { line: 1, atMs: 0 };
  departure: Departure | undefined;
  /** Of finished calls, by number. */
  readonly answers = new Map<number, unknown>();
  /** Reports and losses that no line of the recording has matched yet. */
  readonly said: unknown[] = [];
  readonly #driver: Driver<DeviceKind>;
  readonly #header: TraceHeader;
  readonly #clock: ReplayClock;
  readonly #redactor: (() => Redactor) | undefined;
  readonly #tell: (said: Said) => void;
  readonly #sent = new Map<number, Buffer>();
  readonly #closed = new Map<number, TransportError>();
  readonly #due = new Map<number, number>();
  readonly #lines = new Map<number, ReplayTransport>();
  readonly #wanted: ((opened: Result<Transport, TransportError>) => void)[] = [];
  readonly #calls = new Map<number, AbortController>();
  readonly #sessions = new Map<number, { over: AbortController; instance?: DriverInstance<DeviceKind> }>();
  readonly #random: Buffer[];

  constructor(
    driver: Driver<DeviceKind>,
    header: TraceHeader,
    events: readonly TraceEvent[],
    clock: ReplayClock,
    redactor: (() => Redactor) | undefined,
    tell: (said: Said) => void,
  ) {
    this.#driver = driver;
    this.#header = header;
    this.#clock = clock;
    this.#redactor = redactor;
    this.#tell = tell;
    this.#random = events.flatMap((event) => (event.way === "random" ? [Buffer.from(event.hex, "hex")] : []));
    for (const event of events) {
      if (event.way === "closed") this.#closed.set(event.connection, event.why);
      if (event.way !== "sent") continue;
      const before = this.#sent.get(event.connection) ?? Buffer.alloc(0);
      this.#sent.set(event.connection, Buffer.concat([before, Buffer.from(event.hex ?? "", "hex")]));
    }
  }

  line(connection: number): ReplayTransport | undefined {
    return this.#lines.get(connection);
  }

  ask(asked: Asked): Difference | undefined {
    const giveUp = new AbortController();
    this.#calls.set(asked.call, giveUp);
    if (asked.what === "open") {
      this.#settle(asked, this.#open(asked.session));
      return undefined;
    }
    const session = this.#sessions.get(asked.session);
    const instance = session?.instance;
    if (!session || !instance) return { expected: "open", found: "" };
    if (asked.what === "command") return this.#command(asked, instance, giveUp.signal);
    this.#settle(asked, asked.what === "status" ? instance.status(session.over.signal) : instance.close().then(() => "closed"));
    return undefined;
  }

  stop(call: number, reason: string): undefined {
    this.#calls.get(call)?.abort(reason);
  }

  endSession(session: number): undefined {
    this.#sessions.get(session)?.over.abort("device.closed");
  }

  wantsConnection(connection: number): boolean {
    return this.#wanted.length > 0 && !this.#lines.has(connection);
  }

  connect(opened: Opened): undefined {
    const resolve = this.#wanted.shift();
    if (opened.way === "not-opened") resolve?.(err(opened.error));
    else {
      const { connection, name } = opened;
      const recorded = { sent: this.#sent.get(connection) ?? Buffer.alloc(0), closed: this.#closed.get(connection) };
      const line = new ReplayTransport(name, recorded, this.#redactor?.(), (wrong) => {
        this.departure ??= {
          ...this.at,
          way: "sent",
          expected: `@${wrong.offset} ${wrong.expected}`,
          found: `@${wrong.offset} ${wrong.found}`,
        };
      });
      this.#lines.set(connection, line);
      resolve?.(ok(line));
    }
  }

  expectSent(event: Extract<TraceStep, { way: "sent" }>): void {
    this.#due.set(event.connection, (this.#due.get(event.connection) ?? 0) + (event.hex?.length ?? 0) / 2);
  }

  isSent(connection: number): boolean {
    return this.departure !== undefined || (this.line(connection)?.matched ?? 0) >= (this.#due.get(connection) ?? 0);
  }

  /** After the last line: lets the driver go, and looks for what it sent that no line holds. */
  async close(): Promise<void> {
    for (const [connection, line] of this.#lines) {
      if (line.excess.length === 0) continue;
      this.departure ??= { ...this.at, way: "unrecorded", expected: "", found: `${connection}: ${line.excess.toString("hex")}` };
    }
    for (const { over, instance } of this.#sessions.values()) {
      over.abort("device.closed");
      await instance?.close();
    }
  }

  #command(asked: Asked & { what: "command" }, instance: DriverInstance<DeviceKind>, signal: AbortSignal): Difference | undefined {
    const act = (instance.commands as Record<string, AnyCommand>)[asked.command];
    if (!act || asked.args === undefined) return { expected: asked.command, found: act ? "args" : "" };
    const deadline = this.#clock.monotonic() + (asked.withinMs ?? Number.POSITIVE_INFINITY);
    this.#settle(asked, act.call(instance.commands, asked.args, { signal, deadline }).then(inShort));
    return undefined;
  }

  #open(number: number): Promise<string> {
    const session: { over: AbortController; instance?: DriverInstance<DeviceKind> } = { over: new AbortController() };
    this.#sessions.set(number, session);
    return this.#driver.open(this.#context(session.over.signal)).then((opened) => {
      if (opened.ok) session.instance = opened.value;
      return inShort(opened);
    });
  }

  #context(signal: AbortSignal): DriverContext<unknown> {
    const say = (what: unknown, said: Said) => {
      this.said.push(what);
      this.#tell(said);
    };
    return {
      ...{ id: this.#header.device, clock: this.#clock, log: silentLog, options: this.#header.options, signal },
      // What is asked beyond the recording is zeros: the bytes that come of it will differ, and that is told.
      random: { bytes: (count) => this.#random.shift() ?? Buffer.alloc(count) },
      connect: () => new Promise((resolve) => this.#wanted.push(resolve)),
      report: (change) => say(change, { atMs: this.at.atMs, is: "status", status: change }),
      lost: (reason) => say(reason, { atMs: this.at.atMs, is: "lost", reason }),
      count: () => undefined,
    };
  }

  #settle(asked: Asked, work: Promise<unknown>): void {
    const command = asked.what === "command" ? asked.command : asked.what;
    const done = (result: unknown) => {
      this.answers.set(asked.call, result);
      const { atMs } = this.at;
      if (asked.what === "status") this.#tell({ atMs, is: "status", status: result as Observed });
      else this.#tell({ atMs, is: "answer", command, result: String(result) });
    };
    work.then(done, () => done(THREW));
  }
}
