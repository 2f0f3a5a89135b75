import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { unreachable } from "../../../base/unreachable.ts";
import type { IdCard } from "../../../config/identity/id-card.ts";
import { samplePhotoBlock } from "../sample-cards.ts";
import type { BridgeProfileName } from "./profiles.ts";
import { sampleBmp, sampleHttpCard, sampleWsCard } from "./sample-messages.ts";

/** What a service does instead of its next answer; the first five are also how the network breaks. */
export type BridgeFault =
  | "silence"
  | "garbage"
  | "huge"
  | "binary"
  /** Hangs up in the middle. */
  | "cut"
  /** Every field an array. */
  | "wrong-types"
  /** A card whose number does not have the right check digit. */
  | "wrong-number"
  /** A photo that is none. */
  | "wrong-photo"
  | "unreadable"
  /** The service runs, its reader is unplugged. */
  | "reader-away"
  /** HTTP 500. */
  | "http-error";

type Event = { readonly event: string } & Record<string, unknown>;

/** A vendor's local service with its reader, in one of the two invented shapes; can be told to fail. */
export class BridgeSimulator {
  readonly #profile: BridgeProfileName;
  readonly #http = createServer((request, response) => this.#answer(request, response));
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #watching = new Set<WebSocket>();
  readonly #lines = new Set<Duplex>();
  #faults: BridgeFault[] = [];
  #card: IdCard | undefined;

  constructor(profile: BridgeProfileName) {
    this.#profile = profile;
    this.#http.on("connection", (line: Duplex) => {
      this.#lines.add(line);
      line.on("error", () => undefined).on("close", () => this.#lines.delete(line));
    });
    this.#http.on("upgrade", (request, line, head) => {
      if (this.#profile !== "sample-ws" || request.url !== "/pc" || this.#takes("silence")) return;
      this.#sockets.handleUpgrade(request, line, head, (socket) => this.#serve(socket));
    });
  }

  insertCard(card: IdCard): void {
    this.#card = card;
    this.#tell();
  }

  removeCard(): void {
    this.#card = undefined;
    this.#tell();
  }

  /** The next answers go wrong in this way; several are used up in order. */
  failNext(fault: BridgeFault, times = 1): void {
    this.#faults.push(...Array<BridgeFault>(times).fill(fault));
  }

  /** The service ends, and all its connections with it. */
  kill(): void {
    for (const line of this.#lines) line.destroy();
  }

  /** Serves any two-way stream as one connection. */
  attach(line: Duplex): void {
    this.#http.emit("connection", line);
  }

  /** At 127.0.0.1; `port` 0 lets the system choose. */
  async listen(port: number): Promise<{ port: number; close(): Promise<void> }> {
    await new Promise<void>((resolve, reject) => this.#http.once("error", reject).listen(port, "127.0.0.1", resolve));
    const address = this.#http.address();
    return {
      port: typeof address === "object" && address ? address.port : port,
      close: async () => {
        this.kill();
        await new Promise<void>((resolve) => this.#http.close(() => resolve()));
      },
    };
  }

  #takes(fault: BridgeFault): boolean {
    const isNext = this.#faults[0] === fault;
    if (isNext) this.#faults.shift();
    return isNext;
  }

  #serve(socket: WebSocket): void {
    socket.on("error", () => undefined).on("close", () => this.#watching.delete(socket));
    this.#send(socket, { event: "hello" });
    socket.on("message", (data) => {
      const { action } = JSON.parse(String(data)) as { action: string };
      if (action === "stop") this.#watching.delete(socket);
      else {
        this.#watching.add(socket);
        this.#send(socket, this.#now("none"), this.#faults.shift());
      }
    });
  }

  #tell(): void {
    for (const socket of this.#watching) this.#send(socket, this.#now("removed"), this.#faults.shift());
  }

  #now(otherwise: "none" | "removed"): Event {
    return this.#card
      ? { event: "card", card: { ...sampleWsCard(this.#card), photo: sampleBmp().toString("base64") } }
      : { event: otherwise };
  }

  #send(socket: WebSocket, message: Event, fault?: BridgeFault): void {
    if (fault === "silence") return;
    if (fault === "cut") socket.terminate();
    else socket.send(this.#event(message, fault), { binary: fault === "binary" });
  }

  #event(message: Event, fault: Exclude<BridgeFault, "silence" | "cut"> | undefined): string {
    if (fault === "unreadable") return '{"event":"error","code":-1}';
    if (fault === "reader-away") return '{"event":"error","code":-8}';
    return fault && fault !== "binary" ? spoiled(message, "card", "idNum", "photo", fault) : JSON.stringify(message);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const isState = request.url === "/reader/state";
    if (this.#profile !== "sample-http" || (!isState && request.url !== "/card/read")) {
      response.writeHead(404).end();
      return;
    }
    const fault = this.#faults.shift();
    if (fault === "silence") return;
    if (fault === "cut") {
      response.writeHead(200, { "content-length": 100 }).write("{");
      setImmediate(() => response.destroy());
    } else response.writeHead(fault === "http-error" ? 500 : 200, { "content-type": "application/json" }).end(this.#text(isState, fault));
  }

  #text(isState: boolean, fault: Exclude<BridgeFault, "silence" | "cut"> | undefined): string {
    if (fault === "unreadable") return '{"ret":-2}';
    if (fault === "reader-away") return '{"ret":-8}';
    const data = this.#card && { ...sampleHttpCard(this.#card), Wlt: samplePhotoBlock(this.#card).toString("base64") };
    const message = isState ? { ret: 0, type: "state" } : data ? { ret: 0, type: "card", data } : { ret: 1 };
    return fault ? spoiled(message, "data", "CardNo", "Wlt", fault) : JSON.stringify(message);
  }
}

type Spoiling = Exclude<BridgeFault, "silence" | "cut" | "unreadable" | "reader-away">;

/** More than the driver takes, less than the wire holds up. */
const HUGE_CHARACTERS = 1_100_000;

function spoiled(message: object, card: string, number: string, photo: string, fault: Spoiling): string {
  const fields = (message as Record<string, Record<string, unknown> | undefined>)[card];
  const changed = (change: Record<string, unknown>) =>
    JSON.stringify({ ...message, ...(fields ? { [card]: { ...fields, ...change } } : {}) });
  switch (fault) {
    case "garbage":
    case "binary":
      return '<html>{"event":"card';
    case "huge":
      return JSON.stringify({ ...message, more: "x".repeat(HUGE_CHARACTERS) });
    case "wrong-types":
      return changed(Object.fromEntries(Object.keys(fields ?? {}).map((name) => [name, [name]])));
    case "wrong-number":
      return changed({ [number]: "990101199004120028" });
    case "wrong-photo":
      return changed({ [photo]: Buffer.from("no photo").toString("base64") });
    case "http-error":
      return "{}";
    default:
      return unreachable(fault);
  }
}
