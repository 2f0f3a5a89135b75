import type { Duplex } from "node:stream";
import type { Clock } from "../../../base/clock.ts";
import type { Log } from "../../../base/log.ts";
import type { Random } from "../../../base/random.ts";
import { unreachable } from "../../../base/unreachable.ts";
import type { DeviceKind } from "../../../config/settings/device-kinds.ts";
import type { DeviceSettings } from "../../../config/settings/settings.ts";
import { commandNames } from "../../kinds/kinds.ts";
import type { OpenTransport } from "../../transport/open-transport.ts";
import type { Call, DriverContext, DriverInstance, Observed } from "../driver.ts";
import { namedPorts } from "../open-session.ts";
import { configure, type ModuleLoader } from "../registry.ts";
import { framesOf } from "../within.ts";
import { Channel } from "./channel.ts";
import type { FromChild, LogLevel, Opening, Question, ToChild } from "./messages.ts";

export interface ServeDriverParts {
  /** To device-host. */
  readonly stream: Duplex;
  readonly clock: Clock;
  readonly random: Random;
  readonly load: ModuleLoader;
  /** Opens ports in this process; a recorder of traces wraps it here. */
  readonly connect: OpenTransport;
  /** device-host is gone, or the driver threw where nobody caught it. */
  readonly exit: (code: number) => void;
}

/** EX_SOFTWARE of sysexits.h. */
const EXIT_BUG = 70;

type AnyCommands = Readonly<Record<string, ((args: unknown, call: Call) => unknown) | undefined>>;

/** The driver's side of its process: loads it, opens it, passes questions to it and what it says to device-host. */
export class DriverServer {
  readonly #parts: ServeDriverParts;
  readonly #channel: Channel;
  readonly #closing = new AbortController();
  readonly #running = new Map<number, AbortController>();
  #instance: DriverInstance<DeviceKind> | undefined;

  constructor(parts: ServeDriverParts) {
    this.#parts = parts;
    this.#channel = new Channel(parts.stream, {
      message: (value) => this.#hear(value as ToChild),
      wrong: () => parts.exit(EXIT_BUG),
      closed: () => parts.exit(0),
    });
    this.#tell({ tell: "ready" });
  }

  /** Says where it threw, and ends the process. */
  threw(cause: unknown): void {
    this.#channel.send({ tell: "threw", threw: framesOf(cause) } satisfies FromChild, () => this.#parts.exit(EXIT_BUG));
  }

  #tell(message: FromChild): void {
    this.#channel.send(message);
  }

  #hear(message: ToChild): void {
    if ("ping" in message) this.#tell({ tell: "pong" });
    else if ("stop" in message) this.#running.get(message.stop)?.abort(message.why);
    else void this.#answer(message.ask, message.question);
  }

  async #answer(ask: number, question: Question): Promise<void> {
    try {
      const value = await this.#value(ask, question);
      // Inside, because a value that is not JSON throws here.
      this.#tell({ answer: ask, value });
    } catch (cause) {
      this.#tell({ answer: ask, threw: framesOf(cause) });
    }
  }

  #value(ask: number, question: Question): unknown {
    switch (question.what) {
      case "open":
        return this.#open(question.settings, question.index);
      case "run":
        return this.#run(ask, question);
      case "status":
        return this.#instance?.status(this.#closing.signal);
      case "close":
        this.#closing.abort("device.closed");
        return this.#instance?.close();
      default:
        return unreachable(question);
    }
  }

  async #open(settings: DeviceSettings, index: number): Promise<Opening> {
    const configured = await configure(settings, index, this.#parts.load);
    if (!configured.ok) return { kind: "misconfigured", problem: configured.error };
    const { driver, options, shownOptions } = configured.value;
    const opened = await driver.open(this.#context(settings.id, options));
    if (!opened.ok) return { kind: "failed", failure: opened.error };
    this.#instance = opened.value;
    const commands = opened.value.commands as AnyCommands;
    return {
      kind: "opened",
      commands: commandNames(settings.kind).filter((name) => typeof commands[name] === "function"),
      known: { models: driver.models, options: shownOptions },
    };
  }

  async #run(ask: number, { command, args, withinMs }: Extract<Question, { what: "run" }>): Promise<unknown> {
    const stop = new AbortController();
    this.#running.set(ask, stop);
    try {
      const commands = this.#instance?.commands as AnyCommands;
      return await commands[command]?.(args, { signal: stop.signal, deadline: this.#parts.clock.monotonic() + withinMs });
    } finally {
      this.#running.delete(ask);
    }
  }

  #context(id: string, options: unknown): DriverContext<unknown> {
    const { clock, random, connect } = this.#parts;
    const { signal } = this.#closing;
    const report = (change: Partial<Observed>) => this.#tell({ tell: "report", change });
    return {
      ...{ id, clock, random, options, signal, report },
      log: this.#log(),
      connect: namedPorts((settings) => connect(settings, clock, signal), options, report),
      lost: (reason) => this.#tell({ tell: "lost", reason: String(reason).slice(0, 1_000) }),
      count: (name, by = 1) => this.#tell({ tell: "count", name, by }),
    };
  }

  #log(): Log {
    const line = (level: LogLevel) => (event: string, facts?: Readonly<Record<string, unknown>>) =>
      this.#tell({ tell: "log", level, event: event.slice(0, 200), facts: plain(facts) });
    return {
      debug: () => undefined,
      info: line("info"),
      warn: line("warn"),
      error: line("error"),
      // The device's own channel is what a line is found by.
      channel: () => this.#log(),
    };
  }
}

function plain(facts: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, fact instanceof Error ? framesOf(fact) : fact]));
}
