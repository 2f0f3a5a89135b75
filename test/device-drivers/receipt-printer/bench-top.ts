import type { Random } from "../../../base/random.ts";
import { must, type Result } from "../../../base/result.ts";
import type { ReceiptDocument } from "../../../config/documents/receipt.ts";
import { profileNamed } from "../../../device-drivers/escpos/profiles.ts";
import { ReceiptPrinterSimulator, type ReceiptSimulatorOptions } from "../../../device-drivers/escpos/simulator/simulator.ts";
import type { Call, DriverFailure, DriverInstance, Observed, StopReason } from "../../../device-drivers/host/driver.ts";
import type { ReceiptProof } from "../../../device-drivers/kinds/receipt-printer.ts";
import driver, { type ReceiptPrinterOptions } from "../../../device-drivers/receipt-printer/driver.ts";
import { Cable } from "../../support/device-bench.ts";
import { driverContext } from "../../support/driver-context.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";

export const countingRandom = (): Random => {
  let next = 0;
  return { bytes: (count) => Buffer.from(Array.from({ length: count }, () => next++ & 0xff)) };
};

export interface Bench {
  readonly clock: FakeClock;
  readonly printer: DriverInstance<"receipt-printer">;
  readonly simulator: ReceiptPrinterSimulator;
  /** Every report the driver made, merged, newest last. */
  readonly reports: Partial<Observed>[];
  readonly lost: string[];
  readonly counts: Record<string, number>;
  print(document: ReceiptDocument, stop?: AbortController): Promise<Result<ReceiptProof, DriverFailure>>;
  retract(): Promise<Result<{ retracted: boolean }, DriverFailure>>;
  /** The cable is pulled. */
  pull(): void;
}

/** The driver on a unit of its profile, without a host. */
export async function bench(
  profile = "epson-t88",
  simulated: Partial<ReceiptSimulatorOptions> = {},
  over: Partial<ReceiptPrinterOptions> = {},
): Promise<Bench> {
  const clock = new FakeClock();
  const simulator = new ReceiptPrinterSimulator({ clock, unit: profileNamed(profile), ...simulated });
  const cable = new Cable((stream) => simulator.attach(stream));
  const reports: Partial<Observed>[] = [];
  const lost: string[] = [];
  const counts: Record<string, number> = {};
  const transport = { kind: "tcp", host: "127.0.0.1", port: 9100 } as const;
  const context = driverContext<ReceiptPrinterOptions>({
    id: "receipt",
    clock,
    random: countingRandom(),
    options: { transport, profile, paperWidthMm: 80, retractAfterMs: 60_000, ...over },
    connect: (settings) => cable.connect(settings, clock),
    report: (change) => void reports.push(change),
    lost: (reason) => void lost.push(reason),
    count: (name, by = 1) => {
      counts[name] = (counts[name] ?? 0) + by;
    },
  });
  const printer = must(await within(clock, driver.open(context), 20_000));
  return {
    ...{ clock, printer, simulator, reports, lost, counts },
    print: (document, stop = new AbortController()) => printer.commands.print({ job: "job-1", document }, callOf(clock, stop)),
    retract: () => printer.commands.retract({}, callOf(clock, new AbortController())),
    pull: () => cable.pull(),
  };
}

export function callOf(clock: FakeClock, stop: AbortController): Call {
  return { signal: stop.signal, deadline: clock.monotonic() + 60_000 };
}

export const stopWith = (stop: AbortController, reason: StopReason) => stop.abort(reason);

export function receiptOf(rows: number): ReceiptDocument {
  return { lines: Array.from({ length: rows }, (_, row) => ({ kind: "text" as const, text: `第 ${row + 1} 行 样张` })) };
}

/** Moves the clock in small steps until `promise` settles; real streams need turns of the event loop in between. */
export async function within<T>(clock: FakeClock, promise: Promise<T>, ms: number, step = 50): Promise<T> {
  let done = false;
  void promise.then(
    () => {
      done = true;
    },
    () => {
      done = true;
    },
  );
  for (let passed = 0; passed < ms; passed += step) {
    await settle(8);
    if (done) return promise;
    await clock.advance(step);
  }
  await settle(8);
  if (!done) throw new Error(`nothing after ${ms} ms`);
  return promise;
}

export const failureOf = (result: Result<unknown, DriverFailure>): DriverFailure => {
  if (result.ok) throw new Error(`expected a failure, got ${JSON.stringify(result.value)}`);
  return result.error;
};

export { must };
