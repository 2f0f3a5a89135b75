import { type Command, readCommand } from "./command-reader.ts";

const XON = 0x11;
const XOFF = 0x13;

export interface BufferParts {
  /** So many bytes wait at most; endless when undefined. */
  readonly limit: number | undefined;
  /** `xon-xoff` says XOFF when the buffer is full, XON when it is half empty; `none`: what does not fit is lost. */
  readonly flow: "xon-xoff" | "none";
  readonly say: (byte: number) => void;
}

/** Bytes that wait for the mechanism. */
export class ReceiveBuffer {
  readonly #parts: BufferParts;
  /** Bytes that came when the buffer was full and nobody had been told. */
  lostBytes = 0;
  #bytes = Buffer.alloc(0);
  #isHeldUp = false;

  constructor(parts: BufferParts) {
    this.#parts = parts;
  }

  get length(): number {
    return this.#bytes.length;
  }

  put(bytes: Buffer): void {
    const { limit, flow, say } = this.#parts;
    const room = limit && flow === "none" ? Math.max(0, limit - this.length) : bytes.length;
    this.lostBytes += Math.max(0, bytes.length - room);
    this.#bytes = Buffer.concat([this.#bytes, bytes.subarray(0, room)]);
    if (!limit || flow === "none" || this.length < limit || this.#isHeldUp) return;
    this.#isHeldUp = true;
    say(XOFF);
  }

  /** The first whole command; undefined while there is none. */
  next(): { readonly command: Command; readonly length: number } | undefined {
    return readCommand(this.#bytes);
  }

  drop(length = this.length): void {
    this.#bytes = this.#bytes.subarray(length);
  }

  /** Lets the host send again once there is room. */
  relieve(): void {
    if (!this.#isHeldUp || this.length > (this.#parts.limit ?? 0) / 2) return;
    this.#isHeldUp = false;
    this.#parts.say(XON);
  }
}
