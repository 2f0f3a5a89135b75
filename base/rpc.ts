import { unlinkSync } from "node:fs";
import { createConnection, createServer, type Socket } from "node:net";
import {
  CancellationTokenSource,
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";
import { type Clock, pause } from "./clock.ts";
import { forget } from "./forget.ts";
import type { Log } from "./log.ts";
import { err, ok, type Result } from "./result.ts";

/** What one process offers others: requests (params → result) and notifications it sends. All JSON. */
export interface Contract {
  readonly requests: Record<string, { params: unknown; result: unknown }>;
  readonly notifications: Record<string, unknown>;
}

/** A call that got no answer: the other process is away, the caller gave up, or the handler threw (a bug there). */
export type CallError =
  | { readonly code: "rpc.away"; readonly what: string }
  | { readonly code: "rpc.cancelled"; readonly what: string }
  | { readonly code: "rpc.failed"; readonly what: string; readonly detail: string };

export type Handlers<C extends Contract> = {
  [M in keyof C["requests"]]: (
    params: C["requests"][M]["params"],
    call: { readonly signal: AbortSignal; readonly peer: number },
  ) => Promise<C["requests"][M]["result"]> | C["requests"][M]["result"];
};

export interface Served<C extends Contract> {
  /** Sends to every connected peer. */
  notify<N extends keyof C["notifications"] & string>(name: N, params: C["notifications"][N]): void;
  /** Called with a peer's number once it has gone: leases and the like are released there. */
  onPeerGone(then: (peer: number) => void): void;
  close(): Promise<void>;
}

/** Serves `handlers` on the Unix-domain socket at `path`. A socket file left by a killed process is replaced. */
export async function serve<C extends Contract>(path: string, handlers: Handlers<C>, log: Log): Promise<Served<C>> {
  const peers = new Map<number, MessageConnection>();
  const goneListeners: ((peer: number) => void)[] = [];
  let nextPeer = 1;
  const server = createServer((socket) => {
    const peer = nextPeer++;
    const connection = speak(socket, log);
    peers.set(peer, connection);
    const running = new Set<AbortController>();
    for (const [name, handler] of Object.entries(handlers)) {
      connection.onRequest(name, async (params, token) => {
        const giveUp = new AbortController();
        running.add(giveUp);
        // A token that was cancelled before its request came to its turn tells nobody any more; the handler listens first.
        if (token.isCancellationRequested) queueMicrotask(() => giveUp.abort());
        token.onCancellationRequested(() => giveUp.abort());
        try {
          return await handler(params as never, { signal: giveUp.signal, peer });
        } finally {
          running.delete(giveUp);
        }
      });
    }
    socket.once("close", () => {
      peers.delete(peer);
      for (const giveUp of running) giveUp.abort();
      for (const listener of goneListeners) listener(peer);
    });
    connection.onNotification(FORGET, () => {
      overwriteReads(connection, log);
      forget();
    });
    connection.listen();
  });
  removeStale(path);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
  return {
    notify(name, params) {
      for (const connection of peers.values()) {
        // A peer that goes in this moment asks for the state anew when it is back.
        void connection.sendNotification(name, params).catch((cause) => log.debug("rpc.notification-lost", { notification: name, cause }));
      }
    },
    onPeerGone: (then) => void goneListeners.push(then),
    async close() {
      for (const connection of peers.values()) connection.end();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** The other end of `serve`: connects, reconnects for ever, and says which it is. */
export class Client<C extends Contract> {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #listeners = new Map<string, ((params: never) => void)[]>();
  readonly #linkListeners: ((up: boolean) => void)[] = [];
  readonly #closed = new AbortController();
  #connection: MessageConnection | undefined;
  #socket: Socket | undefined;

  constructor(path: string, clock: Clock, log: Log) {
    this.#path = path;
    this.#clock = clock;
    this.#log = log;
    void this.#keepConnected();
  }

  get connected(): boolean {
    return this.#connection !== undefined;
  }

  /** Calls `then` when the link comes up or goes down, and once now. */
  onLink(then: (up: boolean) => void): void {
    this.#linkListeners.push(then);
    then(this.connected);
  }

  on<N extends keyof C["notifications"] & string>(name: N, then: (params: C["notifications"][N]) => void): void {
    const known = this.#listeners.get(name) ?? [];
    this.#listeners.set(name, [...known, then as (params: never) => void]);
  }

  async call<M extends keyof C["requests"] & string>(
    name: M,
    params: C["requests"][M]["params"],
    signal?: AbortSignal,
  ): Promise<Result<C["requests"][M]["result"], CallError>> {
    const connection = this.#connection;
    if (!connection) return err({ code: "rpc.away", what: name });
    if (signal?.aborted) return err({ code: "rpc.cancelled", what: name });
    const source = new CancellationTokenSource();
    const cancel = () => source.cancel();
    signal?.addEventListener("abort", cancel, { once: true });
    try {
      return ok(await connection.sendRequest<C["requests"][M]["result"]>(name, params, source.token));
    } catch (cause) {
      if (signal?.aborted) return err({ code: "rpc.cancelled", what: name });
      if (this.#connection !== connection) return err({ code: "rpc.away", what: name });
      return err({ code: "rpc.failed", what: name, detail: cause instanceof Error ? cause.message : String(cause) });
    } finally {
      signal?.removeEventListener("abort", cancel);
      source.dispose();
    }
  }

  /** A person has left: the other process frees what it held of them, and what was last read from the socket is overwritten at both ends. */
  forget(): void {
    if (this.#connection) overwriteReads(this.#connection, this.#log);
  }

  /** Nothing is told to any listener after this. */
  close(): void {
    this.#closed.abort();
    this.#connection?.end();
    this.#socket?.destroy();
  }

  async #keepConnected(): Promise<void> {
    while (!this.#closed.signal.aborted) {
      const socket = await dial(this.#path);
      if (socket && !this.#closed.signal.aborted) await this.#use(socket);
      await pause(this.#clock, RECONNECT_MS, this.#closed.signal);
    }
  }

  async #use(socket: Socket): Promise<void> {
    this.#socket = socket;
    const connection = speak(socket, this.#log);
    connection.onNotification((name, params) => {
      for (const listener of this.#listeners.get(name) ?? []) listener(params as never);
    });
    const gone = new Promise<void>((resolve) => socket.once("close", () => resolve()));
    connection.listen();
    this.#connection = connection;
    for (const listener of this.#linkListeners) listener(true);
    await gone;
    this.#connection = undefined;
    // Settles every request still waiting: vscode-jsonrpc rejects them when the connection is disposed.
    connection.dispose();
    // Who closed the client has let go of what its listeners use.
    if (this.#closed.signal.aborted) return;
    for (const listener of this.#linkListeners) listener(false);
  }
}

// A restarted process is back within about a second; asking four times a second costs nothing on a local socket.
const RECONNECT_MS = 250;

const FORGET = "$/forget";
/** Node reads every socket into a block of 64 KB that it keeps: a card's photo stays there until as much has come after it. */
const READ_BLOCK = 65_536;

// "$/" marks what a peer that does not know it leaves alone.
function overwriteReads(connection: MessageConnection, log: Log): void {
  const padding = " ".repeat(READ_BLOCK);
  void connection
    .sendNotification(FORGET, { padding })
    .catch((cause) => log.debug("rpc.notification-lost", { notification: FORGET, cause }));
}

function speak(socket: Socket, log: Log): MessageConnection {
  const connection = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket));
  connection.onError(([cause]) => log.warn("rpc.link-error", { cause }));
  socket.on("error", (cause) => log.debug("rpc.socket-error", { cause }));
  return connection;
}

function dial(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.once("connect", () => resolve(socket));
    socket.once("error", () => resolve(undefined));
  });
}

function removeStale(path: string): void {
  try {
    unlinkSync(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause;
  }
}
