import type { Random } from "../../base/random.ts";
import { ok, type Result } from "../../base/result.ts";
import type { ReceiptDocument } from "../../config/documents/receipt.ts";
import type { TransportSettings } from "../../config/settings/settings.ts";
import {
  type Call,
  type DriverContext,
  type DriverFailure,
  type DriverInstance,
  defineDriver,
  failed,
  type Observed,
  stopReason,
} from "../host/driver.ts";
import type { ReceiptProof } from "../kinds/receipt-printer.ts";
import { TRANSPORT_SCHEMA } from "../transport/open-transport.ts";
import type { Transport } from "../transport/transport.ts";
import * as command from "./commands.ts";
import { hindrance, observe } from "./condition.ts";
import { encodeReceipt } from "./encode.ts";
import { clearBuffers, printReceipt } from "./print-receipt.ts";
import { PrinterLine } from "./printer-line.ts";
import { type PaperWidthMm, PROFILE_NAMES, PROFILES, type PrinterProfile, type ProfileName } from "./profiles.ts";

export interface ReceiptPrinterOptions {
  readonly transport: TransportSettings;
  readonly profile: ProfileName;
  readonly paperWidthMm: PaperWidthMm;
}

type Context = DriverContext<ReceiptPrinterOptions>;
type Kind = "receipt-printer";

export default defineDriver<Kind, ReceiptPrinterOptions>({
  kind: "receipt-printer",
  models: ["ESC/POS receipt printer", ...Object.values(PROFILES).map((profile) => profile.model)],
  settings: {
    type: "object",
    required: ["transport"],
    properties: {
      transport: TRANSPORT_SCHEMA,
      profile: { enum: PROFILE_NAMES, default: "epson-t88" },
      paperWidthMm: { enum: [58, 80], default: 80 },
    },
    additionalProperties: false,
  },
  async open(context) {
    const transport = await context.connect(context.options.transport);
    if (transport.ok) return ok(await openOn(transport.value, context));
    return failed("device.offline", "no", "retry", { ...transport.error.facts, transport: transport.error.code });
  },
});

/** The driver on a connection that is open already; must be called in the tick in which it opened. */
export async function openOn(transport: Transport, context: Context): Promise<DriverInstance<Kind>> {
  const printer = new ReceiptPrinter(transport, context);
  await printer.start();
  return printer;
}

class ReceiptPrinter implements DriverInstance<Kind> {
  readonly commands: DriverInstance<Kind>["commands"] = {
    retract: async () => failed("device.unsupported", "no", "maintenance"),
    print: (args: { job: string; document: ReceiptDocument }, call: Call) => this.#print(args, call),
  };
  readonly #context: Context;
  readonly #profile: PrinterProfile;
  readonly #line: PrinterLine;
  #printing = false;
  #closing = false;

  constructor(transport: Transport, context: Context) {
    this.#context = context;
    this.#profile = PROFILES[context.options.profile];
    this.#line = new PrinterLine(transport, context.clock, this.#profile);
    let coverOpen = false;
    this.#line.listen({
      onCondition: (condition) => {
        if (condition.cover === "open" && !coverOpen) context.count("ReceiptCoverOpenCount");
        coverOpen = condition.cover === "open";
        context.report(observe(condition));
      },
      onReply: (reply) => {
        if (reply.kind === "noise") context.log.debug("receipt-printer.noise", { device: context.id, bytes: reply.count });
      },
      onClose: (why) => {
        if (!this.#closing) this.#lost(why.code);
      },
    });
  }

  /** What the last process left in the printer goes first; then the printer is looked at, and told to report changes. */
  async start(): Promise<void> {
    if (this.#profile.clears.is === "always") await clearBuffers(this.#line);
    await this.#line.inspect();
    if (this.#profile.automaticStatus.is) await this.#line.write(command.AUTOMATIC_STATUS);
  }

  async status(): Promise<Observed> {
    // A question in the middle of an image would be printed as part of it.
    return observe(this.#printing ? this.#line.condition : await this.#line.inspect());
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#line.close();
  }

  async #print(args: { document: ReceiptDocument }, call: Call): Promise<Result<ReceiptProof, DriverFailure>> {
    const { options, clock, random } = this.#context;
    const receipt = encodeReceipt(args.document, this.#profile, options.paperWidthMm);
    if (!receipt.ok) return failed("printer.document-refused", "no", "clear", { ...receipt.error });
    await this.#line.tidied;
    const condition = await this.#line.inspect();
    if (this.#line.closed) return failed("device.offline", "no", "retry", { transport: this.#line.closed.code });
    if (call.signal.aborted) return failed(stopReason(call.signal), "no", "retry");
    const hindered = hindrance(condition);
    if (hindered) return failed(hindered.code, "no", hindered.recovery, { state: observe(condition).reasons.join(" ") });
    this.#printing = true;
    try {
      const outcome = await printReceipt(this.#line, clock, this.#profile, receipt.value, processId(random), call);
      this.#count(outcome, receipt.value.rowEnds.length);
      return outcome;
    } finally {
      this.#printing = false;
    }
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
    if (this.#profile.proof.is === "buffered-status") this.#lost(outcome.error.code);
  }

  #lost(reason: string): void {
    this.#context.log.warn("receipt-printer.lost", { device: this.#context.id, reason });
    this.#context.lost(reason);
  }
}

// Printable ASCII without the blank, as the command demands (32–126).
function processId(random: Random): string {
  return [...random.bytes(4)].map((byte) => String.fromCharCode(0x21 + (byte % 0x5d))).join("");
}
