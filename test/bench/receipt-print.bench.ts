import { duplexPair } from "node:stream";
import { type Clock, pause, systemClock } from "../../base/clock.ts";
import { must, ok, type Result } from "../../base/result.ts";
import type { ReceiptDocument } from "../../config/documents/receipt.ts";
import { openOn } from "../../device-drivers/receipt-printer/driver.ts";
import { ReceiptPrinterSimulator } from "../../device-drivers/receipt-printer/simulator/simulator.ts";
import type { Transport, TransportError } from "../../device-drivers/transport/transport.ts";
import { StreamTransport } from "../device-drivers/receipt-printer/bench-top.ts";
import { driverContext } from "../support/driver-context.ts";

// How close printing comes to what the wire allows: a receipt of 10 KB at 115 200 baud (8N1: ten bits a byte).
const BYTES_PER_SECOND = 11_520;
const ROUNDS = 3;

/** Lets bytes through as slowly as a serial line; a write ends when its last byte is out. */
class PacedTransport extends StreamTransport {
  sent = 0;
  #freeAt = 0;
  readonly #clock: Clock = systemClock;

  override async write(bytes: Uint8Array): Promise<Result<void, TransportError>> {
    const from = Math.max(this.#freeAt, this.#clock.monotonic());
    this.#freeAt = from + (bytes.length / BYTES_PER_SECOND) * 1_000;
    this.sent += bytes.length;
    const wait = this.#freeAt - this.#clock.monotonic();
    if (wait > 0) await pause(this.#clock, wait);
    return super.write(bytes);
  }
}

const receipt: ReceiptDocument = {
  lines: Array.from({ length: 215 }, (_, row) => ({ kind: "pair" as const, left: `第 ${row + 1} 项 材料名称样张`, right: "已收 1 份" })),
};

async function once(): Promise<{ bytes: number; ms: number; limitMs: number }> {
  const simulator = new ReceiptPrinterSimulator({ clock: systemClock });
  const [ours, theirs] = duplexPair();
  simulator.attach(theirs);
  const transport = new PacedTransport(ours);
  must(await (transport as Transport).open());
  const printer = await openOn(
    transport,
    driverContext({ options: { transport: { kind: "serial", path: "paced", baud: 115_200 }, profile: "epson-t88", paperWidthMm: 80 } }),
  );
  const before = transport.sent;
  const start = systemClock.monotonic();
  must(
    await printer.commands.print({ job: "bench", document: receipt }, { signal: new AbortController().signal, deadline: start + 60_000 }),
  );
  const ms = systemClock.monotonic() - start;
  const bytes = transport.sent - before;
  await printer.close();
  return { bytes, ms, limitMs: (bytes / BYTES_PER_SECOND) * 1_000 };
}

const runs = [];
const keepAlive = setInterval(() => undefined, 1_000);
for (let round = 0; round < ROUNDS; round++) runs.push(await once());
clearInterval(keepAlive);
const best = runs.sort((a, b) => a.ms / a.limitMs - b.ms / b.limitMs)[0];
must(best ? ok() : { ok: false, error: "no run" });
console.log(
  JSON.stringify({
    bench: "receipt-print",
    bytes: best?.bytes,
    printMs: Math.round(best?.ms ?? 0),
    wireMs: Math.round(best?.limitMs ?? 0),
    ratio: Number(((best?.ms ?? 0) / (best?.limitMs ?? 1)).toFixed(3)),
  }),
);
