import { duplexPair } from "node:stream";
import { pause, systemClock } from "../../base/clock.ts";
import { must, ok, type Result } from "../../base/result.ts";
import type { ReceiptDocument } from "../../config/documents/receipt.ts";
import { profileNamed } from "../../device-drivers/escpos/profiles.ts";
import { ReceiptPrinterSimulator } from "../../device-drivers/escpos/simulator/simulator.ts";
import driver, { type ReceiptPrinterOptions } from "../../device-drivers/receipt-printer/driver.ts";
import type { TransportError } from "../../device-drivers/transport/transport.ts";
import { StreamTransport } from "../support/device-bench.ts";
import { driverContext } from "../support/driver-context.ts";
import { printLine, rounded } from "./figures.ts";

// How close printing comes to what the wire allows (8N1: ten bits a byte): a receipt of 10 KB, at two speeds in one run.
const LINES = [
  { baud: 115_200, rounds: 3 },
  { baud: 19_200, rounds: 1 },
] as const;
const PROFILES = ["epson-t88", "snbc"] as const;

/** Lets bytes through as slowly as a serial line; a write ends when its last byte is out. */
class PacedTransport extends StreamTransport {
  sent = 0;
  #freeAt = 0;
  readonly #bytesPerSecond: number;

  constructor(stream: ConstructorParameters<typeof StreamTransport>[0], baud: number) {
    super(stream);
    this.#bytesPerSecond = baud / 10;
  }

  override async write(bytes: Uint8Array): Promise<Result<void, TransportError>> {
    const from = Math.max(this.#freeAt, systemClock.monotonic());
    this.#freeAt = from + (bytes.length / this.#bytesPerSecond) * 1_000;
    this.sent += bytes.length;
    const wait = this.#freeAt - systemClock.monotonic();
    if (wait > 0) await pause(systemClock, wait);
    return super.write(bytes);
  }
}

const receipt: ReceiptDocument = {
  lines: Array.from({ length: 215 }, (_, row) => ({ kind: "pair" as const, left: `第 ${row + 1} 项 材料名称样张`, right: "已收 1 份" })),
};

async function once(profile: string, baud: (typeof LINES)[number]["baud"]): Promise<{ bytes: number; ms: number; wireMs: number }> {
  const simulator = new ReceiptPrinterSimulator({ clock: systemClock, unit: profileNamed(profile) });
  const [ours, theirs] = duplexPair();
  simulator.attach(theirs);
  const transport = new PacedTransport(ours, baud);
  const options: ReceiptPrinterOptions = {
    ...{ transport: { kind: "serial", path: "paced", baud }, profile, paperWidthMm: 80, retractAfterMs: 0 },
  };
  const printer = must(await driver.open(driverContext({ options, connect: async () => ok(transport) })));
  const print = (document: ReceiptDocument) =>
    printer.commands.print({ job: "bench", document }, { signal: new AbortController().signal, deadline: Number.POSITIVE_INFINITY });
  // The first receipt of a connection waits for the rest of an earlier one; that is not what is measured.
  must(await print({ lines: [{ kind: "text", text: "样张" }] }));
  const before = transport.sent;
  const start = systemClock.monotonic();
  must(await print(receipt));
  const ms = systemClock.monotonic() - start;
  const bytes = transport.sent - before;
  await printer.close();
  return { bytes, ms, wireMs: (bytes * 10_000) / baud };
}

const keepAlive = setInterval(() => undefined, 1_000);
for (const profile of PROFILES) {
  for (const { baud, rounds } of LINES) {
    const runs = [];
    for (let round = 0; round < rounds; round++) runs.push(await once(profile, baud));
    const best = runs.sort((a, b) => a.ms / a.wireMs - b.ms / b.wireMs)[0];
    if (!best) continue;
    printLine({
      ...{ bench: "receipt-print", profile, baud, bytes: best.bytes },
      ...{ printMs: rounded(best.ms, 0), wireMs: rounded(best.wireMs, 0), ratio: rounded(best.ms / best.wireMs, 3) },
    });
  }
}
clearInterval(keepAlive);
