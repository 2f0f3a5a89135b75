import { every, type Timer } from "../../base/clock.ts";
import { ok, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import {
  type Call,
  type DriverContext,
  type DriverFailure,
  type DriverInstance,
  failed,
  type Observed,
  stopReason,
} from "../host/driver.ts";
import type { Scan } from "../kinds/code-scanner.ts";
import type { Transport } from "../transport/transport.ts";
import { ENDLESS, Inquiry, type InquiryAnswer, problemOf } from "./inquiry.ts";
import type { ScannerProfile } from "./profiles.ts";
import type { CodeSource, CodeSourceParts } from "./raw-code.ts";
import type { AimRule } from "./read-code.ts";
import { type NoScan, ScanGate } from "./scan-gate.ts";
import { INQUIRY_TRIES } from "./timing.ts";

export interface ScannerWiring extends Pick<ScannerProfile, "trigger" | "triggerAgainMs" | "inquiry"> {
  readonly aimRule: AimRule;
  source(parts: CodeSourceParts): CodeSource;
  /** A command as it goes out on this wire. */
  wrap(command: readonly number[]): Uint8Array;
  /** Whether the open connection itself proves that the scanner is there, as on USB. */
  readonly isPluggedIn: boolean;
}

/** One open scanner on any wire. Attaches its listeners at once: make it in the tick in which the transport opened. */
export class Scanner implements DriverInstance<"code-scanner"> {
  readonly #transport: Transport;
  readonly #context: DriverContext<unknown>;
  readonly #wiring: ScannerWiring;
  readonly #gate: ScanGate;
  readonly #source: CodeSource;
  #inquiry: Inquiry | undefined;
  #asking: Promise<InquiryAnswer> | undefined;
  #problem: string | null = null;
  #isSeen: boolean;
  #isClosed = false;

  constructor(transport: Transport, context: DriverContext<unknown>, wiring: ScannerWiring) {
    this.#transport = transport;
    this.#context = context;
    this.#wiring = wiring;
    this.#isSeen = wiring.isPluggedIn;
    this.#gate = new ScanGate(context.clock, wiring.aimRule);
    const gate = this.#gate;
    this.#source = wiring.source({
      isWanted: () => gate.isOpen,
      onCode: (code) => {
        if (gate.take(code) && !this.#isSeen) {
          this.#isSeen = true;
          context.report(this.#observed());
        }
      },
    });
    transport.onData((bytes) => (this.#inquiry ?? this.#source).push(bytes));
    transport.onClose((why) => {
      this.#isClosed = true;
      this.#settleAll();
      context.lost(`${why.code}: ${why.facts["why"]}`);
    });
  }

  readonly commands: DriverInstance<"code-scanner">["commands"] = { scan: (_args, call) => this.#scan(call) };

  /** Asks until it is answered well, a few times at most; `answered` where there is no question to ask. */
  async inspect(): Promise<InquiryAnswer> {
    const inquiry = this.#wiring.inquiry.is;
    if (!inquiry) return "answered";
    let answer: InquiryAnswer = "silent";
    for (let attempt = 1; attempt <= INQUIRY_TRIES && answer !== "answered" && answer !== "closed"; attempt++) {
      // A code is waited for: nothing may take its bytes.
      if (this.#gate.isOpen) return "answered";
      answer = await this.#ask(inquiry.ask, inquiry.answerHas);
    }
    this.#isSeen = answer === "answered";
    this.#problem = problemOf(answer);
    return answer;
  }

  async status(): Promise<Observed> {
    if (this.#gate.isOpen || this.#isClosed) return this.#observed();
    this.#asking ??= this.inspect();
    const answer = await this.#asking;
    this.#asking = undefined;
    if (answer === "silent") {
      this.#context.count("CommunicationErrorCount");
      this.#context.lost("no answer to the inquiry");
      return { ...this.#observed(), state: "offline" };
    }
    return this.#observed();
  }

  async close(): Promise<void> {
    this.#settleAll();
    const { unasked, repeats } = this.#gate.thrownAway;
    const { noise } = this.#source;
    if (unasked + repeats + noise > 0) this.#context.log.info("scanner.thrown-away", { unasked, repeats, noise });
    await this.#transport.close();
  }

  async #scan(call: Call): Promise<Result<Scan, DriverFailure>> {
    await this.#asking;
    if (call.signal.aborted) return failed(stopReason(call.signal), "no", "retry", { waitingFor: "code" });
    if (this.#isClosed) return failed("device.offline", "no", "operator");
    // It could not even be heard that a code begins.
    if (this.#trouble === ENDLESS) return failed("device.hardware", "no", "maintenance", { problem: ENDLESS });
    const since = this.#context.clock.monotonic();
    const waiting = this.#gate.wait(call.signal);
    const triggering = this.#trigger();
    const scanned = await waiting;
    triggering?.cancel();
    if (scanned.ok) {
      this.#context.count("GoodReadCount");
      return ok(scanned.value);
    }
    return this.#failure(scanned.error, call, Math.round(this.#context.clock.monotonic() - since));
  }

  /** Switches the search for codes on and keeps it on; cancelling switches it off. */
  #trigger(): Timer | undefined {
    const trigger = this.#wiring.trigger.is;
    if (!trigger) return undefined;
    const start = () => this.#send(trigger.on);
    void start();
    const again = every(this.#context.clock, this.#wiring.triggerAgainMs.is, start);
    return {
      cancel: () => {
        again.cancel();
        if (!this.#isClosed) void this.#send(trigger.off);
      },
    };
  }

  async #send(command: readonly number[]): Promise<void> {
    const sent = await this.#transport.write(this.#wiring.wrap(command));
    // A line that takes no bytes closes, and `onClose` tells everybody; here it is only counted.
    if (!sent.ok) this.#context.count("CommunicationErrorCount");
  }

  async #ask(question: readonly number[], answerHas: readonly number[]): Promise<InquiryAnswer> {
    if (this.#isClosed) return "closed";
    const inquiry = new Inquiry(this.#context.clock, answerHas);
    this.#inquiry = inquiry;
    await this.#send(question);
    const answer = await inquiry.answer;
    this.#inquiry = undefined;
    return answer;
  }

  #failure(none: NoScan, call: Call, waitedMs: number): Result<never, DriverFailure> {
    // A trigger that was written is no proof that the scanner heard it.
    const sent = this.#wiring.trigger.is ? "indeterminate" : "no";
    switch (none.why) {
      case "stopped":
        return failed(stopReason(call.signal), sent, "retry", { waitingFor: "code", waitedMs });
      case "closed":
        return failed("device.offline", sent, "operator", { waitingFor: "code", waitedMs });
      case "unreadable":
        this.#context.count("FailedReadCount");
        return failed("scan.unreadable", "yes", "retry", { problem: none.problem });
      default:
        return unreachable(none);
    }
  }

  get #trouble(): string | null {
    return this.#source.isFlooded ? ENDLESS : this.#problem;
  }

  #observed(): Observed {
    const problem = this.#trouble;
    return {
      state: problem === null ? "online" : "hardwareError",
      paper: {},
      cover: "unknown",
      // An open serial port says nothing of what is plugged into it.
      sensors: { scanner: this.#isSeen ? "present" : "unknown" },
      reasons: problem === null ? [] : [problem],
    };
  }

  #settleAll(): void {
    this.#inquiry?.close();
    this.#gate.close();
    this.#source.close();
  }
}
