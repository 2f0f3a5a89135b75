import { pause } from "../../base/clock.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { TransportSettings } from "../../config/settings/settings.ts";
import type { FailureCode } from "../host/api.ts";
import {
  type Call,
  type DriverContext,
  type DriverFailure,
  type DriverInstance,
  defineDriver,
  failed,
  type Observed,
  stopReason,
  unopened,
} from "../host/driver.ts";
import { TRANSPORT_SCHEMA } from "../transport/open-transport.ts";
import { RequestLine } from "../transport/request-line.ts";
import type { Transport } from "../transport/transport.ts";
import {
  decodeReply,
  encodeRequest,
  LineReader,
  type Numbered,
  type StampCondition,
  type StampReply,
  type StampRequest,
  type StampTrouble,
} from "./codec.ts";
import { JOB_POLL_MS, LOST_AFTER, REPLY_MS } from "./timing.ts";

export interface StampOptions {
  readonly transport: TransportSettings;
}

type Answer<V extends StampReply["verb"]> = Extract<StampReply, { verb: V }>;

/** 盖章机 behind an adapter that speaks the line protocol of `codec.ts`. */
export default defineDriver<"stamp", StampOptions>({
  kind: "stamp",
  models: ["line-protocol adapter"],
  settings: { type: "object", required: ["transport"], properties: { transport: TRANSPORT_SCHEMA }, additionalProperties: false },
  async open(context) {
    const opened = await context.connect(context.options.transport);
    if (!opened.ok) return unopened(opened.error);
    const machine = new StampMachine(opened.value, context);
    const seen = await machine.condition(context.signal);
    if (seen.ok) return ok(machine);
    await machine.close();
    return err(seen.error);
  },
});

class StampMachine implements DriverInstance<"stamp"> {
  readonly #context: DriverContext<StampOptions>;
  readonly #transport: Transport;
  readonly #line: RequestLine<Numbered<StampReply>>;
  #number = 0;

  readonly commands: DriverInstance<"stamp">["commands"] = {
    stamp: ({ job, sheets }, call) => this.#stamp(job, sheets, call),
    collect: (_args, call) => this.#collect(call),
  };

  constructor(transport: Transport, context: DriverContext<StampOptions>) {
    this.#context = context;
    this.#transport = transport;
    const reader = new LineReader(decodeReply);
    this.#line = new RequestLine(transport, reader, context.clock, () => context.log.debug("stamp.stray-reply", { noise: reader.noise }));
    transport.onClose((why) => context.lost(`${why.code}: ${why.facts["why"]}`));
  }

  condition(signal: AbortSignal): Promise<Result<Answer<"READY">, DriverFailure>> {
    return this.#ask({ verb: "STATUS" }, ["READY"], signal);
  }

  async status(signal: AbortSignal): Promise<Observed> {
    const seen = await this.condition(signal);
    if (seen.ok) return observed(seen.value);
    this.#context.count("CommunicationErrorCount");
    if (!signal.aborted) this.#context.lost(`no good answer to STATUS: ${seen.error.code}`);
    return { state: "offline", paper: {}, cover: "unknown", reasons: [seen.error.code] };
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  async #stamp(job: string, sheets: number, call: Call): Promise<Result<{ stamped: number }, DriverFailure>> {
    const before = await this.condition(call.signal);
    if (!before.ok) return err({ ...before.error, sent: "no" });
    const hindrance = hindranceOf(before.value, sheets);
    if (hindrance) return failed(CODES[hindrance], "no", "operator", { job, sheets, feed: before.value.feed });
    if (call.signal.aborted) return failed(stopReason(call.signal), "no", "retry");
    const started = await this.#ask({ verb: "STAMP", job, sheets }, ["STARTED", "REFUSED"], call.signal);
    if (started.ok && started.value.verb === "REFUSED") return failed(CODES[started.value.why], "no", "operator", { job });
    // Without an answer the machine may have begun all the same; its own memory of the job tells.
    return this.#proved(await this.#finished(job, call), before.value.stamped, sheets);
  }

