import PDFDocument from "pdfkit";
import type { Clock } from "../../../base/clock.ts";
import { must, type Result } from "../../../base/result.ts";
import driver, { type CertificatePrinterOptions } from "../../../device-drivers/certificate-printer/driver.ts";
import { DETECTED_ERRORS, MARKER_LIFE_COUNT } from "../../../device-drivers/certificate-printer/marker-values.ts";
import { CertificatePrinterSimulator, type SimulatedTray } from "../../../device-drivers/certificate-printer/simulator.ts";
import type { DriverContext, DriverFailure, DriverInstance, Observed } from "../../../device-drivers/host/driver.ts";
import type { CertificateJob, JobToFind, Standing } from "../../../device-drivers/kinds/certificate-printer.ts";
import type { PaperTrays } from "../../../device-drivers/kinds/paper-trays.ts";
import { driverContext } from "../../support/driver-context.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";
import { startPageCounter } from "../../support/page-counter-agent.ts";

export async function samplePdf(pages: number, size: "A4" | "A3" = "A4"): Promise<Buffer> {
  const document = new PDFDocument({ size, autoFirstPage: false });
  const chunks: Buffer[] = [];
  document.on("data", (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((resolve) => document.once("end", resolve));
  for (let page = 1; page <= pages; page++) document.addPage().fontSize(40).text(`SPECIMEN ${page}`);
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

export async function certificate(pages = 1, over: Partial<CertificateJob> = {}): Promise<CertificateJob> {
  const media = over.media ?? "iso_a4_210x297mm";
  const pdf = (await samplePdf(pages, media === "iso_a4_210x297mm" ? "A4" : "A3")).toString("base64");
  return { job: "证明-0001", pdf, pages, media, sides: "one-sided", blankType: null, ...over };
}

/** What the ledger knows of a job of one page, but its name. */
export const KNOWN = { pages: 1, media: "iso_a4_210x297mm", sides: "one-sided" } as const;

const USUAL_COUNTER = { community: "public", version: "2c", oid: MARKER_LIFE_COUNT, errorsOid: DETECTED_ERRORS, settleMs: 3_000 } as const;

export interface Reports {
  readonly observed: Partial<Observed>[];
  readonly counts: Record<string, number>;
}

export function contextFor(options: CertificatePrinterOptions, clock: Clock, reports: Reports): DriverContext<CertificatePrinterOptions> {
  return driverContext({
    id: "certificates",
    clock,
    options,
    report: (change) => void reports.observed.push(change),
    count: (name, by = 1) => {
      reports.counts[name] = (reports.counts[name] ?? 0) + by;
    },
  });
}

export interface SimulatedDesk extends Reports {
  readonly clock: FakeClock;
  readonly simulator: CertificatePrinterSimulator;
  readonly printer: DriverInstance<"certificate-printer">;
  /** device-host is started again: what the driver had in memory is gone. */
  restartHost(): Promise<void>;
  print(job: CertificateJob, stop?: AbortController): ReturnType<DriverInstance<"certificate-printer">["commands"]["print"]>;
  standing(): Promise<Standing>;
  /** `before`: as the ledger kept it; null as before one did. */
  find(
    job: string,
    before?: Standing | null,
    over?: Partial<JobToFind>,
  ): ReturnType<DriverInstance<"certificate-printer">["commands"]["find-job"]>;
  /** Moves the clock until the promise settles; never while an answer is under way, so that no deadline passes by the test's own speed. */
  within<T>(promise: Promise<T>, ms?: number): Promise<T>;
  close(): Promise<void>;
}

export interface DeskOptions {
  /** With an SNMP agent that tells the simulator's page counter. */
  readonly counting?: boolean;
  readonly pageMs?: number;
  /** What lies in the printer, and what the settings say of it. */
  readonly trays?: readonly SimulatedTray[];
  readonly named?: PaperTrays;
}

export async function simulatedDesk({ counting = false, pageMs = 1_000, trays, named = {} }: DeskOptions = {}): Promise<SimulatedDesk> {
  const clock = new FakeClock();
  const simulator = new CertificatePrinterSimulator({ clock, pageMs, ...(trays && { trays }) });
  await simulator.listen();
  const reports: Reports = { observed: [], counts: {} };
  const agent = counting ? await startPageCounter(() => simulator.lifeCount) : undefined;
  const counter = agent && { host: "127.0.0.1", port: agent.port, ...USUAL_COUNTER };
  const open = async () =>
    must(await driver.open(contextFor({ uri: simulator.uri, ...named, ...(counter && { counter }) }, clock, reports)));
  let printer = await open();
  const call = (stop = new AbortController()) => ({ signal: stop.signal, deadline: clock.monotonic() + 120_000 });
  return {
    ...reports,
    clock,
    simulator,
    get printer() {
      return printer;
    },
    async restartHost() {
      await printer.close();
      printer = await open();
    },
    print: (job, stop) => printer.commands.print(job, call(stop)),
    standing: async () => must(await within(clock, simulator, printer.commands.standing({}, call()), 60_000)),
    find: (job, before = null, over = {}) => printer.commands["find-job"]({ ...KNOWN, job, before, ...over }, call()),
    within: (promise, ms = 60_000) => within(clock, simulator, promise, ms),
    async close() {
      await printer.close();
      await simulator.close();
      await agent?.close();
    },
  };
}

async function within<T>(clock: FakeClock, simulator: CertificatePrinterSimulator, promise: Promise<T>, ms: number): Promise<T> {
  let done = false;
  const mark = () => {
    done = true;
  };
  promise.then(mark, mark);
  for (let passed = 0; passed < ms; passed += 100) {
    do await settle(12);
    while (simulator.openConnections > 0);
    if (done) return promise;
    await clock.advance(100);
  }
  throw new Error(`nothing after ${ms} ms`);
}

export function failureOf(result: Result<unknown, DriverFailure>): DriverFailure {
  if (result.ok) throw new Error(`expected a failure, got ${JSON.stringify(result.value)}`);
  return result.error;
}
