import { createServer, type Server, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Clock } from "../../../base/clock.ts";
import { PacedInput } from "./paced-input.ts";

export interface ConnectionsParts {
  readonly clock: Clock;
  /** Bytes are taken off a line no faster than this; 0: as they come. */
  readonly baud: number;
  /** For a new line: what takes its bytes. */
  readonly onLine: (line: Duplex) => (bytes: Buffer) => void;
}

/** The lines that lead into a simulated printer: streams, or sockets of a port. */
export class Connections {
  readonly #parts: ConnectionsParts;
  readonly #lines = new Set<Duplex>();
  #server: Server | undefined;
  #port = 0;

  constructor(parts: ConnectionsParts) {
    this.#parts = parts;
  }

  attach(line: Duplex): void {
    const { clock, baud, onLine } = this.#parts;
    this.#lines.add(line);
    const take = onLine(line);
    if (baud > 0) new PacedInput(line, baud, clock, take);
    else line.on("data", take);
    line.on("error", () => line.destroy());
    line.on("close", () => this.#lines.delete(line));
    line.on("end", () => line.end());
  }

  /** Answers the port. */
  async listen(port: number, host: string): Promise<number> {
    const server = createServer((socket: Socket) => this.attach(socket.setNoDelay(true)));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, resolve);
    });
    const address = server.address();
    this.#port = typeof address === "object" && address ? address.port : port;
    return this.#port;
  }

  /** Opens the port again that was open before; nothing when there was none. */
  async listenAgain(): Promise<void> {
    if (this.#port) await this.listen(this.#port, "127.0.0.1");
  }

  /** To all lines, or to one. */
  send(bytes: Buffer, only?: Duplex): void {
    for (const line of only ? [only] : this.#lines) if (line.writable) line.write(bytes);
  }

  break(): void {
    for (const line of this.#lines) line.destroy();
    this.#lines.clear();
  }

  async close(): Promise<void> {
    this.break();
    const server = this.#server;
    this.#server = undefined;
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}
