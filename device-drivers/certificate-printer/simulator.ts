import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Clock } from "../../base/clock.ts";
import { OPERATION, PRINTER_STATE, STATUS, text } from "./ipp-attributes.ts";
import { decodeIpp, encodeIpp, type IppMessage } from "./ipp-codec.ts";
import { type Answer, answer } from "./simulator/answers.ts";
import { type Manner, misbehaves } from "./simulator/manner.ts";
import { type FedSheet, type Mishap, PrintEngine, type Sheets, type SimulatedTray } from "./simulator/print-engine.ts";

export type { Manner } from "./simulator/manner.ts";
export type { FedSheet, Mishap, Sheets, SimulatedTray } from "./simulator/print-engine.ts";

/**
 * `media-empty`, `media-jam`, `cover-open`: a job waits until it is over. `aborts-next-job`: the printer gives up.
 * `loses-next-job`: takes it, hangs up, forgets it, prints it. `drops-next-reply`: takes and keeps it, hangs up.
 */
export const CERTIFICATE_FAULTS = [
  "media-empty",
  "media-jam",
  "cover-open",
  "aborts-next-job",
  "loses-next-job",
  "drops-next-reply",
  "unplugged",
] as const;
export type SimulatedFault = (typeof CERTIFICATE_FAULTS)[number];

export interface CertificateSimulatorOptions {
  readonly clock: Clock;
  readonly pageMs?: number;
  /** A4 and A3, both plain, where left out. */
  readonly trays?: readonly SimulatedTray[];
}

const MAX_REQUEST_BYTES = 64 * 1024 * 1024;
const PATH = "/ipp/print";

/** An IPP printer: real bytes over real HTTP, paper in memory. */
export class CertificatePrinterSimulator {
  manner: Manner = "well";
  /** Its identity, which outlives a restart. */
  uuid = "urn:uuid:00000000-0000-4000-8000-00000000a4a3";
  readonly #clock: Clock;
  readonly #engine: PrintEngine;
  readonly #faults = new Set<SimulatedFault>();
  readonly #sockets = new Set<Duplex>();
  readonly #onStreams = createServer((request, response) => void this.#serve(request, response));
  #gate: { readonly operation: number; readonly come: () => void; readonly open: Promise<void> } | undefined;
  #server: Server | undefined;
  #port = 0;
  #startedAt: number;

  constructor(options: CertificateSimulatorOptions) {
    this.#clock = options.clock;
    this.#engine = new PrintEngine(options.clock, options.pageMs ?? 1_000, options.trays);
    this.#startedAt = options.clock.now();
  }

  /** What came out, oldest first. */
  get sheets(): readonly Sheets[] {
    return this.#engine.sheets;
  }

  /** Every sheet that left a tray, torn ones too. */
  get fed(): readonly FedSheet[] {
    return this.#engine.fed;
  }

  /** The engine's page counter, as an SNMP agent would tell it. */
  get lifeCount(): number {
    return this.#engine.lifeCount;
  }

  /** What it remembers, oldest first. */
  get jobs(): readonly { readonly name: string; readonly state: number }[] {
    return this.#engine.jobs;
  }

  /** No job is being printed, or waits. */
  get isIdle(): boolean {
    return this.#engine.state() === PRINTER_STATE.idle;
  }

  get faults(): ReadonlySet<SimulatedFault> {
    return this.#faults;
  }

  get trays(): readonly SimulatedTray[] {
    return this.#engine.trays;
  }

  /** Requests being answered at this moment. */
  get openConnections(): number {
    return this.#sockets.size;
  }

  /** Only after `listen`. */
  get uri(): string {
    return `ipp://127.0.0.1:${this.#port}${PATH}`;
  }

  onSheet(then: (sheets: Sheets) => void): void {
    this.#engine.onSheet(then);
  }

  befallNextJob(mishap: Mishap): void {
    this.#engine.mishap = mishap;
  }

