import { type Clock, every, pause, type Timer } from "../../../base/clock.ts";
import type { Log } from "../../../base/log.ts";
import { unreachable } from "../../../base/unreachable.ts";
import type { HostContext } from "../hosted-driver.ts";
import { Channel } from "./channel.ts";
import type { DriverProcess, StartDriverProcess } from "./driver-process.ts";
import {
  HEARTBEAT_MS,
  Meter,
  MISSED_BEATS,
  MOST_LOG_LINES_PER_S,
  MOST_MESSAGES_PER_S,
  MOST_OUTPUT_BYTES_PER_S,
  MOST_RESIDENT_BYTES,
  MOST_TOLD_BYTES,
  POLITE_CLOSE_MS,
} from "./limits.ts";
import { checkFromChild, type FromChild, type Question, type Threw, type ToChild } from "./messages.ts";

export type Answer =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "threw"; readonly threw: Threw }
  /** The process ended before it answered. */
  | { readonly kind: "gone"; readonly why: string };

/** device-host's end of one driver's process: asks, hears, and ends it when it hangs, floods, swells or lies. */
export class DriverChild {
  readonly #process: DriverProcess;
  readonly #channel: Channel;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #context: HostContext;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #messages: Meter;
  readonly #output: Meter;
  readonly #logLines: Meter;
  /** Resolves when the process has ended. */
  readonly gone: Promise<void>;
  #next = 1;
  #beats: Timer | undefined;
  #missed = 0;
  #why: string | undefined;
  /** The end of what it printed, only to tell an exhausted heap from another crash. */
  #printed = "";

  constructor(start: StartDriverProcess, context: HostContext) {
    const { clock, log } = context;
    this.#clock = clock;
    this.#log = log;
    this.#context = context;
    this.#messages = new Meter(clock, MOST_MESSAGES_PER_S);
    this.#output = new Meter(clock, MOST_OUTPUT_BYTES_PER_S);
    this.#logLines = new Meter(clock, MOST_LOG_LINES_PER_S);
    this.#process = start(clock);
    log.debug("driver.process-started", { pid: this.#process.pid });
    this.#channel = new Channel(this.#process.stream, {
      message: (value, bytes) => this.#hear(value, bytes),
      wrong: (why) => this.#kill(`driver process answers wrongly: ${why}`),
      // It cannot be asked any more. How it ended is told below; a driver that closed the pipe and lives is ended by that.
      closed: () => this.#process.kill(),
    });
    this.#process.onOutput((bytes) => {
      this.#printed = (this.#printed + bytes.toString("latin1").slice(-2_000)).slice(-2_000);
      if (!this.#output.take(bytes.length)) this.#kill(`driver process floods: more than ${MOST_OUTPUT_BYTES_PER_S} bytes printed in 1 s`);
    });
    this.gone = new Promise((resolve) => {
      this.#process.onExit((how) => {
        const isFull = /heap out of memory/.test(this.#printed);
        this.#kill(isFull ? "driver process ran out of memory" : `driver process ended by itself: ${how}`);
        resolve();
      });
    });
  }

  /** Asks; the answer never rejects. `stop` ends a `run`. */
  ask(question: Question): { readonly number: number; readonly answer: Promise<Answer> } {
    const number = this.#next++;
    if (this.#why !== undefined) return { number, answer: Promise.resolve({ kind: "gone", why: this.#why }) };
    const answer = new Promise<Answer>((resolve) => this.#waiting.set(number, resolve));
    this.#send({ ask: number, question });
    return { number, answer };
  }

  stop(number: number, why: Extract<ToChild, { stop: number }>["why"]): void {
    this.#send({ stop: number, why });
  }

  /** Lets the driver close, for a moment; then the process is ended. Resolves when it has. */
  async close(): Promise<void> {
    const patience = new AbortController();
    await Promise.race([this.ask({ what: "close" }).answer, pause(this.#clock, POLITE_CLOSE_MS, patience.signal)]);
    patience.abort();
    await this.dismiss();
  }

  /** Ends the process without blame. Resolves when it has ended, and its port is free. */
  dismiss(): Promise<void> {
    this.#process.kill();
    this.#end("driver was closed");
    return this.gone;
  }

  #kill(why: string): void {
    this.#process.kill();
    // First the device, so that who waits for an answer finds it broken.
    if (this.#why === undefined) this.#context.broke(why);
    this.#end(why);
  }

  #send(message: ToChild): void {
    this.#channel.send(message);
  }

  #hear(value: unknown, bytes: number): void {
    if (this.#why !== undefined) return;
    this.#missed = 0;
    const checked = checkFromChild(value, "message");
    if (!this.#messages.take()) this.#kill(`driver process floods: more than ${MOST_MESSAGES_PER_S} messages in 1 s`);
    else if (!checked.ok) this.#kill("driver process answers wrongly: a message that nobody knows");
    else if ("answer" in checked.value) this.#answered(checked.value);
    else if (bytes > MOST_TOLD_BYTES) this.#kill(`driver process floods: more than ${MOST_TOLD_BYTES} bytes in one message`);
    else this.#told(checked.value);
  }

  #answered({ answer, value, threw }: Extract<FromChild, { answer: number }>): void {
    const settle = this.#waiting.get(answer);
    this.#waiting.delete(answer);
    if (settle) settle(threw ? { kind: "threw", threw } : { kind: "value", value });
    else this.#kill("driver process answers wrongly: an answer that nobody asked for");
  }

  #told(message: Exclude<FromChild, { answer: number }>): void {
    switch (message.tell) {
      case "ready":
        this.#beats ??= every(this.#clock, HEARTBEAT_MS, () => this.#beat());
        break;
      case "pong":
        break;
      case "report":
        this.#context.report(message.change as never);
        break;
      case "lost":
        this.#context.lost(message.reason);
        break;
      case "count":
        this.#context.count(message.name as never, message.by);
        break;
      case "log":
        if (this.#logLines.take()) this.#log[message.level](message.event, message.facts ?? {});
        break;
      case "threw":
        this.#log.error("driver.failed", { in: "process", ...message.threw });
        this.#kill(`driver threw: ${message.threw.error}`);
        break;
      default:
        unreachable(message);
    }
  }

  // Beats are counted, not milliseconds: when this process itself was held up, one beat passes, and answers come in.
  async #beat(): Promise<void> {
    if (this.#missed >= MISSED_BEATS) return this.#kill(`driver process hangs: no sign of life for ${MISSED_BEATS * HEARTBEAT_MS} ms`);
    this.#missed += 1;
    this.#send({ ping: true });
    const resident = await this.#process.residentBytes();
    if (resident !== undefined && resident > MOST_RESIDENT_BYTES)
      this.#kill(`driver process took more than ${MOST_RESIDENT_BYTES} bytes of memory`);
  }

  /** The first reason counts. */
  #end(why: string): void {
    if (this.#why !== undefined) return;
    this.#why = why;
    this.#beats?.cancel();
    for (const settle of this.#waiting.values()) settle({ kind: "gone", why });
    this.#waiting.clear();
  }
}
