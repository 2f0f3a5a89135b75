import type { EventEmitter } from "node:events";
import { SerialPort } from "serialport";
import { err, ok, type Result } from "../../base/result.ts";
import type { TransportSettings } from "../../config/settings/settings.ts";
import { ConnectionEvents } from "./connection-events.ts";
import { readUntilHangUp } from "./read-until-hang-up.ts";
import type { Transport, TransportError, TransportErrorCode } from "./transport.ts";

type SerialSettings = Extract<TransportSettings, { kind: "serial" }>;

/**
 * A serial port, 8N1. Measured on serialport 13: without a `data` listener a hang-up goes unnoticed; a write after
 * close is kept and sent at the next open of the same object; close is told twice. Hence one object per connection,
 * a listener from the start, and no write unless the port says that it is open.
 */
export class SerialTransport implements Transport {
  readonly name: string;
  readonly #settings: SerialSettings;
  readonly #events = new ConnectionEvents();
  readonly #port: SerialPort;
  #opening: Promise<Result<void, TransportError>> | undefined;

  constructor(settings: SerialSettings) {
    this.#settings = settings;
    this.name = `serial ${settings.path}`;
    this.#port = new SerialPort({ path: settings.path, baudRate: settings.baud, autoOpen: false, lock: true });
    this.#port.on("data", (bytes: Buffer) => this.#events.data(bytes));
    this.#port.on("close", (cause?: Error | null) => this.#events.closed(this.#error("transport.closed", cause?.message ?? "hang-up")));
    this.#port.on("error", (cause: Error) => this.#events.closed(this.#error("transport.failed", cause.message)));
  }

  open(): Promise<Result<void, TransportError>> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  write(bytes: Uint8Array): Promise<Result<void, TransportError>> {
    if (!this.#port.isOpen) return Promise.resolve(err(this.#events.closedWhy ?? this.#error("transport.closed", "not open")));
    const failure = (cause: Error) => this.#error("transport.failed", cause.message);
    return this.#events.write((done) => {
      this.#port.write(bytes, (cause) => (cause ? done(cause) : this.#drain(done)));
    }, failure);
  }

  onData(then: (bytes: Buffer) => void): void {
    this.#events.onData(then);
  }

  onClose(then: (why: TransportError) => void): void {
    this.#events.onClose(then);
  }

  async close(): Promise<void> {
    this.#events.closed(this.#error("transport.closed", "closed by this side"));
    await this.#opening;
    if (!this.#port.isOpen) return;
    // A port that was pulled meanwhile answers with an error; closed is what was asked for, so both answers are good.
    await new Promise<void>((resolve) => this.#port.close(() => resolve()));
  }

  #open(): Promise<Result<void, TransportError>> {
    return new Promise((resolve) => {
      this.#port.open((cause) => {
        if (!cause) {
          wakeOnPoll(this.#port);
          readUntilHangUp(this.#port);
          return resolve(this.#events.closedWhy ? err(this.#events.closedWhy) : ok());
        }
        const why = this.#error(openErrorCode(cause.message), cause.message);
        this.#events.closed(why);
        resolve(err(why));
      });
    });
  }

  #drain(done: (cause?: Error | null) => void): void {
    if (this.#port.isOpen) this.#port.drain(done);
    else done(new Error("port closed before the bytes had left"));
  }

  #error(code: TransportErrorCode, why: string): TransportError {
    return { code, facts: { port: this.#settings.path, baud: this.#settings.baud, why } };
  }
}

/**
 * @serialport/bindings-cpp 13.0.0 on Node ≥ 26.4: the native poller calls JavaScript without running the promise jobs
 * after it (serialport/bindings-cpp#239), so bytes that have arrived are read only when something else happens in the
 * process: measured, a 10-byte answer stayed unread for 500 ms. An immediate is such a something. Harmless elsewhere.
 */
function wakeOnPoll(port: SerialPort): void {
  const { poller } = (port.port ?? {}) as { poller?: EventEmitter };
  for (const event of ["readable", "writable", "disconnect"]) poller?.on(event, () => void setImmediate(() => undefined));
}

// serialport gives the words of strerror, not the errno.
function openErrorCode(message: string): TransportErrorCode {
  if (/no such (file|device)/i.test(message)) return "transport.no-such-port";
  if (/lock|busy|temporarily unavailable/i.test(message)) return "transport.locked";
  if (/permission|not permitted|access denied/i.test(message)) return "transport.not-permitted";
  return "transport.failed";
}
