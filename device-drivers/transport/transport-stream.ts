import { Duplex } from "node:stream";
import type { Transport } from "./transport.ts";

/** More than any answer: a peer that sends faster than its answers are read is cut off. */
const MOST_UNREAD_BYTES = 2 * 1024 * 1024;

/**
 * A transport as a stream, so that HTTP and WebSocket can be spoken over a port that the host opened: give it to
 * Node's `http.request` or to `ws` as what `createConnection` returns.
 */
export class TransportStream extends Duplex {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    super({ allowHalfOpen: false });
    this.#transport = transport;
    transport.onData((bytes) => {
      if (this.readableLength > MOST_UNREAD_BYTES) this.destroy(new Error("the other side sends more than is read"));
      else this.push(bytes);
    });
    transport.onClose(() => this.push(null));
  }

  override _read(): void {
    // A transport cannot be held up; what comes waits in this stream's buffer.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (cause?: Error | null) => void): void {
    void this.#transport
      .write(chunk)
      .then((sent) => done(sent.ok ? null : Object.assign(new Error(sent.error.code), { code: sent.error.code })));
  }

  override _destroy(cause: Error | null, done: (cause?: Error | null) => void): void {
    void this.#transport.close().then(() => done(cause));
  }
}
