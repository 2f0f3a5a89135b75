import { ok, type Result } from "../../base/result.ts";
import { type Call, type DriverContext, type DriverFailure, type DriverInstance, defineDriver, type Observed } from "../host/driver.ts";
import type { CertificateJob, CertificateProof, JobToFind, Standing } from "../kinds/certificate-printer.ts";
import { Desk } from "./desk.ts";
import { findJob, unheard, unreached } from "./find-job.ts";
import { IppClient } from "./ipp-client.ts";
import { type CertificatePrinterOptions, habitsOf, SETTINGS } from "./options.ts";
import { SnmpPageCounter } from "./page-counter.ts";
import { printCertificate } from "./print-certificate.ts";
import { observe, stateAfter } from "./printer-status.ts";
import { PROFILES } from "./profiles.ts";
import * as timing from "./timing.ts";

export type { CertificatePrinterOptions } from "./options.ts";

type Kind = "certificate-printer";

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
    standing: (_none: unknown, call: Call) => this.#standing(call),
    "find-job": (args: JobToFind, call: Call) => findJob(this.#desk, args, call),
  };
  readonly #context: DriverContext<CertificatePrinterOptions>;
  readonly #closing = new AbortController();
  readonly #desk: Desk;

  constructor(context: DriverContext<CertificatePrinterOptions>) {
    this.#context = context;
    const { options, clock, connect } = context;
    const profile = PROFILES[options.profile ?? "ipp-everywhere"];
    this.#desk = new Desk({
      uri: options.uri,
      client: new IppClient(options.uri, clock, connect),
      clock,
      closing: this.#closing.signal,
      counter: options.counter ? new SnmpPageCounter(options.counter, clock) : null,
      habits: habitsOf(options),
      countsJobPages: profile.countsJobPages.value,
      upTimeTellsRestart: profile.upTimeTellsRestart.value,
      trays: options,
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

  async #standing({ signal }: Call): Promise<Result<Standing, DriverFailure>> {
    const printer = await this.#desk.look(signal);
    return printer.ok ? ok(await this.#desk.standing(printer.value, signal)) : unheard(printer.error, signal);
  }
}
