import { createServer, type Server, type Socket } from "node:net";

/** The cable of a simulated device: while it is plugged in, the device answers at this port. */
export class Cable {
  readonly #attach: (line: Socket) => void;
  readonly #port: number;
  readonly #lines = new Set<Socket>();
  #server: Server | undefined;

  constructor(port: number, attach: (line: Socket) => void) {
    this.#port = port;
    this.#attach = attach;
  }

  get isPluggedIn(): boolean {
    return this.#server !== undefined;
  }

  async plugIn(): Promise<void> {
    if (this.#server) return;
    const server = createServer((line) => {
      this.#lines.add(line);
      line.once("close", () => this.#lines.delete(line));
      this.#attach(line.setNoDelay(true));
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(this.#port, "127.0.0.1", resolve));
  }

  /** The device goes on with what it has; nobody can be reached any more. */
  async pull(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const line of this.#lines) line.destroy();
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}
