import { createServer, type Server } from "node:net";
import type { Duplex } from "node:stream";
import { type Clock, pause } from "../../base/clock.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { IdCard } from "../../config/identity/id-card.ts";
import { decodeRequest, encodeReply, FrameReader, type RequestName } from "./codec.ts";
import { sampleBaseInfo } from "./sample-cards.ts";

/** What can go wrong with one answer. */
export type SamFault =
  /** Answers with this status and nothing else. */
  | { readonly kind: "status"; readonly sw3: number }
  | { readonly kind: "silence" }
  | { readonly kind: "garbage-before"; readonly bytes: Uint8Array }
  | { readonly kind: "garbage-inside"; readonly bytes: Uint8Array }
  | { readonly kind: "wrong-checksum" }
  | { readonly kind: "slow"; readonly msPerByte: number }
  /** Stops after so many bytes of the frame. */
  | { readonly kind: "truncated"; readonly keep: number }
  /** A good frame with the last bytes of its data missing. */
  | { readonly kind: "wrong-length"; readonly missing: number }
  /** The length field promises so many bytes more than come. */
  | { readonly kind: "lies-about-length"; readonly more: number }
  /** Forgets the card, says nothing for a while, then works. */
  | { readonly kind: "reboot"; readonly silentMs: number }
  /** The cable is pulled before the answer. */
  | { readonly kind: "unplug" };

interface Planned {
  readonly fault: SamFault;
  readonly on: RequestName | undefined;
}

type Field = "empty" | "fresh" | "found" | "selected" | "read";

/** UART bytes have ten bits: start, eight, stop. */
const BITS_PER_BYTE = 10;

/** A reader with its security module, on the wire as GA 467 has it; can be told to fail. */
export class SamSimulator {
  readonly #clock: Clock;
  readonly #msPerByte: number;
  readonly #lines = new Set<Duplex>();
  readonly #listeners: ((request: RequestName) => void)[] = [];
  #planned: Planned[] = [];
  #card: IdCard | undefined;
  #field: Field = "empty";
  #silentUntil = Number.NEGATIVE_INFINITY;
  #broken: number | undefined;

  /** With `baud` every byte takes its time on the wire, both ways. */
  constructor(clock: Clock, pace?: { readonly baud: number }) {
    this.#clock = clock;
    this.#msPerByte = pace ? (BITS_PER_BYTE * 1_000) / pace.baud : 0;
  }

  insertCard(card: IdCard): void {
    this.#card = card;
    this.#field = "fresh";
  }

  removeCard(): void {
    this.#card = undefined;
    this.#field = "empty";
  }

  /** The next answer (to `on`, if given) goes wrong in this way; several are used up in order. */
  failNext(fault: SamFault, on?: RequestName): void {
    this.#planned.push({ fault, on });
  }

  /** From now on every answer has this status (0x66: not authorised); `undefined` repairs it. */
  breakDown(sw3: number | undefined): void {
    this.#broken = sw3;
  }

  /** Called when a request has arrived, before it is answered. */
  onRequest(then: (request: RequestName) => void): void {
    this.#listeners.push(then);
  }

