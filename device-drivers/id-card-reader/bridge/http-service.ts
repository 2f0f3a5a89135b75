import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { pause } from "../../../base/clock.ts";
import { ok, type Result } from "../../../base/result.ts";
import { type DriverFailure, failed, stopReason, unopened } from "../../host/driver.ts";
import { TransportStream } from "../../transport/transport-stream.ts";
import { SERVICE_POLL_MS, SERVICE_REPLY_MS } from "../timing.ts";
import type { BridgeChannel, BridgeProfile } from "./profile.ts";
import { type CardService, MAX_MESSAGE_BYTES, type Seen, type ServiceContext, told, understood } from "./service.ts";

type HttpChannel = Extract<BridgeChannel, { kind: "http" }>;
type Question = Pick<HttpChannel, "method" | "path" | "body">;
type Text = Result<string, DriverFailure>;

/** A service that is asked what lies on the reader. One connection a question, as such services often close it anyway. */
export class HttpService implements CardService {
  readonly #context: ServiceContext;
  readonly #profile: BridgeProfile;
  readonly #channel: HttpChannel;
  readonly #closing = new AbortController();

  constructor(context: ServiceContext, profile: BridgeProfile, channel: HttpChannel) {
    this.#context = context;
    this.#profile = profile;
    this.#channel = channel;
  }

  async watch(signal: AbortSignal, hear: (seen: Seen) => void): Promise<Result<void, DriverFailure>> {
    const until = AbortSignal.any([signal, this.#closing.signal]);
    while (!until.aborted) {
      const seen = await this.#ask(this.#channel, until);
      if (until.aborted) break;
      hear(seen);
      await pause(this.#context.clock, SERVICE_POLL_MS, until);
    }
    return ok();
  }

  async check(signal: AbortSignal): Promise<Result<void, DriverFailure>> {
    const { statusPath } = this.#channel;
    const until = AbortSignal.any([signal, this.#closing.signal]);
    if (statusPath === undefined) {
      const opened = await this.#connect();
      if (!opened.ok) return opened;
      opened.value.destroy();
      return ok();
    }
    const seen = await this.#ask({ method: "GET", path: statusPath }, until);
    if (!seen.ok) return seen;
    return seen.value.is === "failure" ? told(seen.value.code) : ok();
  }

  close(): void {
    this.#closing.abort("device.closed");
  }

  async #ask(question: Question, signal: AbortSignal): Promise<Seen> {
    const opened = await this.#connect();
    if (!opened.ok) return opened;
    const text = await this.#exchange(opened.value, question, signal);
    opened.value.destroy();
    return text.ok ? understood(this.#profile, text.value) : text;
  }

  async #connect(): Promise<Result<TransportStream, DriverFailure>> {
    const { host, port } = this.#context.options;
    const opened = await this.#context.connect({ kind: "tcp", host, port });
    return opened.ok ? ok(new TransportStream(opened.value)) : unopened(opened.error);
  }

  #exchange(stream: TransportStream, question: Question, signal: AbortSignal): Promise<Text> {
    const { clock, options } = this.#context;
    return new Promise((resolve) => {
      const settle = (text: Text) => {
        timer.cancel();
        signal.removeEventListener("abort", stop);
        resolve(text);
      };
      const stop = () => settle(failed(stopReason(signal), "indeterminate", "retry", { waitingFor: "service" }));
      const late = { waitedMs: SERVICE_REPLY_MS, path: question.path };
      const timer = clock.after(SERVICE_REPLY_MS, () => settle(failed("device.timeout", "indeterminate", "operator", late)));
      if (signal.aborted) return stop();
      signal.addEventListener("abort", stop, { once: true });
      const { method, path, body } = question;
      const headers = body === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
      const asking = request({ host: options.host, port: options.port, method, path, headers, createConnection: () => stream });
      collect(asking, settle);
      asking.end(body);
    });
  }
}

/** The text of a good answer. Whatever breaks, breaks after the question may have been heard. */
function collect(asking: ClientRequest, settle: (text: Text) => void): void {
  const bad = (problem: string, more: DriverFailure["facts"] = {}) =>
    settle(failed("device.bad-reply", "indeterminate", "retry", { problem, ...more }));
  asking.on("error", (cause: NodeJS.ErrnoException) => bad("broken off", { errno: cause.code ?? cause.name }));
  asking.on("response", (answer: IncomingMessage) => {
    if (answer.statusCode !== 200) return bad("not HTTP 200", { http: answer.statusCode ?? 0 });
    const chunks: Buffer[] = [];
    let size = 0;
    answer.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_MESSAGE_BYTES) chunks.push(chunk);
      else bad("too large", { bytesMoreThan: MAX_MESSAGE_BYTES });
    });
    answer.on("error", (cause: NodeJS.ErrnoException) => bad("broken off", { errno: cause.code ?? cause.name }));
    answer.on("end", () => settle(ok(Buffer.concat(chunks).toString("utf8"))));
  });
}
