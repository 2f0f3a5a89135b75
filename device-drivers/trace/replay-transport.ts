import { err, ok, type Result } from "../../base/result.ts";
import { ConnectionEvents } from "../transport/connection-events.ts";
import type { Transport, TransportError } from "../transport/transport.ts";
import type { Redactor } from "./redaction.ts";

export interface WrongBytes {
  /** Counted over all that was sent on this connection. */
  readonly offset: number;
  readonly expected: string;
  readonly found: string;
}

/** What a recording has of one connection. */
export interface Recorded {
  readonly sent: Buffer;
  readonly closed: TransportError | undefined;
}

/** So many bytes either side of a difference are shown. */
const SHOWN_BYTES = 16;

/** One recorded connection, played to a driver: what it writes is compared, what it gets comes when the replay says so. */
export class ReplayTransport implements Transport {
  readonly name: string;
  readonly #events = new ConnectionEvents();
  readonly #recorded: Recorded;
  readonly #redact: Redactor | undefined;
  readonly #onWrong: (wrong: WrongBytes) => void;
  readonly #writes: ((done: Result<void, TransportError>) => void)[] = [];
  #ended = 0;
  #isWrong = false;
  /** How many bytes the driver has written that the recording has too. */
  matched = 0;
  /** What it wrote beyond the end of the recording. */
  excess: Buffer = Buffer.alloc(0);
  isClosed = false;

  constructor(name: string, recorded: Recorded, redact: Redactor | undefined, onWrong: (wrong: WrongBytes) => void) {
    this.name = name;
    this.#recorded = recorded;
    this.#redact = redact;
    this.#onWrong = onWrong;
  }

  get writes(): number {
    return this.#writes.length;
  }

  open(): Promise<Result<void, TransportError>> {
    return Promise.resolve(ok());
  }

  write(bytes: Uint8Array): Promise<Result<void, TransportError>> {
    const why = this.#events.closedWhy;
    if (why) return Promise.resolve(err(why));
    this.#compare(this.#redact ? this.#redact.sent(bytes) : Buffer.from(bytes));
    return new Promise((resolve) => this.#writes.push(resolve));
  }

  onData(then: (bytes: Buffer) => void): void {
    this.#events.onData(then);
  }

  onClose(then: (why: TransportError) => void): void {
    this.#events.onClose(then);
  }

  async close(): Promise<void> {
    this.closed(this.#recorded.closed ?? { code: "transport.closed", facts: { why: "closed" } });
  }

  /** What the recording holds next. */
  received(bytes: Buffer): void {
    this.#events.data(bytes);
  }

  /** The recorded end of write number `write`. */
  written(write: number, error: TransportError | undefined): void {
    for (; this.#ended < write; this.#ended++) this.#writes[this.#ended]?.(error ? err(error) : ok());
  }

  closed(why: TransportError): void {
    if (this.isClosed) return;
    this.isClosed = true;
    for (const settle of this.#writes.slice(this.#ended)) settle(err(why));
    this.#events.closed(why);
  }

  #compare(bytes: Buffer): void {
    if (this.#isWrong) return;
    const expected = this.#recorded.sent.subarray(this.matched, this.matched + bytes.length);
    const differs = [...expected].findIndex((byte, at) => byte !== bytes[at]);
    if (differs >= 0) {
      this.#isWrong = true;
      const from = Math.max(0, differs - SHOWN_BYTES);
      this.#onWrong({
        offset: this.matched + differs,
        expected: expected.subarray(from, differs + SHOWN_BYTES).toString("hex"),
        found: bytes.subarray(from, differs + SHOWN_BYTES).toString("hex"),
      });
      return;
    }
    this.matched += expected.length;
    this.excess = Buffer.concat([this.excess, bytes.subarray(expected.length)]);
  }
}
