import { Socket } from "node:net";
import type { Clock } from "../../base/clock.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { TransportSettings } from "../../config/settings/settings.ts";
import { ConnectionEvents } from "./connection-events.ts";
import type { Transport, TransportError, TransportErrorCode } from "./transport.ts";

type TcpSettings = Extract<TransportSettings, { kind: "tcp" }>;

/** A device server on the same cabinet's network answers in milliseconds; a missing one never does. */
export const CONNECT_MS = 3_000;
/** How long an orderly close may take before the socket is torn down. */
export const LINGER_MS = 1_000;
/** A pulled network cable sends nothing; only probes find out. */
const KEEP_ALIVE_MS = 10_000;

/**
 * A TCP connection. Closing a socket while bytes lie unread makes the kernel send RST, and RST makes the other side
 * throw away what we had sent: so `close` says FIN, reads on to the end, and only then lets go.
 */
export class TcpTransport implements Transport {
  readonly name: string;
  readonly #settings: TcpSettings;
  readonly #clock: Clock;
  readonly #events = new ConnectionEvents();
  readonly #socket = new Socket();
  readonly #released: Promise<void>;
  #opening: Promise<Result<void, TransportError>> | undefined;

  constructor(settings: TcpSettings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
    this.name = `tcp ${settings.host}:${settings.port}`;
    this.#socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_MS);
    this.#socket.on("data", (bytes: Buffer) => this.#events.data(bytes));
    this.#socket.on("end", () => this.#tearDownAfterLinger());
    let cause: NodeJS.ErrnoException | undefined;
    this.#socket.on("error", (error) => {
      cause = error;
    });
    this.#released = new Promise((resolve) => {
      this.#socket.on("close", () => {
        this.#events.closed(this.#error("transport.closed", cause?.code ?? "ended by the other side"));
        resolve();
      });
    });
  }

  open(): Promise<Result<void, TransportError>> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  write(bytes: Uint8Array): Promise<Result<void, TransportError>> {
    if (!this.#socket.writable || this.#socket.connecting || this.#socket.pending) {
      return Promise.resolve(err(this.#events.closedWhy ?? this.#error("transport.closed", "not open")));
    }
    const failure = (cause: NodeJS.ErrnoException) => this.#error("transport.closed", cause.code ?? cause.message);
    return this.#events.write((done) => this.#socket.write(bytes, done), failure);
  }

  onData(then: (bytes: Buffer) => void): void {
    this.#events.onData(then);
  }

  onClose(then: (why: TransportError) => void): void {
    this.#events.onClose(then);
  }

  async close(): Promise<void> {
    this.#events.closed(this.#error("transport.closed", "closed by this side"));
    if (!this.#opening) return;
    if (this.#socket.pending) this.#socket.destroy();
    else {
      this.#socket.end();
      this.#tearDownAfterLinger();
    }
    await this.#released;
  }

  #open(): Promise<Result<void, TransportError>> {
    return new Promise((resolve) => {
      const timer = this.#clock.after(CONNECT_MS, () => give("transport.timeout", `no answer within ${CONNECT_MS} ms`));
      const give = (code: TransportErrorCode, why: string) => {
        timer.cancel();
        const error = this.#events.closedWhy ?? this.#error(code, why);
        this.#events.closed(error);
        this.#socket.destroy();
        resolve(err(error));
      };
      const refused = (cause: NodeJS.ErrnoException) => give(connectErrorCode(cause.code), cause.code ?? cause.message);
      const destroyed = () => give("transport.closed", "closed while connecting");
      this.#socket.once("error", refused);
      this.#socket.once("close", destroyed);
      this.#socket.connect(this.#settings.port, this.#settings.host, () => {
        timer.cancel();
        this.#socket.off("error", refused).off("close", destroyed);
        resolve(ok());
      });
    });
  }

  #tearDownAfterLinger(): void {
    const timer = this.#clock.after(LINGER_MS, () => this.#socket.destroy());
    this.#socket.once("close", () => timer.cancel());
  }

  #error(code: TransportErrorCode, why: string): TransportError {
    return { code, facts: { host: this.#settings.host, port: this.#settings.port, why } };
  }
}

function connectErrorCode(code: string | undefined): TransportErrorCode {
  switch (code) {
    case "ECONNREFUSED":
    case "ECONNRESET":
      return "transport.refused";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "transport.no-such-port";
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return "transport.unreachable";
    case "ETIMEDOUT":
      return "transport.timeout";
    case "EACCES":
    case "EPERM":
      return "transport.not-permitted";
    default:
      return "transport.failed";
  }
}
