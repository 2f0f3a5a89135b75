import { ok, type Result } from "../../base/result.ts";
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
import type { CertificateJob, CertificateProof } from "../kinds/certificate-printer.ts";
import { IppClient } from "./ipp-client.ts";
import { proofOf } from "./job-proof.ts";
import { type Desk, findByName, look, printCertificate } from "./print-certificate.ts";
import { observe } from "./printer-status.ts";

export interface CertificatePrinterOptions {
  /** `ipp://host:631/ipp/print`: the printer itself, no spooler in between. A spooler prints again or forgets, and its counter proves nothing. */
  readonly uri: string;
  /** Trays whose paper counts, by the printer's names; all of them where left out. */
  readonly trays?: readonly string[];
}

type Kind = "certificate-printer";
type FindJob = CertificateProof | { state: "not-found" | "pending" };

export default defineDriver<Kind, CertificatePrinterOptions>({
  kind: "certificate-printer",
  models: ["IPP printer"],
  settings: {
    type: "object",
    required: ["uri"],
    properties: {
      uri: { type: "string", pattern: "^(ipp|http)://[^/]+/.*$" },
      trays: { type: "array", items: { type: "string", minLength: 1 }, minItems: 1 },
    },
    additionalProperties: false,
  },
  async open(context) {
    const printer = new CertificatePrinter(context);
    const reached = await printer.reach(context.signal);
    return reached.ok ? ok(printer) : reached;
  },
});

class CertificatePrinter implements DriverInstance<Kind> {
  readonly commands = {
    print: (args: CertificateJob, call: Call) => this.#print(args, call),
    "find-job": (args: { job: string }, call: Call) => this.#findJob(args.job, call),
  };
  readonly #context: DriverContext<CertificatePrinterOptions>;
  readonly #closing = new AbortController();
  readonly #desk: Desk;

  constructor(context: DriverContext<CertificatePrinterOptions>) {
    this.#context = context;
    this.#desk = {
      client: new IppClient(context.options.uri, context.clock),
      clock: context.clock,
      closing: this.#closing.signal,
      seen: (printer) => context.report(observe(printer, context.options.trays)),
    };
  }

  async reach(signal: AbortSignal): Promise<Result<void, DriverFailure>> {
    const printer = await look(this.#desk, signal);
    if (printer.ok) return ok();
    const facts = "facts" in printer.error ? printer.error.facts : { status: printer.error.status };
    return failed("device.offline", "no", "retry", { ...facts, reason: printer.error.reason });
  }

  async status(signal: AbortSignal): Promise<Observed> {
    const printer = await look(this.#desk, signal);
    if (printer.ok) return observe(printer.value, this.#context.options.trays);
    return { state: "offline", paper: {}, cover: "unknown", reasons: [printer.error.reason] };
  }

  async close(): Promise<void> {
    this.#closing.abort();
  }

  async #print(job: CertificateJob, call: Call): Promise<Result<CertificateProof, DriverFailure>> {
    const { count } = this.#context;
    const outcome = await printCertificate(this.#desk, job, call);
    count(outcome.ok ? "GoodPrintCount" : "FailedPrintCount");
    if (outcome.ok) count("FormPagePrintedCount", outcome.value.pages);
    else if (outcome.error.code === "printer.aborted") count("PrinterFaultCount");
    else if (outcome.error.code === "device.offline") count("CommunicationErrorCount");
    return outcome;
  }

  async #findJob(name: string, call: Call): Promise<Result<FindJob, DriverFailure>> {
    const found = await findByName(this.#desk, name, call.signal);
    if (found.ok) return ok(found.value ? (proofOf(found.value) ?? { state: "pending" }) : { state: "not-found" });
    if (found.error.reason === "stopped") return failed(stopReason(call.signal), "no", "retry");
    const facts = "facts" in found.error ? found.error.facts : { status: found.error.status };
    return failed(found.error.reason === "malformed" ? "device.bad-reply" : "device.offline", "no", "retry", {
      ...facts,
      reason: found.error.reason,
    });
  }
}
