import type { Clock } from "../../base/clock.ts";
import type { Result } from "../../base/result.ts";
import type { Transport, TransportError } from "../transport/transport.ts";
import { askStatus, FULL_STATUS_QUESTION, type StatusQuestion } from "./commands.ts";
import { fromFullStatus } from "./full-status.ts";
import type { PrinterProfile } from "./profile.ts";
import { type Reply, ReplyParser } from "./reply-parser.ts";
import { type Condition, fromAutomatic, NOTHING_KNOWN, withAnswer } from "./status.ts";
import { STATUS_REPLY_MS } from "./timing.ts";

export interface LineEvents {
  onReply?(reply: Reply): void;
  onCondition?(condition: Condition): void;
  onClose?(why: TransportError): void;
}

type Question = StatusQuestion | typeof FULL_STATUS_QUESTION;
const QUESTIONS: Readonly<Record<PrinterProfile["status"]["is"], readonly Question[]>> = {
  "DLE EOT 1-4": [1, 2, 3, 4],
  // Only the first of the four says whether the unit was switched offline.
  "DLE EOT 20": [1, FULL_STATUS_QUESTION],
};

/** One open connection: knows the printer's condition, tells of replies, asks questions one at a time. */
export class PrinterLine {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #profile: PrinterProfile;
  readonly #parser: ReplyParser;
  readonly #listeners = new Set<LineEvents>();
  #condition: Condition = NOTHING_KNOWN;
  #closed: TransportError | undefined;
  #sendingAllowed = true;
  #writes = 0;
  #inspecting: Promise<Condition> | undefined;
  #tidied: Promise<unknown> = Promise.resolve();

  constructor(transport: Transport, clock: Clock, profile: PrinterProfile) {
    this.#transport = transport;
    this.#clock = clock;
    this.#profile = profile;
    this.#parser = new ReplyParser(profile.status.is);
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

  /** An XON that has not come for so long was lost; whoever waited for it gives up, the next one tries. */
  forgetXoff(): void {
    this.#sendingAllowed = true;
  }

  /** True while bytes of this side have not left yet: a question would wait behind them. */
  get writing(): boolean {
    return this.#writes > 0;
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

  async write(bytes: Uint8Array): Promise<Result<void, TransportError>> {
    this.#writes += 1;
    try {
      return await this.#transport.write(bytes);
    } finally {
      this.#writes -= 1;
    }
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  /** Asks all questions of its family. Silence makes the condition unknown; answers that come too late are nobody's. */
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
    let found: Condition | undefined = NOTHING_KNOWN;
    for (const question of QUESTIONS[this.#profile.status.is]) {
      const reply: Reply | undefined = found && (await this.#ask(question));
      found = found && reply && this.#understood(found, question, reply);
    }
    this.#learn(found ?? NOTHING_KNOWN);
    return this.#condition;
  }

  #understood(known: Condition, question: Question, reply: Reply): Condition | undefined {
    if (reply.kind === "full") {
      const full = fromFullStatus(reply.bytes);
      return full.ok ? { ...known, ...full.value } : undefined;
    }
    if (reply.kind !== "real-time" || question === FULL_STATUS_QUESTION) return undefined;
    const next = withAnswer(known, question, reply.byte, this.#profile);
    return next.ok ? next.value : undefined;
  }

  async #ask(question: Question): Promise<Reply | undefined> {
    const wanted: Reply["kind"] = question === FULL_STATUS_QUESTION ? "full" : "real-time";
    // Listening starts before the write: on a local connection the answer can be there when the write returns.
    const answer = this.next((reply) => (reply.kind === wanted ? reply : undefined), STATUS_REPLY_MS);
    void this.write(askStatus(question));
    const reply = await answer;
    if (!reply) for (const broken of this.#parser.forget()) this.#heard(broken);
    return reply;
  }

  #heard(reply: Reply): void {
    if (reply.kind === "flow") this.#sendingAllowed = reply.send === "on";
    if (reply.kind === "automatic") {
      const condition = fromAutomatic(reply.bytes, this.#profile);
      if (condition.ok) this.#learn(condition.value);
    }
    if (reply.kind === "full" && !this.#inspecting) {
      const condition = fromFullStatus(reply.bytes);
      if (condition.ok) this.#learn({ ...this.#condition, ...condition.value });
    }
    for (const listener of [...this.#listeners]) listener.onReply?.(reply);
  }

  #learn(condition: Condition): void {
    // Back after silence: it was off, and an XON is not to be expected any more.
    if (this.#condition.online === undefined && condition.online !== undefined) this.#sendingAllowed = true;
    this.#condition = condition;
    for (const listener of [...this.#listeners]) listener.onCondition?.(condition);
  }
}