  /** A technician opens the printer, takes out what is stuck and lays paper: whatever keeps the mechanism from going on is over. */
  clear(): void {
    for (const fault of this.#engine.faults) this.#faults.delete(fault);
    this.#engine.faults.clear();
    this.#engine.mishap = undefined;
  }

  async setFault(fault: SimulatedFault, on: boolean): Promise<void> {
    if (this.#faults.has(fault) === on) return;
    if (on) this.#faults.add(fault);
    else this.#faults.delete(fault);
    if (fault === "media-empty") this.#engine.emptied = undefined;
    switch (fault) {
      case "media-empty":
      case "media-jam":
      case "cover-open":
        if (on) this.#engine.faults.add(fault);
        else this.#engine.faults.delete(fault);
        return;
      case "aborts-next-job":
        this.#engine.abortsNext = on;
        return;
      case "unplugged":
        if (on) await this.#hangUp();
        else await this.listen(this.#port);
        return;
      case "loses-next-job":
      case "drops-next-reply":
        return;
    }
  }

  /** Power off and on: connections break, jobs are forgotten, the clock of up-time begins again; the paper in work comes out, unless said. */
  restart(sheet: "finished" | "not-fed" | "half" = "finished"): void {
    for (const socket of this.#sockets) socket.destroy();
    if (sheet === "finished") this.#engine.forget();
    else this.#engine.breakOff(sheet);
    this.#startedAt = this.#clock.now();
  }

  /** The far end of a cable. */
  attach(stream: Duplex): void {
    this.#keep(stream);
    this.#onStreams.emit("connection", stream);
  }

  /** Holds the next request of this kind, unanswered, from when `come` is called until `open` resolves. */
  holdNext(operation: number, come: () => void, open: Promise<void>): void {
    this.#gate = { operation, come, open };
  }

  /** Answers the port. */
  async listen(port = 0, host = "127.0.0.1"): Promise<number> {
    const server = createServer((request, response) => void this.#serve(request, response));
    this.#server = server;
    server.on("connection", (socket) => this.#keep(socket));
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, resolve);
    });
    const address = server.address();
    this.#port = typeof address === "object" && address ? address.port : port;
    return this.#port;
  }

  async close(): Promise<void> {
    await this.#hangUp();
  }

  #keep(connection: Duplex): void {
    this.#sockets.add(connection);
    connection.on("close", () => this.#sockets.delete(connection));
  }

  async #hangUp(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    const closed = new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    if (!body) {
      request.destroy();
      return;
    }
    const message = decodeIpp(body);
    if (request.method !== "POST" || !request.url?.startsWith(PATH) || !message.ok) {
      response.writeHead(message.ok ? 404 : 400).end();
      return;
    }
    await this.#held(message.value.code);
    if (await misbehaves(this.manner, response, this.#clock)) return;
    const isJob = message.value.code === OPERATION.printJob;
    const found = this.#answer(message.value);
    if (isJob && this.#takeOnce("loses-next-job")) {
      this.#engine.forget();
      request.socket.destroy();
      return;
    }
    if (isJob && this.#takeOnce("drops-next-reply")) {
      request.socket.destroy();
      return;
    }
    const asked = this.manner === "another" ? { ...message.value, requestId: message.value.requestId + 1 } : message.value;
    response.writeHead(200, { "content-type": "application/ipp" }).end(encodeAnswer(asked, found));
    if (isJob) this.#faults.delete("aborts-next-job");
  }

  async #held(operation: number): Promise<void> {
    const gate = this.#gate;
    if (gate?.operation !== operation) return;
    this.#gate = undefined;
    gate.come();
    await gate.open;
  }

  #answer(message: IppMessage): Answer {
    if (message.version[0] < 1 || message.version[0] > 2) return { status: STATUS.versionNotSupported };
    return answer(message, this.#engine, {
      uri: this.uri,
      uuid: this.uuid,
      upTimeS: Math.floor((this.#clock.now() - this.#startedAt) / 1_000) + 1,
    });
  }

  #takeOnce(fault: SimulatedFault): boolean {
    return this.#faults.delete(fault);
  }
}

function encodeAnswer(request: IppMessage, found: Answer): Buffer {
  const charset = { "attributes-charset": text("charset", "utf-8"), "attributes-natural-language": text("naturalLanguage", "zh-cn") };
  return encodeIpp({
    version: request.version,
    code: found.status,
    requestId: request.requestId,
    groups: [{ group: "operation", attributes: charset }, ...(found.groups ?? [])],
    data: Buffer.alloc(0),
  });
}

/** Undefined where the request broke off or is larger than any certificate. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_REQUEST_BYTES) return undefined;
      chunks.push(chunk);
    }
  } catch {
    // The other side hung up in the middle: there is nobody to answer.
    return undefined;
  }
  return Buffer.concat(chunks);
}
