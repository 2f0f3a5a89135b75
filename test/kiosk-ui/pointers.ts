import type { CDPSession, Page } from "playwright-core";
import { HAND } from "../support/sample-signature.ts";

type Strokes = typeof HAND;

/** Draws on the page's signature box with one finger, as the browser hears it from a touch screen. */
export async function drawWithFinger(page: Page, strokes: Strokes = HAND): Promise<void> {
  const { place, cdp } = await padOf(page);
  for (const stroke of strokes) {
    for (const [at, point] of stroke.entries()) {
      await cdp.send("Input.dispatchTouchEvent", { type: at === 0 ? "touchStart" : "touchMove", touchPoints: [place(point)] });
    }
    await cdp.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  }
  await cdp.detach();
}

/** The same with a pen that presses harder towards the end of each stroke. */
export async function drawWithPen(page: Page, strokes: Strokes = HAND): Promise<void> {
  const { place, cdp } = await padOf(page);
  const pen = { button: "left", buttons: 1, clickCount: 1, pointerType: "pen" } as const;
  for (const stroke of strokes) {
    for (const [at, point] of stroke.entries()) {
      const type = at === 0 ? "mousePressed" : "mouseMoved";
      await cdp.send("Input.dispatchMouseEvent", { ...pen, ...place(point), type, force: 0.2 + (0.6 * at) / stroke.length });
    }
    const last = stroke.at(-1);
    if (last) await cdp.send("Input.dispatchMouseEvent", { ...pen, ...place(last), type: "mouseReleased", buttons: 0, force: 0 });
  }
  await cdp.detach();
}

/** Where a share of the pad is on the page, and the browser's own way to be touched. */
export async function padOf(page: Page): Promise<{ cdp: CDPSession; place(point: readonly [number, number]): { x: number; y: number } }> {
  const box = await page.locator("signature-canvas canvas").boundingBox();
  if (!box) throw new Error("no signature box is shown");
  const cdp = await page.context().newCDPSession(page);
  return { cdp, place: ([x, y]) => ({ x: box.x + x * box.width, y: box.y + y * box.height }) };
}
