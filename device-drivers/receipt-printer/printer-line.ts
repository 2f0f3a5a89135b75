import type { Clock } from "../../base/clock.ts";
import type { Result } from "../../base/result.ts";
import type { Transport, TransportError } from "../transport/transport.ts";
import { askStatus, type StatusQuestion } from "./commands.ts";
import type { PrinterProfile } from "./profiles.ts";
import { type Reply, ReplyParser } from "./reply-parser.ts";
import { type Condition, fromAutomatic, NOTHING_KNOWN, withAnswer } from "./status.ts";
import { STATUS_REPLY_MS } from "./timing.ts";

export interface LineEvents {
  onReply?(reply: Reply): void;
  onCondition?(condition: Condition): void;
  onClose?(why: TransportError): void;
}

const QUESTIONS: readonly StatusQuestion[] = [1, 2, 3, 4];

/** One open connection: knows the printer's condition, tells of replies, asks questions one at a time. */
export class PrinterLine {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #profile: PrinterProfile;
  readonly #parser = new ReplyParser();
  readonly #listeners = new Set<LineEvents>();
  #condition: Condition = NOTHING_KNOWN;
  #closed: TransportError | undefined;
  #sendingAllowed = true;
  #inspecting: Promise<Condition> | undefined;
  #tidied: Promise<unknown> = Promise.resolve();

  constructor(transport: Transport, clock: Clock, profile: PrinterProfile) {
    this.#transport = transport;
    this.#clock = clock;
    this.#profile = profile;
    transport.onData((bytes) => {
      for (const reply of this.#parser.push(bytes)) this.#heard(reply);
    });
    transport.onClose((why) => {
      this.#closed = why;
      for (const listener of [...this.#listeners]) listener.onClose?.(why);
    });
  }

  get condition(): Condition {
    return this.#condition;
  }

  get closed(): TransportError | undefined {
    return this.#closed;
  }

  /** False after XOFF. */
  get sendingAllowed(): boolean {
    return this.#sendingAllowed;
  }

  /** Settles when what a broken job left behind is cleaned up; the next job waits for it. */
  get tidied(): Promise<unknown> {
    return this.#tidied;
  }

  tidy(work: Promise<unknown>): void {
    this.#tidied = work;
  }

  /** Returns what stops listening again. */
  listen(events: LineEvents): () => void {
    this.#listeners.add(events);
    return () => this.#listeners.delete(events);
  }

  write(bytes: Uint8Array): Promise<Result<void, TransportError>> {
    return this.#transport.write(bytes);
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  /** Asks all four questions. Silence makes the condition unknown; answers that come too late are nobody's. */
  inspect(): Promise<Condition> {
    this.#inspecting ??= this.#inspect().finally(() => {
      this.#inspecting = undefined;
    });
    return this.#inspecting;
  }

  /** The first reply that `match` makes something of; undefined after `withinMs` or when the line closes. */
  next<T>(match: (reply: Reply) => T | undefined, withinMs: number): Promise<T | undefined> {
    if (this.#closed) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const settle = (value: T | undefined) => {
        timer.cancel();
        stop();
        resolve(value);
      };
      const timer = this.#clock.after(withinMs, () => settle(undefined));
      const stop = this.listen({
        onReply(reply) {
          const value = match(reply);
          if (value !== undefined) settle(value);
        },
        onClose: () => settle(undefined),
      });
    });
  }

  async #inspect(): Promise<Condition> {
    let found = NOTHING_KNOWN;
    for (const question of QUESTIONS) {
      const byte = await this.#ask(question);
      const next = byte === undefined ? undefined : withAnswer(found, question, byte, this.#profile.mechanicalErrorMeans.is);
      if (!next?.ok) {
        found = NOTHING_KNOWN;
        break;
      }
      found = next.value;
    }
    this.#learn(found);
    return found;
  }

  async #ask(question: StatusQuestion): Promise<number | undefined> {
    // Listening starts before the write: on a local connection the answer can be there when the write returns.
    const answer = this.next((reply) => (reply.kind === "real-time" ? reply.byte : undefined), STATUS_REPLY_MS);
    void this.write(askStatus(question));
    return answer;
  }

  #heard(reply: Reply): void {
    if (reply.kind === "flow") this.#sendingAllowed = reply.send === "on";
    if (reply.kind === "automatic") {
      const condition = fromAutomatic(reply.bytes, this.#profile.mechanicalErrorMeans.is);
      if (condition.ok) this.#learn(condition.value);
    }
    for (const listener of [...this.#listeners]) listener.onReply?.(reply);
  }

  #learn(condition: Condition): void {
    this.#condition = condition;
    for (const listener of [...this.#listeners]) listener.onCondition?.(condition);
  }
}
