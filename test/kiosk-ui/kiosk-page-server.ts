import { readFile } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import type { Intent, IntentReply, IntentRequest, View } from "../../runtime/server/api.ts";
import { type PreviewSeal, previewSeal } from "../../runtime/server/preview-seal.ts";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".txt": "text/plain; charset=utf-8",
  ".ogg": "audio/ogg",
  ".json": "application/json",
};

/** The policy the pages must live with: nothing inline, nothing from elsewhere. */
export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

type Handler = (body: unknown) => { status: number; body: unknown };

/** Stands in for the runtime, the hub and the dock: serves a built page, streams what it is told, keeps what it is sent. */
export class KioskPageServer {
  readonly intents: IntentRequest[] = [];
  reply: IntentReply = { accepted: true };
  preview: Buffer | null = null;
  /** Folder of clips; null: no voice is installed. */
  voice: string | null = null;
  /** Clips that were asked for, in order. */
  readonly clips: string[] = [];
  readonly routes = new Map<string, Handler>();
  readonly #streams = new Set<ServerResponse>();
  readonly #server: Server;
  readonly #folder: string;
  #last: unknown = null;
  #awaited: { count: number; done: () => void } | null = null;

  constructor(folder: string) {
    this.#folder = folder;
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        void this.#answer(
          request.method ?? "GET",
          new URL(request.url ?? "/", "http://kiosk").pathname,
          text ? JSON.parse(text) : null,
          response,
          request.headers.host ?? "",
        );
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  show(view: View | unknown): void {
    this.#last = view;
    for (const stream of this.#streams) stream.write(`data: ${JSON.stringify(view)}\n\n`);
  }

  /** Breaks every stream, as a stopped runtime would. */
  cut(): void {
    for (const stream of this.#streams) stream.destroy();
    this.#streams.clear();
  }

  /** Resolves when `count` intents have come in all. */
  async sent(count: number): Promise<void> {
    if (this.intents.length >= count) return;
    await new Promise<void>((done) => {
      this.#awaited = { count, done };
    });
  }

  /** Resolves with the first intent of a kind, when it comes or has come. */
  async sentKind<K extends Intent["kind"]>(kind: K): Promise<Extract<Intent, { kind: K }>> {
    for (let count = 1; ; count += 1) {
      await this.sent(count);
      const found = this.intents.map(({ intent }) => intent).find((intent) => intent.kind === kind);
      if (found) return found as Extract<Intent, { kind: K }>;
    }
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(method: string, path: string, body: unknown, response: ServerResponse, host: string): Promise<void> {
    const route = this.routes.get(`${method} ${path}`);
    if (route) {
      const { status, body: answer } = route(body);
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
    } else if (path === "/api/view" || path === "/api/dock") {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      this.#streams.add(response);
      response.on("close", () => this.#streams.delete(response));
      if (this.#last) response.write(`data: ${JSON.stringify(this.#last)}\n\n`);
    } else if (path === "/api/intent") {
      this.intents.push(body as IntentRequest);
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(this.reply));
      if (this.#awaited && this.intents.length >= this.#awaited.count) this.#awaited.done();
    } else if (path === "/api/alive") {
      response.writeHead(204).end();
    } else if (path === "/api/preview") {
      const seal = previewSeal((body as { key?: string } | null)?.key ?? "");
      if (this.preview && seal) this.#stream(this.preview, seal, response);
      else response.writeHead(404).end();
    } else if (path === "/next") {
      // As the runtime does: the next page comes under the other name, and so in another process.
      const other = host.startsWith("localhost") ? host.replace("localhost", "127.0.0.1") : host.replace("127.0.0.1", "localhost");
      response.writeHead(303, { location: `http://${other}/` }).end();
    } else if (path.startsWith("/voice/")) {
      if (path.endsWith(".ogg")) this.clips.push(path.slice("/voice/".length, -".ogg".length));
      if (this.voice) await this.#file(this.voice, path.slice("/voice".length), response);
      else response.writeHead(404).end();
    } else await this.#file(this.#folder, path, response);
  }

  /** As a camera does: pictures one after another, without an end. */
  #stream(picture: Buffer, seal: PreviewSeal, response: ServerResponse): void {
    response.writeHead(200, { "content-type": "application/octet-stream" });
    response.write(seal.publicKey);
    for (let frame = 0; frame < 2; frame++) response.write(seal.seal(picture));
  }

  async #file(folder: string, path: string, response: ServerResponse): Promise<void> {
    const name = path.endsWith("/") ? `${path}index.html` : path;
    try {
      const bytes = await readFile(join(folder, name));
      response
        .writeHead(200, { "content-type": TYPES[extname(name)] ?? "application/octet-stream", "content-security-policy": POLICY })
        .end(bytes);
    } catch {
      // Not a file of the page: as a real server would say.
      response.writeHead(404).end();
    }
  }
}
