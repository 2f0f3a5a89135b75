import { type Clock, pause } from "../../base/clock.ts";
import { err, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import { type DriverFailure, failed, stopReason } from "../host/driver.ts";
import { type NoReply, RequestLine } from "../transport/request-line.ts";
import type { Transport } from "../transport/transport.ts";
import { type BadReply, decodeReply, encodeRequest, type Frame, type Reply, type Request } from "./modbus.ts";
import { RtuReader } from "./rtu-reader.ts";
import { GAP_MS, REPLY_MS, TRIES } from "./timing.ts";

/** Why a board did not do what it was asked. */
export interface ModbusFailure {
  readonly failure: DriverFailure;
  /** Nothing came at all. */
  readonly isSilent: boolean;
}

/** Questions to one board, tried twice. */
export class ModbusLine {
  readonly #line: RequestLine<Frame>;
  readonly #reader: RtuReader;
  readonly #unit: number;
  readonly #failedOnce: () => void;

  /** `failedOnce` hears of each try that brought no good answer. */
  constructor(transport: Transport, unit: number, clock: Clock, failedOnce: () => void) {
    this.#reader = new RtuReader(unit);
    // A late answer is no use to anybody.
    this.#line = new RequestLine(spaced(transport, clock), this.#reader, clock, () => undefined);
    this.#unit = unit;
    this.#failedOnce = failedOnce;
  }

  async ask(request: Request, signal?: AbortSignal): Promise<Result<Reply, ModbusFailure>> {
    for (let attempt = 1; ; attempt++) {
      const before = this.#heard;
      const frame = await this.#line.ask(encodeRequest(this.#unit, request), REPLY_MS, signal);
      const answer = frame.ok
        ? judged(request, frame.value, attempt)
        : err(unheard(request, frame.error, { heardBytes: this.#heard - before, attempt, signal }));
      if (answer.ok) return answer;
      this.#failedOnce();
      if (attempt === TRIES || isFinal(answer.error.failure) || signal?.aborted) return answer;
    }
  }

  /** Whatever came and was no answer of this unit's. */
  get #heard(): number {
    return this.#reader.held() + this.#reader.noise + this.#reader.foreign;
  }
}

/** Keeps the silence before each frame that tells it from the one before. */
function spaced(transport: Transport, clock: Clock): Transport {
  return {
    name: transport.name,
    open: () => transport.open(),
    async write(bytes) {
      await pause(clock, GAP_MS);
      return transport.write(bytes);
    },
    onData: (then) => transport.onData(then),
    onClose: (then) => transport.onClose(then),
    close: () => transport.close(),
  };
}

// An exception is an answer, and the second one would be the same; a line that is gone stays gone.
function isFinal({ code, facts }: DriverFailure): boolean {
  return facts["exception"] !== undefined || code === "device.offline";
}

function judged(request: Request, frame: Frame, attempt: number): Result<Reply, ModbusFailure> {
  const reply = decodeReply(request, frame);
  return reply.ok ? reply : err({ failure: refusal(request, reply.error, attempt), isSilent: false });
}

function refusal(request: Request, bad: BadReply, attempt: number): DriverFailure {
  const facts = { request: request.is, attempt };
  switch (bad.is) {
    case "not-an-answer":
      return failed("device.bad-reply", "indeterminate", "retry", { ...facts, problem: bad.problem }).error;
    case "exception":
      // 1 to 3: the board has no such function, address or count, and did nothing. Others: it failed at it.
      return bad.exception <= 3
        ? failed("device.refused", "no", "maintenance", { ...facts, exception: bad.exception }).error
        : failed("device.hardware", "indeterminate", "maintenance", { ...facts, exception: bad.exception }).error;
    default:
      return unreachable(bad);
  }
}

interface Try {
  readonly heardBytes: number;
  readonly attempt: number;
  readonly signal: AbortSignal | undefined;
}

function unheard(request: Request, none: NoReply, { heardBytes, attempt, signal }: Try): ModbusFailure {
  const facts = { ...none.facts, request: request.is, attempt };
  switch (none.reason) {
    case "timeout":
      // Something came and none of it was an answer: a wrong baud rate, a disturbed line, another unit.
      return heardBytes > 0
        ? { failure: failed("device.bad-reply", none.sent, "maintenance", { ...facts, heardBytes }).error, isSilent: false }
        : { failure: failed("device.timeout", none.sent, "operator", facts).error, isSilent: true };
    case "closed":
      return { failure: failed("device.offline", none.sent, "operator", facts).error, isSilent: true };
    case "stopped":
      return { failure: failed(signal ? stopReason(signal) : "device.cancelled", none.sent, "retry", facts).error, isSilent: false };
    default:
      return unreachable(none.reason);
  }
}
