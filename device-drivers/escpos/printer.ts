import type { AnySchemaObject } from "ajv";
import type { Random } from "../../base/random.ts";
import { ok, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { ReceiptDocument } from "../../config/documents/receipt.ts";
import type { TransportSettings } from "../../config/settings/settings.ts";
import { type Call, type DriverContext, type DriverFailure, failed, type Observed, stopReason, unopened } from "../host/driver.ts";
import type { ReceiptProof } from "../kinds/receipt-printer.ts";
import { TRANSPORT_SCHEMA } from "../transport/open-transport.ts";
import type { Transport } from "../transport/transport.ts";
import { hindrance, observe } from "./condition.ts";
import { drain } from "./drain.ts";
import { automaticStatus, encodeReceipt } from "./encode.ts";
import type { PaperWidthMm } from "./papers.ts";
import { PresenterWatch, type Retraction } from "./presenter-watch.ts";
import { clearBuffers, printReceipt } from "./print-receipt.ts";
import { PrinterLine } from "./printer-line.ts";
import { type PrinterProfile, type ProfileChoice, profileChoiceSchema } from "./profile.ts";
import { chosenProfile, PROFILE_NAMES } from "./profiles.ts";
import type { Condition } from "./status.ts";
import { DRAIN_WITHIN_MS } from "./timing.ts";

export interface EscPosOptions {
  readonly transport: TransportSettings;
  readonly profile: ProfileChoice;
  readonly paperWidthMm: PaperWidthMm;
  /** 0: never. */
  readonly retractAfterMs: number;
}

export const ESCPOS_SETTINGS: AnySchemaObject = {
  type: "object",
  required: ["transport"],
  properties: {
    transport: TRANSPORT_SCHEMA,
    profile: { ...profileChoiceSchema(PROFILE_NAMES), default: "epson-t88" },
    paperWidthMm: { enum: [58, 80], default: 80 },
    retractAfterMs: { type: "integer", minimum: 0, maximum: 600_000, default: 60_000 },
  },
  additionalProperties: false,
};

type Context = DriverContext<EscPosOptions>;

/** Connects, throws away what the last process left in the printer, looks at it, and has it report changes. */
export async function openPrinter(context: Context): Promise<Result<EscPosPrinter, DriverFailure>> {
  const transport = await context.connect(context.options.transport);
  if (!transport.ok) return unopened(transport.error);
  const printer = new EscPosPrinter(transport.value, context);
  await printer.start();
  return ok(printer);
}

/** One open ESC/POS printer, whatever its kind is called. */
export class EscPosPrinter {
  readonly #context: Context;
  readonly #profile: PrinterProfile;
  readonly #line: PrinterLine;
  readonly #presenter: PresenterWatch | undefined;
  #drained: boolean;
  #printing = false;
  #closing = false;

  constructor(transport: Transport, context: Context) {
    const { clock, options } = context;
    this.#context = context;
    this.#profile = chosenProfile(options.profile);
    this.#line = new PrinterLine(transport, clock, this.#profile);
    // Answers that carry no number may be those of a job before this connection.
    this.#drained = this.#profile.proof.is !== "buffered-status";
    const presenter = this.#profile.presenter.is;
    if (presenter !== "none") {
      this.#presenter = new PresenterWatch({
        ...{ line: this.#line, clock, presenter, retractAfterMs: options.retractAfterMs },
        isPrinting: () => this.#printing,
        onLeftBehind: (outcome) => context.log.warn("escpos.left-behind", { device: context.id, outcome }),
      });
    }
    this.#listen();
  }

  async start(): Promise<void> {
    if (this.#profile.clears.is === "always") await clearBuffers(this.#line);
    await this.#line.inspect();
    await this.#line.write(automaticStatus(this.#profile));
  }

  async status(): Promise<Observed> {
    // While a receipt prints, the job asks; a question more would only make it wait.
    return this.#observe(this.#printing ? this.#line.condition : await this.#line.inspect());
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.#presenter?.close();
    await this.#line.close();
  }

  async print(document: ReceiptDocument, call: Call): Promise<Result<ReceiptProof, DriverFailure>> {
    const { options, clock, random } = this.#context;
    const receipt = encodeReceipt(document, this.#profile, options.paperWidthMm);
    if (!receipt.ok) return failed("printer.document-refused", "no", "clear", { ...receipt.error });
    await this.#line.tidied;
    const refused = await this.#notReady(call);
    if (refused) return refused;
    this.#printing = true;
    try {
      const outcome = await printReceipt(this.#line, clock, this.#profile, receipt.value, processId(random), call);
      this.#count(outcome, receipt.value.rowEnds.length);
      if (outcome.ok && this.#presenter) await this.#line.inspect();
      return outcome;
    } finally {
      this.#printing = false;
      this.#presenter?.expect();
    }
  }

  async retract(): Promise<Result<{ retracted: boolean }, DriverFailure>> {
    const presenter = this.#profile.presenter.is;
    if (!this.#presenter || presenter === "none" || presenter.retract === "") return failed("device.unsupported", "no", "maintenance");
    const outcome: Retraction = await this.#presenter.retract();
    switch (outcome) {
      case "retracted":
      case "nothing-there":
        return ok({ retracted: outcome === "retracted" });
      case "stuck":
        return failed("printer.jam", "indeterminate", "operator", { where: "presenter" });
      case "no-reply":
        return failed("printer.no-reply", "no", "operator");
      case "closed":
        return failed("device.offline", "indeterminate", "retry");
      default:
        return unreachable(outcome);
    }
  }

  /** Looks at the printer before the first byte; undefined when nothing stands in the way. */
  async #notReady(call: Call): Promise<ReturnType<typeof failed> | undefined> {
    let condition = await this.#line.inspect();
    const wasInOutput = condition.presenter === "present";
    if (wasInOutput && !hindrance(condition)) {
      await this.#presenter?.empty(call.signal);
      condition = this.#line.condition;
    }
    // Who does not answer at all is printed on all the same; who does has to come to rest first.
    const mustDrain = !this.#drained && condition.online === true && !hindrance(condition);
    if (mustDrain) this.#drained = await drain(this.#line, this.#context.clock, call.signal);
    if (this.#line.closed) return failed("device.offline", "no", "retry", { transport: this.#line.closed.code });
    if (call.signal.aborted) {
      return failed(stopReason(call.signal), "no", "retry", wasInOutput ? { presenter: condition.presenter } : {});
    }
    if (mustDrain && !this.#drained) return failed("printer.no-reply", "no", "operator", { request: "GS r", waitedMs: DRAIN_WITHIN_MS });
    const hindered = hindrance(condition);
    return hindered && failed(hindered.code, "no", hindered.recovery, { state: this.#observe(condition).reasons.join(" ") });
  }

  #observe(condition: Condition): Observed {
    return observe(condition, this.#presenter !== undefined);
  }

  #listen(): void {
    const { context, line } = { context: this.#context, line: this.#line };
    let [coverOpen, wasSilent] = [false, false];
    line.listen({
      onCondition: (condition) => {
        if (condition.cover === "open" && !coverOpen) context.count("ReceiptCoverOpenCount");
        coverOpen = condition.cover === "open";
        // Off and on again on a line that stays up: it has forgotten that it should report changes.
        if (wasSilent && condition.online !== undefined) void line.write(automaticStatus(this.#profile));
        wasSilent = condition.online === undefined;
        context.report(this.#observe(condition));
      },
      onReply: (reply) => {
        if (reply.kind === "noise") context.log.debug("escpos.noise", { device: context.id, bytes: reply.count });
      },
      onClose: (why) => {
        if (!this.#closing) this.#lost(why.code);
      },
    });
  }

  #count(outcome: Result<ReceiptProof, DriverFailure>, rows: number): void {
    const { count } = this.#context;
    if (outcome.ok) {
      count("GoodPrintCount");
      count("PaperCutCount");
      count("ReceiptLinePrintedCount", rows);
      return;
    }
    count("FailedPrintCount");
    if (outcome.error.code === "printer.cutter") count("FailedPaperCutCount");
    if (outcome.error.code === "printer.no-reply") count("CommunicationErrorCount");
    // An answer of a job we gave up could pass for the proof of the next one where answers carry no number.
    if (this.#profile.proof.is === "buffered-status" && outcome.error.sent !== "no") this.#lost(outcome.error.code);
  }

  #lost(reason: string): void {
    this.#context.log.warn("escpos.lost", { device: this.#context.id, reason });
    this.#context.lost(reason);
  }
}

// Printable ASCII without the blank, as the command demands (32–126).
function processId(random: Random): string {
  return [...random.bytes(4)].map((byte) => String.fromCharCode(0x21 + (byte % 0x5d))).join("");
}
