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
import type { CertificateJob, CertificatePrinterCommands, CertificateProof } from "../kinds/certificate-printer.ts";
import { type Asked, Desk } from "./desk.ts";
import { IppClient } from "./ipp-client.ts";
import { proofOf } from "./job-proof.ts";
import { type CertificatePrinterOptions, habitsOf, SETTINGS } from "./options.ts";
import { SnmpPageCounter } from "./page-counter.ts";
import { printCertificate } from "./print-certificate.ts";
import { isBadReply, observe, stateAfter } from "./printer-status.ts";
import { PROFILES } from "./profiles.ts";
import * as timing from "./timing.ts";

export type { CertificatePrinterOptions } from "./options.ts";

type Kind = "certificate-printer";
type FindJob = CertificatePrinterCommands["find-job"]["value"];

export default defineDriver<Kind, CertificatePrinterOptions>({
  kind: "certificate-printer",
  models: ["IPP printer"],
  settings: SETTINGS,
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
    const { options, clock, connect } = context;
    const profile = PROFILES[options.profile ?? "ipp-everywhere"];
    this.#desk = new Desk({
      client: new IppClient(options.uri, clock, connect),
      clock,
      closing: this.#closing.signal,
      counter: options.counter ? new SnmpPageCounter(options.counter, clock) : null,
      habits: habitsOf(options),
      countsJobPages: profile.countsJobPages.value,
      upTimeTellsRestart: profile.upTimeTellsRestart.value,
      sources: options.sources ?? {},
      seen: (printer) => context.report(observe(printer, options.trays)),
    });
  }

  async reach(signal: AbortSignal): Promise<Result<void, DriverFailure>> {
    const printer = await this.#desk.look(signal);
    return printer.ok ? ok() : unreached(printer.error);
  }

  async status(signal: AbortSignal): Promise<Observed> {
    const printer = await this.#desk.inspect(signal, timing.STATUS_REPLY_MS);
    if (printer.ok) return observe(printer.value, this.#context.options.trays);
    return { state: stateAfter(printer.error.reason), paper: {}, cover: "unknown", reasons: [printer.error.reason] };
  }

  async close(): Promise<void> {
    this.#closing.abort();
  }

  async #print(job: CertificateJob, call: Call): Promise<Result<CertificateProof, DriverFailure>> {
    const { count } = this.#context;
    const outcome = await printCertificate(this.#desk, job, call);
    count(outcome.ok ? "GoodPrintCount" : "FailedPrintCount");
    if (outcome.ok) count("FormPagePrintedCount", job.pages);
    else if (outcome.error.code === "printer.aborted") count("PrinterFaultCount");
    else if (outcome.error.code === "device.offline") count("CommunicationErrorCount");
    return outcome;
  }

  async #findJob(name: string, { signal }: Call): Promise<Result<FindJob, DriverFailure>> {
    const ticket = this.#desk.last?.job.job === name ? this.#desk.last : undefined;
    if (ticket?.concluded) return ok(ticket.concluded);
    const printer = await this.#desk.look(signal);
    if (!printer.ok) return notFound(printer.error, signal);
    if (ticket && this.#desk.restartedSince(ticket, printer.value)) return ok({ state: "restarted" });
    const found = await this.#desk.findByName(name, signal);
    if (!found.ok) return notFound(found.error, signal);
    if (!found.value) return ok({ state: "not-found" });
    const ended = proofOf(found.value, this.#desk.parts.countsJobPages);
    if (!ended) return ok({ state: "pending" });
    return ok({ ...ended, counter: ticket ? await this.#desk.counted(ticket, ended, signal) : null });
  }
}

type AskError = Extract<Asked<never>, { ok: false }>["error"];

function notFound(error: AskError, signal: AbortSignal): Result<never, DriverFailure> {
  return error.reason === "stopped" ? failed(stopReason(signal), "no", "retry") : unreached(error);
}

function unreached(error: AskError): Result<never, DriverFailure> {
  const facts = { ...("facts" in error ? error.facts : { status: error.status }), reason: error.reason };
  return failed(isBadReply(error.reason) ? "device.bad-reply" : "device.offline", "no", "retry", facts);
}
