/**
 * From a finger on the glass to the first frame that shows the new screen: real Chromium, the real page, every process of a real hall. As
 * `ratio`, against a touch on an empty page that puts a word on the screen by itself, measured in the same run: what is more is the way to
 * the runtime and back, and drawing.
 *
 *   node test/bench/touch-to-paint.bench.ts [touches]
 */
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { pause, systemClock } from "../../base/clock.ts";
import { BROWSER } from "../support/browser.ts";
import { offers } from "../support/citizen-journey.ts";
import type { TestHall } from "../support/test-hall.ts";
import { printLine, quantile, rounded } from "./figures.ts";
import { openReadyHall } from "./ready-hall.ts";
import { type Touch, touchAndWatch } from "./touches.ts";

const [touches = 30] = process.argv.slice(2).map(Number);
const TOUCHES_A_ROUND = 2;
const ITEM = "my-cases";
const SCREEN = { viewport: { width: 1080, height: 1920 }, hasTouch: true } as const;
const EMPTY = `<!doctype html><meta name="viewport" content="width=device-width"><button>触</button><main></main><script>
  document.querySelector("button").onclick = () => document.querySelector("main").append(Object.assign(document.createElement("p"), { textContent: "纸" }));
</script>`;

const measured: Record<"empty" | "start" | "leave", Touch[]> = { empty: [], start: [], leave: [] };
// The clock's timers do not keep a process alive.
const alive = setInterval(() => undefined, 1_000);
const hall = await openReadyHall(ITEM);
const browser = await chromium.launch(BROWSER);
try {
  const page = await openPage(await browser.newContext(SCREEN));
  await page.goto(`http://127.0.0.1:${hall.ports.kiosk}/`);
  for (let done = 0; done < touches; done += TOUCHES_A_ROUND) {
    await touchEmptyPage(await browser.newContext(SCREEN));
    await oneVisit(page, hall);
  }
} finally {
  clearInterval(alive);
  await browser.close();
  await hall.close();
}
const times = (of: readonly Touch[]) => of.map(({ paintedMs }) => paintedMs);
const all = times([...measured.start, ...measured.leave]);
const empty = times(measured.empty);
printLine({
  bench: "touch-to-paint",
  touches: all.length,
  p50: quantile(all, 0.5),
  p95: quantile(all, 0.95),
  startP50: quantile(times(measured.start), 0.5),
  leaveP50: quantile(times(measured.leave), 0.5),
  inTreeP50: quantile(
    [...measured.start, ...measured.leave].map(({ inTreeMs }) => inTreeMs),
    0.5,
  ),
  emptyP50: quantile(empty, 0.5),
  emptyP95: quantile(empty, 0.95),
  ratio: rounded(quantile(all, 0.5) / quantile(empty, 0.5), 2),
});

function openPage(context: BrowserContext): Promise<Page> {
  context.setDefaultTimeout(15_000);
  return context.newPage();
}

async function touchEmptyPage(context: BrowserContext): Promise<void> {
  const page = await openPage(context);
  await page.setContent(EMPTY);
  for (let touch = 0; touch < TOUCHES_A_ROUND; touch++) {
    measured.empty.push(await touchAndWatch(page, "button", `p:nth-child(${touch + 1})`, "main"));
  }
  await context.close();
}

/** Begins an item and leaves it again; both lead to a new screen. */
async function oneVisit(page: Page, { citizen }: TestHall): Promise<void> {
  await page.locator(`button#item-${ITEM}`).waitFor();
  await quiet();
  measured.start.push(await touchAndWatch(page, `#item-${ITEM}`, "screen-methods", "kiosk-app"));
  await quiet();
  measured.leave.push(await touchAndWatch(page, "#leave", "screen-ended", "kiosk-app"));
  // The page loads itself anew for the next person.
  const anew = page.waitForEvent("load");
  while (citizen.view?.screen.kind !== "home") {
    await citizen.touch({ kind: "confirm" });
    await pause(systemClock, 50);
  }
  await anew;
  await citizen.until("the item on offer", ({ screen }) => offers(screen, ITEM));
}

/** A person looks before touching: fading and late pictures are over by then. */
function quiet(): Promise<unknown> {
  return pause(systemClock, 400);
}
