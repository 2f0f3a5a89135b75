import { request } from "node:http";
import type { Clock } from "../../base/clock.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { Connect } from "../host/driver.ts";
import { TransportStream } from "../transport/transport-stream.ts";
import { type Attributes, groupsOf, isSuccess, OPERATION, text } from "./ipp-attributes.ts";
import { decodeIpp, encodeIpp, type IppGroup, type IppMessage } from "./ipp-codec.ts";

/** Why a request got no usable answer. `sent: no` only where no connection was made: then nothing can have happened. */
export interface IppFailure {
  readonly reason: "unreachable" | "broken" | "timeout" | "stopped" | "http" | "malformed" | "too-large";
  readonly sent: "no" | "indeterminate";
  readonly facts: Readonly<Record<string, string | number>>;
}

export interface IppAnswer {
  readonly status: number;
  readonly message: IppMessage;
}

/** The largest answer is a long list of jobs; a printer's whole description takes 9 KB. */
export const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

interface Body {
  readonly operation: number;
  readonly attributes?: Attributes;
  readonly job?: Attributes;
  readonly data?: Buffer;
}

/** IPP over HTTP to one printer. One request, one connection; every request has a deadline; nothing is ever sent twice. */
export class IppClient {
  readonly #uri: string;
  readonly #url: URL;
  readonly #clock: Clock;
  readonly #connect: Connect;
  #requestId = 0;

  /** `uri` as the printer calls itself: `ipp://host:631/ipp/print`. */
  constructor(uri: string, clock: Clock, connect: Connect) {
    this.#uri = uri;
    this.#url = new URL(uri.replace(/^ipp:/, "http:"));
    if (this.#url.port === "" && /^ipp:/.test(uri)) this.#url.port = "631";
    this.#clock = clock;
    this.#connect = connect;
  }

  getPrinterAttributes(requested: readonly string[], withinMs: number, signal: AbortSignal) {
    return this.#ask(
      { operation: OPERATION.getPrinterAttributes, attributes: { "requested-attributes": text("keyword", ...requested) } },
      withinMs,
      signal,
    );
  }

  validateJob(attributes: Attributes, job: Attributes, withinMs: number, signal: AbortSignal) {
    return this.#ask({ operation: OPERATION.validateJob, attributes, job }, withinMs, signal);
  }

  printJob(attributes: Attributes, job: Attributes, document: Buffer, withinMs: number, signal: AbortSignal) {
    return this.#ask({ operation: OPERATION.printJob, attributes, job, data: document }, withinMs, signal);
  }

  getJobs(which: "completed" | "not-completed", requested: readonly string[], withinMs: number, signal: AbortSignal) {
    const attributes = { "which-jobs": text("keyword", which), "requested-attributes": text("keyword", ...requested) };
    return this.#ask({ operation: OPERATION.getJobs, attributes }, withinMs, signal);
  }

  getJobAttributes(jobId: number, requested: readonly string[], withinMs: number, signal: AbortSignal) {
    const attributes: Attributes = { "job-id": [{ type: "integer", value: jobId }], "requested-attributes": text("keyword", ...requested) };
    return this.#ask({ operation: OPERATION.getJobAttributes, attributes }, withinMs, signal);
  }

  cancelJob(jobId: number, withinMs: number, signal: AbortSignal) {
    return this.#ask({ operation: OPERATION.cancelJob, attributes: { "job-id": [{ type: "integer", value: jobId }] } }, withinMs, signal);
  }

