import { createServer, type Server } from "node:net";
import type { Duplex } from "node:stream";
import type { Clock } from "../../base/clock.ts";
import { decodeRequest, encodeAnswer, FRAME_BYTES, FrameReader, type LockAddress, type LockVerb } from "./codec.ts";
import type { Door } from "./doors.ts";

export type LockerFault =
  | { readonly kind: "silence" }
  | { readonly kind: "garbage" }
  | { readonly kind: "wrong-checksum" }
  /** Answers for another lock. */
  | { readonly kind: "wrong-answer" }
  | { readonly kind: "slow"; readonly ms: number };

/** How long a board powers the magnet; it answers after that. */
const PULSE_MS = 300;
const QUERY_MS = 5;

/** A bus of lock boards with doors on springs, speaking the real bytes. */
export class LockerSimulator {
  readonly #clock: Clock;
  readonly #closedMeans: Door;
  readonly #open = new Set<string>();
  readonly #jammed = new Set<string>();
  readonly #listeners: ((verb: LockVerb, address: LockAddress) => void)[] = [];
  readonly #streams = new Set<Duplex>();
  #lasting: LockerFault | undefined;
  #next: LockerFault[] = [];
  /** Pulses that reached a magnet: nothing may send one twice. */
  pulses = 0;

  constructor(clock: Clock, closedMeans: Door = "closed") {
    this.#clock = clock;
    this.#closedMeans = closedMeans;
  }

  attach(stream: Duplex): void {
    const reader = new FrameReader(decodeRequest);
    this.#streams.add(stream);
    stream.on("data", (bytes: Buffer) => {
      for (const { verb, board, lock } of reader.push(bytes)) this.#asked(stream, verb, { board, lock });
    });
    stream.on("error", () => undefined);
    stream.once("close", () => this.#streams.delete(stream));
  }

  listen(port: number): Promise<{ port: number; close(): Promise<void> }> {
    const server: Server = createServer((socket) => this.attach(socket));
    return new Promise((resolve) => {
      server.listen(port, "127.0.0.1", () => {
        const address = server.address();
        resolve({
          port: typeof address === "object" && address ? address.port : 0,
          close: () =>
            new Promise((done) => {
              for (const stream of this.#streams) stream.destroy();
              server.close(() => done());
            }),
        });
      });
    });
  }

  onRequest(then: (verb: LockVerb, address: LockAddress) => void): void {
    this.#listeners.push(then);
  }

  isOpen(address: LockAddress): boolean {
    return this.#open.has(keyOf(address));
  }

  shut(address: LockAddress): void {
    this.#open.delete(keyOf(address));
  }

  /** Somebody with a crowbar. */
  force(address: LockAddress): void {
    this.#open.add(keyOf(address));
  }

  /** The magnet pulls and the door stays shut. */
  jam(address: LockAddress, isJammed = true): void {
    if (isJammed) this.#jammed.add(keyOf(address));
    else this.#jammed.delete(keyOf(address));
  }

  /** For good, until told otherwise. */
  fail(fault: LockerFault | undefined): void {
    this.#lasting = fault;
  }

  failNext(...faults: readonly LockerFault[]): void {
    this.#next.push(...faults);
  }

  /** Bytes that nobody asked for, to everyone. */
  babble(bytes: Buffer): void {
    for (const stream of this.#streams) stream.write(bytes);
  }

  #asked(stream: Duplex, verb: LockVerb, address: LockAddress): void {
    for (const listener of this.#listeners) listener(verb, address);
    const fault = this.#next.shift();
    if (verb === "open") {
      this.pulses += 1;
      if (!this.#jammed.has(keyOf(address))) this.#open.add(keyOf(address));
    }
    this.#clock.after(verb === "open" ? PULSE_MS : QUERY_MS, () => this.#reply(stream, verb, address, fault ?? this.#lasting));
  }

  #reply(stream: Duplex, verb: LockVerb, address: LockAddress, fault: LockerFault | undefined): void {
    const write = () => {
      if (!stream.destroyed) stream.write(this.#answer(verb, address, fault));
    };
    if (fault?.kind === "slow") this.#clock.after(fault.ms, write);
    else write();
  }

  #answer(verb: LockVerb, address: LockAddress, fault: LockerFault | undefined): Buffer {
    const isOpen = this.#open.has(keyOf(address));
    const circuit = isOpen === (this.#closedMeans === "open") ? "closed" : "open";
    const good = encodeAnswer({ verb, ...address, circuit });
    switch (fault?.kind) {
      case "silence":
        return Buffer.alloc(0);
      case "garbage":
        return Buffer.alloc(7, 0x5a);
      case "wrong-checksum":
        good[FRAME_BYTES - 1] = (good[FRAME_BYTES - 1] as number) ^ 0xff;
        return good;
      case "wrong-answer":
        return encodeAnswer({ verb, board: address.board, lock: (address.lock % 200) + 1, circuit });
      default:
        return good;
    }
  }
}

function keyOf({ board, lock }: LockAddress): string {
  return `${board}/${lock}`;
}
