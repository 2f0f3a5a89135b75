import { err, ok, type Result } from "../../base/result.ts";
import type { TransportError } from "./transport.ts";

/** What every transport does alike: listeners, one close and only one, and no `write` left waiting after it. */
export class ConnectionEvents {
  readonly #data: ((bytes: Buffer) => void)[] = [];
  readonly #close: ((why: TransportError) => void)[] = [];
  readonly #writes = new Set<(why: TransportError) => void>();
  #why: TransportError | undefined;

  /** Why it is closed; undefined while it is not. */
  get closedWhy(): TransportError | undefined {
    return this.#why;
  }

  onData(then: (bytes: Buffer) => void): void {
    this.#data.push(then);
  }

  onClose(then: (why: TransportError) => void): void {
    if (this.#why) then(this.#why);
    else this.#close.push(then);
  }

  data(bytes: Buffer): void {
    if (this.#why) return;
    for (const listener of this.#data) listener(bytes);
  }

  /** The first reason counts: serialport tells of one hang-up twice, a socket of an error and then of its close. */
  closed(why: TransportError): void {
    if (this.#why) return;
    this.#why = why;
    for (const settle of this.#writes) settle(why);
    this.#writes.clear();
    for (const listener of this.#close) listener(why);
  }

  /** Starts a write that `done` or the close of the connection ends, whichever comes first. */
  write(
    start: (done: (cause?: Error | null) => void) => void,
    failure: (cause: Error) => TransportError,
  ): Promise<Result<void, TransportError>> {
    if (this.#why) return Promise.resolve(err(this.#why));
    return new Promise((resolve) => {
      const giveUp = (why: TransportError) => resolve(err(why));
      this.#writes.add(giveUp);
      start((cause) => {
        this.#writes.delete(giveUp);
        resolve(cause ? err(failure(cause)) : ok());
      });
    });
  }
}
