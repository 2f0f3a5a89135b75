/**
 * From the moment a card is laid to the view that shows whose it is, through every process of a real hall, against the time that the bytes
 * of the reading take on the line at 115200 baud. What is more: the wait for the next `find`, two sockets, the judgement, the view's stream.
 *
 *   node test/bench/card-to-screen.bench.ts [taps]
 */
import { pause, systemClock } from "../../base/clock.ts";
import { offers } from "../support/citizen-journey.ts";
import { printLine, quantile, rounded } from "./figures.ts";
import { openReadyHall } from "./ready-hall.ts";

const [taps = 20] = process.argv.slice(2).map(Number);
const BAUD = 115_200;
const BITS_PER_BYTE = 10;
/** find, select and read-base with their answers. */
const WIRE_BYTES = 10 + 15 + (10 + 19) + (10 + 1295);
const wireMs = (WIRE_BYTES * BITS_PER_BYTE * 1_000) / BAUD;
const ITEM = "my-cases";

const tapped: number[] = [];
// The clock's timers do not keep a process alive.
const alive = setInterval(() => undefined, 1_000);
const hall = await openReadyHall(ITEM);
const { citizen, hardware } = hall;
try {
  for (let tap = 0; tap < taps; tap++) tapped.push(await tapOnce(tap));
} finally {
  clearInterval(alive);
  await hall.close();
}
printLine({
  bench: "card-to-screen",
  taps,
  baud: BAUD,
  wireBytes: WIRE_BYTES,
  wireMs: rounded(wireMs, 1),
  p50: quantile(tapped, 0.5),
  p95: quantile(tapped, 0.95),
  ratio: rounded(quantile(tapped, 0.5) / wireMs, 2),
});

async function tapOnce(tap: number): Promise<number> {
  await citizen.until("the item on offer", ({ screen }) => offers(screen, ITEM));
  await citizen.insist({ kind: "start", item: ITEM });
  await citizen.screen("methods");
  await citizen.insist({ kind: "choose", row: "id-card" });
  await citizen.until("a card is asked for", ({ screen }) => screen.kind === "identify-card");
  // Taps fall anywhere between two questions of the reader.
  await pause(systemClock, 100 + ((tap * 37) % 53));
  const laidAt = performance.now();
  await hardware.act({ act: "insert-card", card: "resident" });
  await citizen.until("a name on the screen", ({ progress }) => progress !== null && progress.person !== null);
  const shownAt = performance.now();
  await hardware.act({ act: "remove-card" });
  await citizen.insist({ kind: "cancel" });
  await citizen.screen("ended");
  await goHome();
  return shownAt - laidAt;
}

/** The farewell can be touched away once the reader has seen that the card is gone. */
async function goHome(): Promise<void> {
  while (citizen.view?.screen.kind === "ended") {
    await citizen.touch({ kind: "confirm" });
    await pause(systemClock, 100);
  }
}
