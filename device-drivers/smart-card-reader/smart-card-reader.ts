import { wipe } from "../../base/personal.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { readIdNumber } from "../../config/identity/id-number.ts";
import {
  type Call,
  type DriverContext,
  type DriverFailure,
  type DriverInstance,
  failed,
  type Observed,
  stopReason,
} from "../host/driver.ts";
import type { SocialSecurityCard } from "../kinds/smart-card-reader.ts";
import { decodeCommand, swText } from "./apdu.ts";
import { CardLine } from "./card-line.ts";
import { failureOfFault } from "./failures.ts";
import { firstOf } from "./first-of.ts";
import type { PcscFault, PcscService, SeenCard, SeenReader } from "./pcsc.ts";
import { Slot } from "./slot.ts";
import { readSocialSecurityCard } from "./social-security-card.ts";
import { APDU_REPLY_MS, POWER_UP_MS } from "./timing.ts";

type Commands = DriverInstance<"smart-card-reader">["commands"];

/** One reader of a running PC/SC service, until the one or the other is gone. */
export class SmartCardReader implements DriverInstance<"smart-card-reader"> {
  readonly #service: PcscService;
  readonly #name: string;
  readonly #context: DriverContext<unknown>;
  readonly #slot: Slot;
  readonly #closing = new AbortController();
  /** The card that `transmit` talks to: a selection must outlive one command. */
  #line: CardLine | undefined;
  #lettingGo: Promise<void> = Promise.resolve();
  /** A card that was read once is not read again before it was taken: it may be the last citizen's. */
  #readLay: number | undefined;

  readonly commands: Commands = {
    "read-social-security-card": (_args, call) => this.#readCard(call),
    transmit: ({ apdu }, call) => this.#transmit(apdu, call),
    "await-removal": (_args, call) => this.#awaitRemoval(call),
  };

  constructor(service: PcscService, reader: SeenReader, context: DriverContext<unknown>) {
    this.#service = service;
    this.#name = reader.name;
    this.#context = context;
    this.#slot = new Slot(context.clock, reader.card);
  }

  see(readers: readonly SeenReader[]): void {
    const ours = readers.find(({ name }) => name === this.#name);
    if (ours) {
      this.#slot.see(ours.card);
      this.#context.report({ sensors: sensorsOf(ours.card) });
    } else this.#end("the reader was unplugged");
  }

  gone({ text }: PcscFault): void {
    this.#end(`the PC/SC service ended: ${text}`);
  }

  async status(): Promise<Observed> {
    const ended = this.#slot.ended;
    const state = ended === undefined ? "online" : "offline";
    const reasons = ended === undefined ? [] : [ended];
    return { state, paper: {}, cover: "unknown", reasons, sensors: sensorsOf(this.#slot.card) };
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#slot.end("closed");
    this.#letGo();
    this.#service.close();
  }

  #end(why: string): void {
    if (this.#slot.ended !== undefined) return;
    this.#slot.end(why);
    this.#context.lost(why);
  }

  async #readCard(call: Call): Promise<Result<SocialSecurityCard, DriverFailure>> {
    const waited = await this.#slot.until((card) => card !== undefined && card.lay !== this.#readLay, call.signal);
    if (waited !== "met") return this.#unmet(waited, call);
    const card = this.#slot.card as SeenCard;
    this.#letGo();
    const line = await this.#connect(card, call);
    if (!line.ok) return this.#counted(line);
    this.#line = line.value;
    const read = await readSocialSecurityCard((command) => line.value.exchange(command, call.signal));
    this.#giveUpIfHanging(line.value);
    this.#letGo();
    if (read.ok) {
      this.#readLay = card.lay;
      this.#warnOfNumber(read.value.number);
    }
    return this.#counted(read);
  }

  async #transmit(hex: string, call: Call): Promise<Result<{ data: string; sw: string }, DriverFailure>> {
    const command = decodeCommand(Buffer.from(hex, "hex"));
    if (!command.ok) return failed("device.refused", "no", "maintenance", { problem: command.error });
    const card = this.#slot.card;
    if (!card) return failed("card.unreadable", "no", "operator", { card: "none" });
    if (!this.#line?.isHere) {
      this.#letGo();
      const line = await this.#connect(card, call);
      if (!line.ok) return line;
      this.#line = line.value;
    }
    const line = this.#line;
    const response = await line.exchange(command.value, call.signal);
    if (command.value.data) wipe(command.value.data);
    this.#giveUpIfHanging(line);
    if (!response.ok) {
      this.#letGo();
      return response;
    }
    const { data, sw } = response.value;
    const text = data.toString("hex").toUpperCase();
    wipe(data);
    return ok({ data: text, sw: swText(sw) });
  }

  /** Of two cards that are changed in one movement nobody sees the reader empty: another lay is enough. */
  async #awaitRemoval(call: Call): Promise<Result<{ removed: true }, DriverFailure>> {
    const lay = this.#readLay ?? this.#slot.card?.lay;
    const waited = await this.#slot.until((card) => card === undefined || card.lay !== lay, call.signal);
    if (waited !== "met") return this.#unmet(waited, call);
    this.#readLay = undefined;
    return ok({ removed: true });
  }

