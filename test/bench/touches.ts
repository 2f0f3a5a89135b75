import type { Page } from "playwright-core";

/** What the page itself measured of one touch. Milliseconds from the time that the browser gave the finger's event. */
export interface Touch {
  /** The new screen is in the tree. */
  readonly inTreeMs: number;
  /** The frame that first shows something of it is out of the page's hands. */
  readonly paintedMs: number;
}

/**
 * Touches the middle of `control` with a finger and waits, in the page, until an element `appears` below `host` (its shadow root, if it has
 * one) and is painted. Nothing in the page under test knows of it.
 */
export async function touchAndWatch(page: Page, control: string, appears: string, host: string): Promise<Touch> {
  const box = await page.locator(control).boundingBox();
  if (!box) throw new Error(`nothing to touch at ${control}`);
  await page.evaluate(watch, [appears, host] as const);
  await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
  return page.evaluate(() => (window as unknown as { touched: Promise<Touch> }).touched);
}

/** Runs in the page, so it stands alone. */
function watch([appears, hostSelector]: readonly [string, string]): void {
  const host = document.querySelector(hostSelector);
  if (!host) throw new Error(`no ${hostSelector}`);
  const root = host.shadowRoot ?? host;
  const touched = new Promise<Touch>((resolve) => {
    let touchedAt = 0;
    addEventListener("pointerdown", (event) => (touchedAt = event.timeStamp), { capture: true, once: true });
    const seen = new MutationObserver(() => {
      const screen = root.querySelector(appears);
      if (!screen) return;
      seen.disconnect();
      const inTreeMs = performance.now() - touchedAt;
      // A screen that fades in from nothing is in the tree for a frame or two before anybody can see it.
      const visible = () => Number(getComputedStyle(screen.shadowRoot?.firstElementChild ?? screen).opacity) > 0;
      const eachFrame = () => {
        if (!visible()) return void requestAnimationFrame(eachFrame);
        const painted = new MessageChannel();
        painted.port1.onmessage = () => resolve({ inTreeMs, paintedMs: performance.now() - touchedAt });
        // The message is handled after this frame's style, layout and paint.
        painted.port2.postMessage(null);
      };
      requestAnimationFrame(eachFrame);
    });
    seen.observe(root, { childList: true, subtree: true });
  });
  Object.assign(window, { touched });
}
