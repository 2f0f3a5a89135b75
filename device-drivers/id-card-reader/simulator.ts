import { createServer, type Server } from "node:net";
import type { Duplex } from "node:stream";
import { type Clock, pause } from "../../base/clock.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { IdCard } from "../../config/identity/id-card.ts";
import { decodeRequest, encodeReply, FrameReader, type Reply, type RequestName } from "./codec.ts";
import { sampleBaseInfo } from "./sample-cards.ts";
import { type SamDisturbance, type SamFault, spoiled } from "./simulator-faults.ts";

export type { SamDisturbance, SamFault } from "./simulator-faults.ts";

interface Planned {
  readonly fault: SamFault;
  readonly on: RequestName | undefined;
}

type Field = "empty" | "fresh" | "found" | "selected" | "read";

/** UART bytes have ten bits: start, eight, stop. */
const BITS_PER_BYTE = 10;
const SLOW_MS_PER_BYTE = 2;
const FLOOD_EVERY_MS = 100;
const FLOOD_BYTES = 1_152;

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
  #disturbance: SamDisturbance | undefined;

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

  /** `undefined` lifts it. */
  disturb(disturbance: SamDisturbance | undefined): void {
    this.#disturbance = disturbance;
    if (disturbance === "power-loss") this.#restart();
    if (disturbance === "flood") for (const line of this.#lines) this.#flood(line);
  }

  /** Starts anew: the card that lies there has to be found again, and for a while nothing is answered. */
  reboot(silentMs: number): void {
    this.#restart();
    this.#silentUntil = this.#clock.monotonic() + silentMs;
  }

  #restart(): void {
    this.#field = this.#card ? "fresh" : "empty";
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
    line.on("data", (bytes: Buffer) => {
      for (const frame of reader.push(bytes)) {
        turn = turn.then(() => (frame.ok ? this.#serve(line, frame.value) : this.#send(line, encodeReply(status(0x10)))));
      }
    });
    if (this.#disturbance === "flood") this.#flood(line);
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
    if (this.#isMute) return;
    const planned = this.#planned.find(({ on }) => on === undefined || on === request);
    this.#planned = this.#planned.filter((one) => one !== planned);
    if (planned) await this.#failing(planned.fault, line, request);
    else await this.#send(line, encodeReply(this.#answer(request)));
  }

  #answer(request: RequestName | undefined): Reply {
    // Nothing that is asked is answered with five bytes.
    if (this.#disturbance === "wrong-answer") return status(0x90, Buffer.alloc(5));
    if (this.#broken !== undefined) return status(this.#broken);
    switch (request) {
      case undefined:
      case "read-base-and-fingerprints":
        return status(0x21);
      case "reset":
        this.#restart();
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
        return this.reboot(fault.silentMs);
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

  async #send(line: Duplex, frame: Buffer, msPerByte = this.#msPerByte): Promise<void> {
    const bytes = Buffer.from(frame);
    let last = this.#clock.monotonic();
    for (let sent = 0, due = 0; sent < bytes.length && !line.destroyed; ) {
      if (this.#isMute) return;
      const pace = this.#disturbance === "slow" ? Math.max(msPerByte, SLOW_MS_PER_BYTE) : msPerByte;
      const now = this.#clock.monotonic();
      due = pace > 0 ? due + (now - last) / pace : bytes.length;
      last = now;
      const end = Math.min(bytes.length, Math.floor(due));
      if (this.#disturbance === "garbage" && end === bytes.length) bytes.writeUInt8(bytes.readUInt8(end - 1) ^ 0x10, end - 1);
      if (end > sent) line.write(bytes.subarray(sent, end));
      sent = end;
      if (sent < bytes.length) await pause(this.#clock, Math.max(1, pace));
    }
  }

  get #isMute(): boolean {
    return this.#clock.monotonic() < this.#silentUntil || ["silence", "power-loss", "flood"].includes(this.#disturbance ?? "");
  }

  /** As fast as 115200 baud carries it. */
  #flood(line: Duplex): void {
    const more = () => {
      if (this.#disturbance !== "flood" || line.destroyed) return;
      line.write(Buffer.alloc(FLOOD_BYTES, 0xaa));
      this.#clock.after(FLOOD_EVERY_MS, more);
    };
    more();
  }
}

function status(sw3: number, data: Buffer = Buffer.alloc(0)): Reply {
  return { sw1: 0, sw2: 0, sw3, data };
}
