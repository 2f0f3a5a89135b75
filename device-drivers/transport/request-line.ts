import type { Clock } from "../../base/clock.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { Transport, TransportError } from "./transport.ts";

/** Turns bytes into replies; what is incomplete it keeps for the next chunk. */
export interface ReplyReader<T> {
  push(bytes: Buffer): readonly T[];
  /** Forgets what is incomplete. */
  reset(): void;
}

/** Why a question got no answer. `sent` is never `yes`: only an answer proves that the device heard it. */
export interface NoReply {
  readonly reason: "closed" | "timeout" | "stopped";
  readonly sent: "no" | "indeterminate";
  readonly facts: Readonly<Record<string, string | number>>;
}

/**
 * Question and answer over a transport: one question at a time, the others wait their turn; the answer is the next
 * reply that the reader finds. A caller who gives up is told so at once, but the line stays taken until the answer
 * has come or is overdue: else it would be taken for the answer to the next question. Replies outside a turn go to `stray`.
 */
export class RequestLine<T> {
  readonly #transport: Transport;
  readonly #reader: ReplyReader<T>;
  readonly #clock: Clock;
  #settle: ((result: Result<T, NoReply>) => void) | undefined;
  #closed: TransportError | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(transport: Transport, reader: ReplyReader<T>, clock: Clock, stray: (reply: T) => void) {
    this.#transport = transport;
    this.#reader = reader;
    this.#clock = clock;
    transport.onData((bytes) => {
      for (const reply of reader.push(bytes)) {
        if (this.#settle) this.#settle(ok(reply));
        else stray(reply);
      }
    });
    transport.onClose((why) => {
      this.#closed = why;
      this.#settle?.(noReply("closed", "indeterminate", factsOf(why)));
    });
  }

  ask(request: Uint8Array, withinMs: number, signal?: AbortSignal): Promise<Result<T, NoReply>> {
    return new Promise((resolve) => {
      let sent: NoReply["sent"] = "no";
      const stop = () => resolve(noReply("stopped", sent, {}));
      signal?.addEventListener("abort", stop, { once: true });
      this.#turn = this.#turn.then(async () => {
        if (signal?.aborted) return stop();
        if (!this.#closed) sent = "indeterminate";
        const result = await this.#exchange(request, withinMs);
        signal?.removeEventListener("abort", stop);
        resolve(result);
      });
    });
  }

  #exchange(request: Uint8Array, withinMs: number): Promise<Result<T, NoReply>> {
    if (this.#closed) return Promise.resolve(noReply("closed", "no", factsOf(this.#closed)));
    this.#reader.reset();
    return new Promise((resolve) => {
      const settle = (result: Result<T, NoReply>) => {
        if (this.#settle !== settle) return;
        this.#settle = undefined;
        timer.cancel();
        resolve(result);
      };
      const timer = this.#clock.after(withinMs, () => settle(noReply("timeout", "indeterminate", { waitedMs: withinMs })));
      this.#settle = settle;
      void this.#transport.write(request).then((done) => {
        if (!done.ok) settle(noReply("closed", "indeterminate", factsOf(done.error)));
      });
    });
  }
}

function factsOf(why: TransportError): NoReply["facts"] {
  return { ...why.facts, transport: why.code };
}

function noReply<T>(reason: NoReply["reason"], sent: NoReply["sent"], facts: NoReply["facts"]): Result<T, NoReply> {
  return err({ reason, sent, facts });
}
