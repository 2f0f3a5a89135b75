import type { Result } from "../../base/result.ts";
import type { Transport, TransportError } from "../transport/transport.ts";
import type { Recorder } from "./recorder.ts";

/** A connection that is written down as it is used; made in the tick in which the one beneath opened. */
export class TracedTransport implements Transport {
  readonly #beneath: Transport;
  readonly #recorder: Recorder;
  readonly #connection: number;
  readonly #wire: (way: "sent" | "received", bytes: Uint8Array) => void;
  #writes = 0;
  #isClosing = false;

  constructor(beneath: Transport, recorder: Recorder, connection: number) {
    this.#beneath = beneath;
    this.#recorder = recorder;
    this.#connection = connection;
    this.#wire = recorder.wire(connection);
    recorder.tell({ way: "opened", connection, name: beneath.name });
    // First in line, so that a trace holds the bytes before what the driver made of them.
    beneath.onData((bytes) => this.#wire("received", bytes));
    beneath.onClose((why) => recorder.tell({ way: "closed", connection, by: this.#isClosing ? "driver" : "device", why }));
  }

  get name(): string {
    return this.#beneath.name;
  }

  open(): Promise<Result<void, TransportError>> {
    return this.#beneath.open();
  }

  async write(bytes: Uint8Array): Promise<Result<void, TransportError>> {
    const write = ++this.#writes;
    this.#wire("sent", bytes);
    const done = await this.#beneath.write(bytes);
    this.#recorder.tell({ way: "written", connection: this.#connection, write, ...(done.ok ? {} : { error: done.error }) });
    return done;
  }

  onData(then: (bytes: Buffer) => void): void {
    this.#beneath.onData(then);
  }

  onClose(then: (why: TransportError) => void): void {
    this.#beneath.onClose(then);
  }

  close(): Promise<void> {
    this.#isClosing = true;
    return this.#beneath.close();
  }
}
