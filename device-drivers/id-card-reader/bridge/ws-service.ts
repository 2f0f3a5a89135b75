import { WebSocket } from "ws";
import { err, ok, type Result } from "../../../base/result.ts";
import { type DriverFailure, failed, stopReason, unopened } from "../../host/driver.ts";
import { TransportStream } from "../../transport/transport-stream.ts";
import { PROBE_REPLY_MS, SERVICE_REPLY_MS } from "../timing.ts";
import type { BridgeChannel, BridgeProfile } from "./profile.ts";
import { type CardService, MAX_MESSAGE_BYTES, misunderstood, type Seen, type ServiceContext, understood } from "./service.ts";

type WsChannel = Extract<BridgeChannel, { kind: "ws" }>;

/** A service that tells by itself what lies on the reader, over one WebSocket. */
export class WsService implements CardService {
  readonly #socket: WebSocket;
  readonly #context: ServiceContext;
  readonly #channel: WsChannel;
  readonly #closed = new AbortController();
  #why = "ended by the service";
  #hear: (seen: Seen) => void;
  readonly #idle: (seen: Seen) => void;

  /** `idle` hears what comes while nobody watches; `lost` is called once, when the connection has ended. */
  static async open(
    context: ServiceContext,
    profile: BridgeProfile,
    channel: WsChannel,
    listeners: { readonly idle: (seen: Seen) => void; readonly lost: (why: string) => void },
  ): Promise<Result<WsService, DriverFailure>> {
    const { host, port } = context.options;
    const opened = await context.connect({ kind: "tcp", host, port });
    if (!opened.ok) return unopened(opened.error);
    const stream = new TransportStream(opened.value);
    const url = `ws://${host === "::1" ? "[::1]" : host}:${port}${channel.path}`;
    const options = { createConnection: () => stream, perMessageDeflate: false, maxPayload: MAX_MESSAGE_BYTES, followRedirects: false };
    const service = new WsService(new WebSocket(url, options as never), context, profile, channel, listeners);
    const ready = await service.#handshake();
    if (!ready.ok) service.close();
    return ready.ok ? ok(service) : ready;
  }

  private constructor(
    socket: WebSocket,
    context: ServiceContext,
    profile: BridgeProfile,
    channel: WsChannel,
    { idle, lost }: { readonly idle: (seen: Seen) => void; readonly lost: (why: string) => void },
  ) {
    this.#socket = socket;
    this.#context = context;
    this.#channel = channel;
    this.#idle = idle;
    this.#hear = idle;
    socket.on("message", (data, isBinary) =>
      this.#hear(isBinary ? misunderstood({ problem: "not JSON" }) : understood(profile, (data as Buffer).toString("utf8"))),
    );
    socket.on("error", (cause: NodeJS.ErrnoException) => {
      this.#why = cause.code ?? cause.name;
      // `ws` would first say good-bye and wait half a minute for an answer, by the machine's own timer.
      socket.terminate();
    });
    socket.on("close", () => {
      this.#closed.abort("device.closed");
      lost(`transport.closed: ${this.#why}`);
    });
  }

  async watch(signal: AbortSignal, hear: (seen: Seen) => void): Promise<Result<void, DriverFailure>> {
    if (this.#closed.signal.aborted) return this.#gone("no");
    this.#hear = hear;
    this.#socket.send(this.#channel.start, ignored);
    await aborted(AbortSignal.any([signal, this.#closed.signal]));
    this.#hear = this.#idle;
    if (this.#closed.signal.aborted) return this.#gone("indeterminate");
    this.#socket.send(this.#channel.stop, ignored);
    return ok();
  }

  /** RFC 6455 §5.5.2: a ping is to be answered. A profile says where a service does not. */
  async check(signal: AbortSignal): Promise<Result<void, DriverFailure>> {
    if (this.#closed.signal.aborted) return this.#gone("no");
    if (!this.#channel.answersPing) return ok();
    const answered = this.#first("pong", PROBE_REPLY_MS, signal);
    this.#socket.ping(undefined, undefined, ignored);
    return answered;
  }

  close(): void {
    this.#why = "closed by this side";
    this.#socket.terminate();
  }

  #handshake(): Promise<Result<void, DriverFailure>> {
    return this.#first("open", SERVICE_REPLY_MS, this.#context.signal);
  }

  #first(event: "open" | "pong", withinMs: number, signal: AbortSignal): Promise<Result<void, DriverFailure>> {
    return new Promise((resolve) => {
      const until = AbortSignal.any([signal, this.#closed.signal]);
      const settle = (result: Result<void, DriverFailure>) => {
        timer.cancel();
        this.#socket.off(event, came);
        until.removeEventListener("abort", stop);
        resolve(result);
      };
      const came = () => settle(ok());
      const late = { waitedMs: withinMs, waitingFor: event };
      const timer = this.#context.clock.after(withinMs, () => settle(failed("device.timeout", "indeterminate", "operator", late)));
      const stop = () => settle(this.#closed.signal.aborted ? this.#gone("indeterminate") : failed(stopReason(signal), "no", "retry"));
      if (until.aborted) return stop();
      until.addEventListener("abort", stop, { once: true });
      this.#socket.once(event, came);
    });
  }

  #gone(sent: DriverFailure["sent"]) {
    return err({ code: "device.offline", sent, recovery: "operator", facts: { why: this.#why } } satisfies DriverFailure);
  }
}

/** A socket that breaks while it sends also closes, and that is what counts. */
const ignored = () => undefined;

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
