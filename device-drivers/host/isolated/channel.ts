import type { Duplex } from "node:stream";

/** A photographed A3 page in base64, with room to spare; a longer line is nonsense. */
export const MOST_MESSAGE_BYTES = 32 * 1024 * 1024;

export interface ChannelEnds {
  /** One message and how many bytes it took. */
  message(value: unknown, bytes: number): void;
  /** The other end breaks the rules; nothing more is read. */
  wrong(why: string): void;
  /** The other end is gone. At most one of the two is told, once. */
  closed(): void;
}

/** JSON, a message a line, over a pipe between device-host and a driver's process. What is received is capped. */
export class Channel {
  readonly #stream: Duplex;
  readonly #ends: ChannelEnds;
  readonly #mostBytes: number;
  #kept: Buffer[] = [];
  #keptBytes = 0;
  #isOver = false;

  constructor(stream: Duplex, ends: ChannelEnds, mostBytes = MOST_MESSAGE_BYTES) {
    this.#stream = stream;
    this.#ends = ends;
    this.#mostBytes = mostBytes;
    stream.on("data", (bytes: Buffer) => this.#take(bytes));
    // A process that is killed while it writes resets the pipe; that is an end like any other.
    for (const event of ["error", "close", "end"]) stream.on(event, () => this.#over(() => ends.closed()));
  }

  /** Throws where `message` is not JSON. After the end nothing is sent. `then` once the bytes have left. */
  send(message: unknown, then?: () => void): void {
    const line = `${JSON.stringify(message)}\n`;
    if (this.#stream.writable) this.#stream.write(line, () => then?.());
    else then?.();
  }

  #take(bytes: Buffer): void {
    let rest = bytes;
    while (!this.#isOver && rest.length > 0) {
      const end = rest.indexOf(0x0a);
      const part = end < 0 ? rest : rest.subarray(0, end);
      this.#kept.push(part);
      this.#keptBytes += part.length;
      if (this.#keptBytes > this.#mostBytes) this.#wrong(`a message of more than ${this.#mostBytes} bytes`);
      if (this.#isOver || end < 0) return;
      rest = rest.subarray(end + 1);
      this.#line();
    }
  }

  #line(): void {
    const line = Buffer.concat(this.#kept);
    this.#kept = [];
    this.#keptBytes = 0;
    let value: unknown;
    try {
      value = JSON.parse(line.toString("utf8"));
    } catch {
      this.#wrong("a message that is not JSON");
      return;
    }
    this.#ends.message(value, line.length);
  }

  #wrong(why: string): void {
    this.#over(() => this.#ends.wrong(why));
  }

  #over(tell: () => void): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#kept = [];
    tell();
  }
}
