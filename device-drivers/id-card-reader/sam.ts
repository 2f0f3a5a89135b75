import type { Clock } from "../../base/clock.ts";
import { wipe } from "../../base/personal.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { DriverFailure } from "../host/driver.ts";
import { stopReason } from "../host/driver.ts";
import { type NoReply, RequestLine } from "../transport/request-line.ts";
import type { Transport } from "../transport/transport.ts";
import { decodeReply, encodeRequest, type Frame, FrameReader, type Noise, REQUESTS, type Reply, type RequestName } from "./codec.ts";
import { meaningOf, type SwMeaning } from "./sw.ts";
import { REPLY_MS } from "./timing.ts";

/** An answer that means what its request may be answered with. */
export interface SamAnswer {
  readonly kind: Exclude<SwMeaning["kind"], "failure">;
  readonly data: Buffer;
}

/** `again`: the same from `find` on may go well; `silent`: nothing came back at all. */
export interface SamFailure {
  readonly failure: DriverFailure;
  readonly again: boolean;
  readonly silent: boolean;
}

const ANSWERS: Readonly<Record<RequestName, readonly SamAnswer["kind"][]>> = {
  reset: ["done"],
  status: ["done"],
  "module-id": ["done"],
  find: ["card-found", "no-card"],
  select: ["done"],
  "read-base": ["done"],
  "read-base-and-fingerprints": ["done"],
  "read-newest-address": ["done", "empty"],
  "limit-radio-bytes": ["done"],
};

/** The security module behind a transport: requests by name, answers judged. */
export class Sam {
  readonly #line: RequestLine<Frame>;
  readonly #reader: FrameReader;
  /** How many questions were answered. */
  answers = 0;

  constructor(transport: Transport, clock: Clock, onStray: () => void) {
    this.#reader = new FrameReader(clock);
    this.#line = new RequestLine(transport, this.#reader, clock, (frame) => {
      if (frame.ok) wipe(frame.value);
      onStray();
    });
  }

  /** Bytes on the line that were no part of a good frame. */
  get noise(): Readonly<Record<Noise, number>> {
    return this.#reader.noise;
  }

  async ask(name: RequestName, signal?: AbortSignal, withinMs = REPLY_MS): Promise<Result<SamAnswer, SamFailure>> {
    const answer = await this.#line.ask(encodeRequest(name), withinMs, signal);
    if (!answer.ok) return err(unanswered(name, answer.error, signal));
    this.answers += 1;
    const frame = answer.value;
    if (!frame.ok) return err(badReply(name, { problem: frame.error }));
    const reply = decodeReply(frame.value);
    wipe(frame.value);
    if (!reply.ok) return err(badReply(name, { field: reply.error.field, found: reply.error.found }));
    return judged(name, reply.value);
  }
}

// A module's answer does not say to which request: a late one is told apart by its status and its length.
function judged(name: RequestName, reply: Reply): Result<SamAnswer, SamFailure> {
  const meaning = meaningOf(reply.sw3);
  const sw3 = reply.sw3.toString(16).padStart(2, "0").toUpperCase();
  if (meaning.kind === "failure") {
    const { code, recovery, again, technician } = meaning;
    const sw12 = `${reply.sw1.toString(16)} ${reply.sw2.toString(16)}`;
    return err({ failure: { code, sent: "yes", recovery, facts: { request: name, sw3, sw12, technician } }, again, silent: false });
  }
  if (!ANSWERS[name].includes(meaning.kind)) return err(badReply(name, { sw3 }));
  const good: readonly number[] = meaning.kind === "done" || meaning.kind === "card-found" ? REQUESTS[name].data : [0];
  if (!good.includes(reply.data.length)) {
    const bytes = reply.data.length;
    wipe(reply.data);
    return err(badReply(name, { sw3, bytes, expectedBytes: good.join(" or ") }));
  }
  return ok({ kind: meaning.kind, data: reply.data });
}

export function badReply(name: RequestName, facts: DriverFailure["facts"]): SamFailure {
  return {
    failure: { code: "device.bad-reply", sent: "yes", recovery: "retry", facts: { request: name, ...facts } },
    again: true,
    silent: false,
  };
}

function unanswered(name: RequestName, none: NoReply, signal: AbortSignal | undefined): SamFailure {
  const facts = { request: name, ...none.facts };
  switch (none.reason) {
    case "timeout":
      return { failure: { code: "device.timeout", sent: none.sent, recovery: "operator", facts }, again: true, silent: true };
    case "closed":
      return { failure: { code: "device.offline", sent: none.sent, recovery: "operator", facts }, again: false, silent: false };
    case "stopped":
      return {
        failure: { code: signal ? stopReason(signal) : "device.closed", sent: none.sent, recovery: "retry", facts },
        again: false,
        silent: false,
      };
  }
}
