import { type Duplex, duplexPair } from "node:stream";
import type { Random } from "../../../base/random.ts";
import { err, must, ok, type Result } from "../../../base/result.ts";
import type { ReceiptDocument } from "../../../config/documents/receipt.ts";
import type { Call, DriverFailure, DriverInstance, Observed, StopReason } from "../../../device-drivers/host/driver.ts";
import type { ReceiptProof } from "../../../device-drivers/kinds/receipt-printer.ts";
import { openOn, type ReceiptPrinterOptions } from "../../../device-drivers/receipt-printer/driver.ts";
import type { ProfileName } from "../../../device-drivers/receipt-printer/profiles.ts";
import { ReceiptPrinterSimulator, type ReceiptSimulatorOptions } from "../../../device-drivers/receipt-printer/simulator/simulator.ts";
import type { Transport, TransportError } from "../../../device-drivers/transport/transport.ts";
import { driverContext } from "../../support/driver-context.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";

const CLOSED: TransportError = { code: "transport.closed", facts: { why: "pulled" } };

/** One end of a pair of streams as a transport: real bytes, no sockets, so that only the fake clock makes time pass. */
export class StreamTransport implements Transport {
  readonly name = "stream";
  readonly #stream: Duplex;
  #closed = false;

  constructor(stream: Duplex) {
    this.#stream = stream;
    stream
      .on("error", () => undefined)
      .on("close", () => {
        this.#closed = true;
      });
  }

  open(): Promise<Result<void, TransportError>> {
    return Promise.resolve(ok());
  }

  write(bytes: Uint8Array): Promise<Result<void, TransportError>> {
    if (this.#closed) return Promise.resolve(err(CLOSED));
    return new Promise((resolve) => this.#stream.write(bytes, (cause) => resolve(cause ? err(CLOSED) : ok())));
  }

  onData(then: (bytes: Buffer) => void): void {
    this.#stream.on("data", then);
  }

  onClose(then: (why: TransportError) => void): void {
    this.#stream.once("close", () => then(CLOSED));
  }

  async close(): Promise<void> {
    this.#stream.destroy();
  }
}

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
  /** The cable is pulled. */
  pull(): void;
}

export async function bench(profile: ProfileName = "epson-t88", simulated: Partial<ReceiptSimulatorOptions> = {}): Promise<Bench> {
  const clock = new FakeClock();
  const simulator = new ReceiptPrinterSimulator({ clock, ...simulated });
  const [ours, theirs] = duplexPair();
  simulator.attach(theirs);
  // A pair of streams does not tell one end that the other is gone; a cable does.
  theirs.once("close", () => ours.destroy());
  const reports: Partial<Observed>[] = [];
  const lost: string[] = [];
  const counts: Record<string, number> = {};
  const context = driverContext<ReceiptPrinterOptions>({
    id: "receipt",
    clock,
    random: countingRandom(),
    options: { transport: { kind: "tcp", host: "127.0.0.1", port: 9100 }, profile, paperWidthMm: 80 },
    report: (change) => void reports.push(change),
    lost: (reason) => void lost.push(reason),
    count: (name, by = 1) => {
      counts[name] = (counts[name] ?? 0) + by;
    },
  });
  const printer = await openOn(new StreamTransport(ours), context);
  return {
    clock,
    printer,
    simulator,
    reports,
    lost,
    counts,
    print: (document, stop = new AbortController()) => printer.commands.print({ job: "job-1", document }, callOf(clock, stop)),
    pull: () => void ours.destroy(),
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