  async #connect(card: SeenCard, call: Call): Promise<Result<CardLine, DriverFailure>> {
    if (card.isMute) return err(failureOfFault({ problem: "mute", text: "no answer to reset" }, "no"));
    const { clock } = this.#context;
    const free = await firstOf(this.#lettingGo, clock, APDU_REPLY_MS, call.signal);
    if (free === "stopped") return failed(stopReason(call.signal), "no", "retry", { waitingFor: "reader" });
    if (free === "late") return this.#hanging("the answer before", APDU_REPLY_MS);
    const connecting = this.#service.connect(this.#name);
    const connected = await firstOf(connecting, clock, POWER_UP_MS, call.signal);
    if (connected === "stopped" || connected === "late") {
      this.#lettingGo = connecting.then((late) => (late.ok ? late.value.release() : undefined));
      if (connected === "late") return this.#hanging("power-up", POWER_UP_MS);
      return failed(stopReason(call.signal), "no", "retry", { waitingFor: "power-up" });
    }
    if (!connected.ok) return err(failureOfFault(connected.error, "no"));
    return ok(new CardLine(connected.value, this.#slot, card.lay, clock));
  }

  #hanging(request: string, waitedMs: number): Result<never, DriverFailure> {
    this.#end(`the reader does not answer: ${request}`);
    return failed("device.timeout", "no", "operator", { request, waitedMs });
  }

  #giveUpIfHanging(line: CardLine): void {
    if (line.hangs) this.#end("the reader does not answer: a command to the card");
  }

  /** The last answer may still be under way; whoever wants a card next waits for it. */
  #letGo(): void {
    const line = this.#line;
    this.#line = undefined;
    if (line) this.#lettingGo = line.close();
  }

  #unmet(waited: "ended" | "stopped" | "late", call: Call): Result<never, DriverFailure> {
    if (waited === "ended" && !this.#closing.signal.aborted)
      return failed("device.offline", "no", "operator", { reason: this.#slot.ended ?? "" });
    if (waited === "ended") return failed("device.closed", "no", "retry");
    return failed(stopReason(call.signal), "no", "retry", { waitingFor: "card" });
  }

  #counted<T>(result: Result<T, DriverFailure>): Result<T, DriverFailure> {
    const { count } = this.#context;
    if (result.ok) count("GoodReadCount");
    else if (result.error.code.startsWith("card.")) count("FailedReadCount");
    else if (result.error.code === "device.bad-reply" || result.error.code === "device.timeout") count("CommunicationErrorCount");
    return result;
  }

  // Foreigners' numbers follow other rules, and cards of before 1999 keep what their issuer typed: the back end decides.
  #warnOfNumber(number: string | null): void {
    if (number === null) return;
    const checked = readIdNumber(number);
    if (!checked.ok) this.#context.log.warn("social-security-card.number-unlike-id", { fault: checked.error });
  }
}

function sensorsOf(card: SeenCard | undefined): Observed["sensors"] & object {
  return { card: !card ? "absent" : card.isMute ? "mute" : "present" };
}
