import PDFDocument from "pdfkit";
import type { Clock } from "../../../base/clock.ts";
import { must, type Result } from "../../../base/result.ts";
import driver, { type CertificatePrinterOptions } from "../../../device-drivers/certificate-printer/driver.ts";
import { CertificatePrinterSimulator } from "../../../device-drivers/certificate-printer/simulator.ts";
import type { DriverContext, DriverFailure, DriverInstance, Observed } from "../../../device-drivers/host/driver.ts";
import type { CertificateJob } from "../../../device-drivers/kinds/certificate-printer.ts";
import { driverContext } from "../../support/driver-context.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";

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
  return { job: "证明-0001", pdf, pages, media, sides: "one-sided", ...over };
}

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
  print(job: CertificateJob, stop?: AbortController): ReturnType<DriverInstance<"certificate-printer">["commands"]["print"]>;
  find(job: string): ReturnType<DriverInstance<"certificate-printer">["commands"]["find-job"]>;
  /** Moves the clock until the promise settles; never while an answer is under way, so that no deadline passes by the test's own speed. */
  within<T>(promise: Promise<T>, ms?: number): Promise<T>;
  close(): Promise<void>;
}

export async function simulatedDesk(pageMs = 1_000): Promise<SimulatedDesk> {
  const clock = new FakeClock();
  const simulator = new CertificatePrinterSimulator({ clock, pageMs });
  await simulator.listen();
  const reports: Reports = { observed: [], counts: {} };
  const printer = must(await driver.open(contextFor({ uri: simulator.uri }, clock, reports)));
  const call = (stop = new AbortController()) => ({ signal: stop.signal, deadline: clock.monotonic() + 120_000 });
  return {
    ...reports,
    clock,
    simulator,
    printer,
    print: (job, stop) => printer.commands.print(job, call(stop)),
    find: (job) => printer.commands["find-job"]({ job }, call()),
    within: (promise, ms = 60_000) => within(clock, simulator, promise, ms),
    async close() {
      await printer.close();
      await simulator.close();
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
