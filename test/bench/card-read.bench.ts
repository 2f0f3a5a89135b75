import { systemClock } from "../../base/clock.ts";
import { must } from "../../base/result.ts";
import driver from "../../device-drivers/id-card-reader/driver.ts";
import { SAMPLE_CARDS } from "../../device-drivers/id-card-reader/sample-cards.ts";
import { SamSimulator } from "../../device-drivers/id-card-reader/simulator.ts";
import { driverContext } from "../support/driver-context.ts";

/**
 * From the moment a card is laid to its `CardReading`, over a line as slow as 115200 baud, against the time the bytes
 * themselves take. What is more: the wait for the next `find` (half a poll on average), and our own work.
 */
const BAUD = 115_200;
const ROUNDS = 20;
/** find, select and read-base with their answers. */
const WIRE_BYTES = 10 + 15 + (10 + 19) + (10 + 1295);
const wireMs = (WIRE_BYTES * 10 * 1_000) / BAUD;

const simulator = new SamSimulator(systemClock, { baud: BAUD });
const server = await simulator.listen(0);
const reader = must(
  await driver.open(
    driverContext({ options: { transport: { kind: "tcp", host: "127.0.0.1", port: server.port }, photoDecoder: { kind: "none" } } }),
  ),
);
let foundAt = 0;
let isLaid = false;
simulator.onRequest((request) => {
  if (request === "find" && isLaid && foundAt === 0) foundAt = performance.now();
});

const fromTap: number[] = [];
const fromFind: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const call = { signal: new AbortController().signal, deadline: Number.POSITIVE_INFINITY };
  const reading = reader.commands["read-card"]({ photo: false }, call);
  // Taps fall anywhere in a poll.
  await new Promise((resolve) => setTimeout(resolve, 60 + ((round * 37) % 53)));
  [isLaid, foundAt] = [true, 0];
  const laidAt = performance.now();
  simulator.insertCard(SAMPLE_CARDS.resident);
  must(await reading);
  const readAt = performance.now();
  fromTap.push(readAt - laidAt);
  fromFind.push(readAt - foundAt);
  isLaid = false;
  simulator.removeCard();
  must(await reader.commands["await-removal"]({}, call));
}
await reader.close();
await server.close();

const sorted = (times: number[]) => [...times].sort((a, b) => a - b);
const at = (times: number[], share: number) => Number((sorted(times)[Math.floor(share * (times.length - 1))] ?? 0).toFixed(1));
console.log(
  JSON.stringify({
    bench: "card-read",
    rounds: ROUNDS,
    ...{ baud: BAUD, wireBytes: WIRE_BYTES, wireMs: Number(wireMs.toFixed(1)) },
    fromTapMs: { p50: at(fromTap, 0.5), max: at(fromTap, 1) },
    fromFindMs: { p50: at(fromFind, 0.5), max: at(fromFind, 1) },
    ratio: Number((at(fromTap, 0.5) / wireMs).toFixed(2)),
    ratioFromFind: Number((at(fromFind, 0.5) / wireMs).toFixed(2)),
  }),
);
