import { join } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import type { Display, View } from "../../runtime/server/api.ts";
import { sharedBrowser } from "../support/browser.ts";
import { KioskPageServer } from "./kiosk-page-server.ts";
import { viewOf } from "./views.ts";

/** As the set-up builds them: `npm run mocha` looks whether they are still those of the sources. */
const PAGES = new URL("../../build/ui/", import.meta.url).pathname;

export interface Desk {
  readonly page: Page;
  readonly server: KioskPageServer;
  /** What the page complained of: errors, and breaches of the content policy. */
  readonly complaints: string[];
  close(): Promise<void>;
}

/** A page of the house in a real browser, before a server that stands in for the real one. `inPage` runs in it before its own scripts. */
export async function openPage(
  name: "citizen" | "technician" | "admin" | "dock",
  before?: (server: KioskPageServer) => void,
  options: BrowserContextOptions = {},
  inPage?: () => void,
): Promise<Desk> {
  const server = new KioskPageServer(join(PAGES, name));
  before?.(server);
  const address = await server.listen();
  const context = await (await sharedBrowser()).newContext({
    viewport: { width: 1080, height: 1920 },
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    // A missing preview is an answer, not a complaint.
    if (message.type() === "error" && !message.text().includes("404")) complaints.push(message.text());
  });
  if (inPage) await page.addInitScript(inPage);
  await page.goto(address);
  return {
    page,
    server,
    complaints,
    async close() {
      await context.close();
      await server.close();
    },
  };
}

/** Shows a sample screen and waits until the page has drawn it. */
export async function show(desk: Desk, name: string, display: Partial<Display> = {}, over: Partial<View> = {}): Promise<View> {
  const sample = viewOf(name, over);
  const view = { ...sample, display: { ...sample.display, ...display } };
  desk.server.show(view);
  await desk.page.waitForFunction(
    ([kind, revision]) => {
      const app = document.querySelector("kiosk-app");
      const client = (app as unknown as { client?: { view: { revision: number } | null } } | null)?.client;
      return client?.view?.revision === revision && app?.shadowRoot?.querySelector(`screen-${kind}`) != null;
    },
    [view.screen.kind, view.revision] as const,
  );
  await hasEntered(desk.page);
  return view;
}

/** A page comes in half transparent, for a millisecond here; on a busy machine that frame stands long enough to be judged. */
async function hasEntered(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const animationsIn = (root: Document | ShadowRoot): Animation[] => [
      ...root.getAnimations(),
      ...[...root.querySelectorAll("*")].flatMap(({ shadowRoot }) => (shadowRoot ? animationsIn(shadowRoot) : [])),
    ];
    const ending = animationsIn(document).filter(({ effect }) => Number(effect?.getComputedTiming().endTime) < Number.POSITIVE_INFINITY);
    // One whose element went away meanwhile is cancelled: it is not seen any more either.
    await Promise.all(ending.map(({ finished }) => finished.catch(() => undefined)));
  });
}