  async #ask(body: Body, withinMs: number, signal: AbortSignal): Promise<Result<IppAnswer, IppFailure>> {
    this.#requestId += 1;
    const requestId = this.#requestId;
    const bytes = encodeIpp({
      version: [2, 0],
      code: body.operation,
      requestId,
      groups: this.#groups(body),
      data: body.data ?? Buffer.alloc(0),
    });
    const answer = await this.#post(bytes, withinMs, signal);
    if (!answer.ok) return answer;
    const message = decodeIpp(answer.value);
    if (!message.ok) return err({ reason: "malformed", sent: "indeterminate", facts: { ...message.error } });
    if (message.value.requestId !== requestId) {
      return err({ reason: "malformed", sent: "indeterminate", facts: { asked: requestId, answered: message.value.requestId } });
    }
    return ok({ status: message.value.code, message: message.value });
  }

  #groups(body: Body): IppGroup[] {
    // Charset, language and target come first, in this order (RFC 8011 §4.1.4, §4.1.5).
    const operation: Attributes = {
      "attributes-charset": text("charset", "utf-8"),
      "attributes-natural-language": text("naturalLanguage", "zh-cn"),
      "printer-uri": text("uri", this.#uri),
      ...jobIdFirst(body.attributes),
      "requesting-user-name": text("name", "zizhu"),
    };
    const { "requested-attributes": requested, "which-jobs": which, ...rest } = { ...operation, ...body.attributes };
    const ordered: Attributes = {
      ...rest,
      ...(which ? { "which-jobs": which } : {}),
      ...(requested ? { "requested-attributes": requested } : {}),
    };
    return [{ group: "operation", attributes: ordered }, ...(body.job ? [{ group: "job" as const, attributes: body.job }] : [])];
  }

  #post(bytes: Buffer, withinMs: number, signal: AbortSignal): Promise<Result<Buffer, IppFailure>> {
    return new Promise((resolve) => {
      const giveUp = new AbortController();
      let connected = false;
      const settle = (result: Result<Buffer, IppFailure>) => {
        timer.cancel();
        signal.removeEventListener("abort", stop);
        resolve(result);
        giveUp.abort();
      };
      const fail = (reason: IppFailure["reason"], facts: IppFailure["facts"] = {}) =>
        settle(err({ reason, sent: connected ? "indeterminate" : "no", facts }));
      const stop = () => fail("stopped");
      const timer = this.#clock.after(withinMs, () => fail("timeout", { waitedMs: withinMs }));
      if (signal.aborted) return stop();
      signal.addEventListener("abort", stop, { once: true });
      void this.#connect({ kind: "tcp", host: this.#url.hostname, port: Number(this.#url.port || "80") }).then((opened) => {
        if (!opened.ok) return fail("unreachable", opened.error.facts);
        const stream = new TransportStream(opened.value);
        if (giveUp.signal.aborted) return void stream.destroy();
        connected = true;
        this.#exchange(stream, bytes, giveUp.signal, { fail, answered: (answer) => settle(ok(answer)) });
      });
    });
  }

  #exchange(
    stream: TransportStream,
    bytes: Buffer,
    signal: AbortSignal,
    then: { fail(reason: IppFailure["reason"], facts?: IppFailure["facts"]): void; answered(answer: Buffer): void },
  ): void {
    const headers = { "content-type": "application/ipp", "content-length": bytes.length, connection: "close" };
    const broken = (cause: Error) => then.fail(/^HPE_/.test(codeOf(cause)) ? "malformed" : "broken", { cause: codeOf(cause) });
    const options = { method: "POST", headers, signal, createConnection: () => stream };
    const call = request(this.#url, options, (response) => {
      if (response.statusCode !== 200) return then.fail("http", { status: response.statusCode ?? 0 });
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > MAX_ANSWER_BYTES) then.fail("too-large", { bytes: size });
        else chunks.push(chunk);
      });
      response.on("end", () => then.answered(Buffer.concat(chunks)));
      response.on("error", broken);
    });
    call.on("error", broken);
    call.end(bytes);
  }
}

function jobIdFirst(attributes: Attributes | undefined): Attributes {
  const id = attributes?.["job-id"];
  return id ? { "job-id": id } : {};
}

function codeOf(cause: Error): string {
  return (cause as NodeJS.ErrnoException).code ?? cause.message;
}

/** The answer where its status is a success, else the status as a failure of another kind. */
export function succeeded(
  answer: Result<IppAnswer, IppFailure>,
): Result<Attributes[], IppFailure | { readonly reason: "refused"; readonly status: number }> {
  if (!answer.ok) return answer;
  if (!isSuccess(answer.value.status)) return err({ reason: "refused", status: answer.value.status });
  return ok([...groupsOf(answer.value.message, "job"), ...groupsOf(answer.value.message, "printer")]);
}