  /** Asks until the job has an end. From here on nobody can call the stamp back: a caller who gives up is told that it is open. */
  async #finished(job: string, call: Call): Promise<Result<Answer<"DONE" | "FAILED" | "NONE">, DriverFailure>> {
    const { clock } = this.#context;
    // Only the end of the connection ends a question: who asks for the job's end has to hear it.
    const { signal } = new AbortController();
    for (let silent = 0; ; ) {
      const state = await this.#ask({ verb: "JOB", job }, ["RUNNING", "DONE", "FAILED", "NONE"], signal);
      if (state.ok && state.value.verb !== "RUNNING") return ok(state.value as Answer<"DONE" | "FAILED" | "NONE">);
      silent = state.ok ? 0 : silent + 1;
      if (!state.ok && (silent >= LOST_AFTER || state.error.code === "device.offline")) {
        this.#context.lost(`lost track of a job: ${state.error.code}`);
        return err({ ...state.error, sent: "indeterminate", recovery: "operator" });
      }
      if (call.signal.aborted) return failed(stopReason(call.signal), "indeterminate", "operator", { job });
      await pause(clock, JOB_POLL_MS, call.signal);
    }
  }

  /** The counter of the machine's life has the last word: a job that says DONE and did not count so many is not believed. */
  async #proved(
    end: Result<Answer<"DONE" | "FAILED" | "NONE">, DriverFailure>,
    before: number,
    sheets: number,
  ): Promise<Result<{ stamped: number }, DriverFailure>> {
    const { count, signal } = this.#context;
    if (!end.ok) return end;
    if (end.value.verb === "NONE") return failed("device.refused", "no", "retry", { why: "the machine does not know the job" });
    const after = await this.condition(signal);
    const counted = after.ok ? after.value.stamped - before : "unknown";
    const { stamped } = end.value;
    if (counted !== stamped || (end.value.verb === "DONE" && stamped !== sheets))
      return failed("stamp.lost-track", "indeterminate", "operator", { wanted: sheets, said: stamped, counted });
    count(end.value.verb === "DONE" ? "GoodPrintCount" : "FailedPrintCount");
    if (end.value.verb === "DONE") return ok({ stamped });
    return failed(CODES[end.value.why], "yes", "operator", { stamped, wanted: sheets });
  }

  async #collect(call: Call): Promise<Result<{ collected: boolean }, DriverFailure>> {
    const done = await this.#ask({ verb: "COLLECT" }, ["COLLECTED"], call.signal);
    return done.ok ? ok({ collected: done.value.sheets > 0 }) : done;
  }

  async #ask<V extends StampReply["verb"]>(
    message: StampRequest,
    wanted: readonly V[],
    signal: AbortSignal,
  ): Promise<Result<Answer<V>, DriverFailure>> {
    const number = ++this.#number;
    const { verb } = message;
    const answered = await this.#line.ask(encodeRequest({ number, message }), REPLY_MS, signal);
    if (!answered.ok) {
      const { reason, sent, facts } = answered.error;
      const code = reason === "timeout" ? "device.timeout" : reason === "closed" ? "device.offline" : stopReason(signal);
      return failed(code, sent, reason === "stopped" ? "retry" : "operator", { request: verb, ...facts });
    }
    const reply = answered.value.message;
    if (answered.value.number === number && (wanted as readonly string[]).includes(reply.verb)) return ok(reply as Answer<V>);
    return failed("device.bad-reply", "indeterminate", "retry", { request: verb, answered: reply.verb, number: answered.value.number });
  }
}

const CODES: Readonly<Record<StampTrouble, FailureCode>> = {
  jam: "stamp.jam",
  "no-sheet": "stamp.no-sheet",
  "ink-out": "stamp.ink-out",
  "cover-open": "stamp.cover-open",
};

function hindranceOf({ cover, jam, ink, feed }: StampCondition, sheets: number): StampTrouble | undefined {
  if (cover === "open") return "cover-open";
  if (jam) return "jam";
  if (ink === "out") return "ink-out";
  return feed < sheets ? "no-sheet" : undefined;
}

function observed({ ink, out, cover, jam, feed }: StampCondition): Observed {
  const reasons = [...(jam ? ["jam"] : []), ...(ink === "out" ? ["ink-out"] : []), ...(cover === "open" ? ["cover-open"] : [])];
  return {
    state: jam ? "hardwareError" : reasons.length > 0 ? "userError" : "online",
    paper: { ink },
    cover,
    sensors: { feed: feed > 0 ? "present" : "notPresent", out: out ? "present" : "notPresent" },
    reasons,
  };
}