  /** Pulls every cable. */
  unplug(): void {
    for (const line of this.#lines) line.destroy();
  }

  /** Speaks on any two-way stream: a socket, one end of a pty pair. */
  attach(line: Duplex): void {
    const reader = new FrameReader(this.#clock);
    this.#lines.add(line);
    let turn: Promise<void> = Promise.resolve();
    let refused = 0;
    line.on("data", (bytes: Buffer) => {
      const bodies = reader.push(bytes);
      const wrong = reader.noise.checksum > refused;
      refused = reader.noise.checksum;
      if (wrong) turn = turn.then(() => this.#send(line, encodeReply(status(0x10))));
      for (const body of bodies) turn = turn.then(() => this.#serve(line, body));
    });
    // A line that breaks is an ordinary event of a simulated day; `close` follows and is what counts.
    line.on("error", () => this.#lines.delete(line));
    line.on("close", () => this.#lines.delete(line));
  }

  /** On TCP, as a serial-to-network box offers it. `port` 0 lets the system choose. */
  async listen(port: number, host = "127.0.0.1"): Promise<{ port: number; close(): Promise<void> }> {
    const server: Server = createServer((socket) => this.attach(socket.setNoDelay(true)));
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, host, resolve));
    const address = server.address();
    return {
      port: typeof address === "object" && address ? address.port : port,
      close: async () => {
        this.unplug();
        await new Promise<void>((resolve) => server.close(() => resolve()));
      },
    };
  }

  async #serve(line: Duplex, body: Buffer): Promise<void> {
    const request = decodeRequest(body);
    if (this.#msPerByte > 0) await pause(this.#clock, (body.length + 8) * this.#msPerByte);
    if (request) for (const listener of this.#listeners) listener(request);
    if (this.#clock.monotonic() < this.#silentUntil) return;
    const planned = this.#planned.find(({ on }) => on === undefined || on === request);
    this.#planned = this.#planned.filter((one) => one !== planned);
    if (planned) await this.#failing(planned.fault, line, request);
    else await this.#send(line, encodeReply(this.#answer(request)));
  }

  #answer(request: RequestName | undefined): Parameters<typeof encodeReply>[0] {
    if (this.#broken !== undefined) return status(this.#broken);
    switch (request) {
      case undefined:
      case "read-base-and-fingerprints":
        return status(0x21);
      case "reset":
        this.#field = this.#card ? "fresh" : "empty";
        return status(0x90);
      case "status":
      case "limit-radio-bytes":
        return status(0x90);
      case "module-id":
        return status(0x90, Buffer.from("05000100d2023401d204000000000000", "hex"));
      case "find":
        if (this.#field === "empty" || this.#field === "read") return status(0x80);
        this.#field = "found";
        return status(0x9f, Buffer.alloc(4));
      case "select":
        if (this.#field !== "found") return status(0x81);
        this.#field = "selected";
        return status(0x90, Buffer.alloc(8));
      case "read-base":
        if (this.#field !== "selected" || !this.#card) return status(0x41);
        this.#field = "read";
        return status(0x90, sampleBaseInfo(this.#card));
      case "read-newest-address":
        return status(this.#field === "selected" || this.#field === "read" ? 0x91 : 0x41);
      default:
        return unreachable(request);
    }
  }

  async #failing(fault: SamFault, line: Duplex, request: RequestName | undefined): Promise<void> {
    switch (fault.kind) {
      case "status":
        return this.#send(line, encodeReply(status(fault.sw3)));
      case "silence":
        return;
      case "reboot":
        this.#field = this.#card ? "fresh" : "empty";
        this.#silentUntil = this.#clock.monotonic() + fault.silentMs;
        return;
      case "unplug":
        return this.unplug();
      case "slow":
        return this.#send(line, encodeReply(this.#answer(request)), fault.msPerByte);
      case "wrong-length": {
        const { data, ...words } = this.#answer(request);
        return this.#send(line, encodeReply({ ...words, data: data.subarray(0, Math.max(0, data.length - fault.missing)) }));
      }
      case "garbage-before":
      case "garbage-inside":
      case "wrong-checksum":
      case "truncated":
      case "lies-about-length":
        return this.#send(line, spoiled(encodeReply(this.#answer(request)), fault));
      default:
        return unreachable(fault);
    }
  }

  async #send(line: Duplex, bytes: Buffer, msPerByte = this.#msPerByte): Promise<void> {
    const start = this.#clock.monotonic();
    for (let sent = 0; sent < bytes.length && !line.destroyed; ) {
      const due = msPerByte > 0 ? Math.floor((this.#clock.monotonic() - start) / msPerByte) : bytes.length;
      if (due > sent) line.write(bytes.subarray(sent, due));
      sent = Math.max(sent, Math.min(due, bytes.length));
      if (sent < bytes.length) await pause(this.#clock, Math.max(1, msPerByte));
    }
  }
}

type Spoiling = Extract<SamFault, { kind: "garbage-before" | "garbage-inside" | "wrong-checksum" | "truncated" | "lies-about-length" }>;

function spoiled(frame: Buffer, fault: Spoiling): Buffer {
  switch (fault.kind) {
    case "garbage-before":
      return Buffer.concat([fault.bytes, frame]);
    case "garbage-inside":
      return Buffer.concat([frame.subarray(0, 9), fault.bytes, frame.subarray(9)]);
    case "wrong-checksum":
      frame.writeUInt8(frame.readUInt8(frame.length - 1) ^ 0xff, frame.length - 1);
      return frame;
    case "truncated":
      return frame.subarray(0, fault.keep);
    case "lies-about-length":
      frame.writeUInt16BE(frame.readUInt16BE(5) + fault.more, 5);
      return frame;
    default:
      return unreachable(fault);
  }
}

function status(sw3: number, data: Buffer = Buffer.alloc(0)): Parameters<typeof encodeReply>[0] {
  return { sw1: 0, sw2: 0, sw3, data };
}
