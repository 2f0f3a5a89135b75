import type { Clock } from "../../base/clock.ts";
import { wipe } from "../../base/personal.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { type DriverFailure, failed, stopReason } from "../host/driver.ts";
import { type Command, decodeResponse, encodeCommand, getResponse, type Response } from "./apdu.ts";
import { failureOfFault } from "./failures.ts";
import { firstOf } from "./first-of.ts";
import type { PcscCard, PcscFault } from "./pcsc.ts";
import type { Slot } from "./slot.ts";
import { requestText } from "./social-security-card.ts";
import { meaningOf } from "./sw.ts";
import { APDU_REPLY_MS, CARD_GONE_MS } from "./timing.ts";

/** Rounds of GET RESPONSE: 8 KB, more than any record or certificate on a card. One that has still more to say is broken. */
const MOST_ROUNDS = 32;

type Transmitted = Result<Buffer, PcscFault>;

/** One card that has been connected to: commands in, whole answers out, and the truth about what was sent. */
export class CardLine {
  readonly #card: PcscCard;
  readonly #slot: Slot;
  readonly #clock: Clock;
  readonly #lay: number;
  #pending: Promise<Transmitted> | undefined;
  #sent: "no" | "yes" = "no";
  #hangs = false;

  constructor(card: PcscCard, slot: Slot, lay: number, clock: Clock) {
    this.#card = card;
    this.#slot = slot;
    this.#lay = lay;
    this.#clock = clock;
  }

  /** True while this card lies there. */
  get isHere(): boolean {
    return this.#slot.ended === undefined && this.#slot.card?.lay === this.#lay;
  }

  /** The reader did not answer in time; whoever asks it anything waits for it. */
  get hangs(): boolean {
    return this.#hangs;
  }

  /** One command with all that its status asks for: again with the right length (6Cxx), the rest of the answer (61xx). */
  async exchange(command: Command, signal: AbortSignal): Promise<Result<Response, DriverFailure>> {
    let answer = await this.#once(command, signal);
    if (answer.ok && meaningOf(answer.value.sw).kind === "length")
      answer = await this.#once({ ...command, le: answer.value.sw & 0xff || 256 }, signal);
    const parts: Buffer[] = [];
    for (let round = 0; answer.ok && meaningOf(answer.value.sw).kind === "more"; round++) {
      parts.push(answer.value.data);
      if (round === MOST_ROUNDS) {
        parts.forEach(wipe);
        return failed("device.bad-reply", "yes", "retry", { request: requestText(command), problem: "answer without end", rounds: round });
      }
      answer = await this.#once(getResponse(command.cla, answer.value.sw & 0xff), signal);
    }
    if (answer.ok && parts.length > 0) answer = ok({ sw: answer.value.sw, data: Buffer.concat([...parts, answer.value.data]) });
    parts.forEach(wipe);
    return answer;
  }

  /** Lets the card go once the last answer is in; resolves then, which may be never. */
  async close(): Promise<void> {
    await this.#pending;
    await this.#card.release();
  }

  async #once(command: Command, signal: AbortSignal): Promise<Result<Response, DriverFailure>> {
    const request = requestText(command);
    if (signal.aborted) return failed(stopReason(signal), this.#sent, "retry", { request });
    if (this.#slot.ended !== undefined) return failed("device.offline", this.#sent, "operator", { request, reason: this.#slot.ended });
    const apdu = encodeCommand(command);
    const pending = this.#card.transmit(apdu).finally(() => {
      wipe(apdu);
      this.#pending = undefined;
    });
    this.#pending = pending;
    const first = await firstOf(pending, this.#clock, APDU_REPLY_MS, signal);
    if (first === "stopped") return failed(stopReason(signal), "indeterminate", "retry", { request });
    if (first === "late") {
      this.#hangs = true;
      return failed("device.timeout", "indeterminate", "operator", { request, waitedMs: APDU_REPLY_MS });
    }
    if (!first.ok) return err(await this.#brokeOff(first.error, request));
    const response = decodeResponse(first.value);
    wipe(first.value);
    if (!response.ok) return err(await this.#noAnswer(response.error, request));
    this.#sent = "yes";
    return response;
  }

  async #brokeOff(fault: PcscFault, request: string): Promise<DriverFailure> {
    if (fault.problem !== "not-transacted" && fault.problem !== "reset") return failureOfFault(fault, "indeterminate", { request });
    return (await this.#gone(request)) ?? failureOfFault(fault, "indeterminate", { request });
  }

  async #noAnswer(problem: string, request: string): Promise<DriverFailure> {
    return (await this.#gone(request)) ?? { code: "device.bad-reply", sent: "yes", recovery: "retry", facts: { request, problem } };
  }

  /** A pulled card is seen a moment after its answer broke off. */
  async #gone(request: string): Promise<DriverFailure | undefined> {
    const seen = await this.#slot.until((card) => card?.lay !== this.#lay, undefined, CARD_GONE_MS);
    switch (seen) {
      case "met":
        return { code: "card.unreadable", sent: "indeterminate", recovery: "operator", facts: { request, card: "removed" } };
      case "ended":
        return { code: "device.offline", sent: "indeterminate", recovery: "operator", facts: { request, reason: this.#slot.ended ?? "" } };
      case "late":
      case "stopped":
        return undefined;
    }
  }
}
