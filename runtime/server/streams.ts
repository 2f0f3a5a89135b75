import type { Response } from "express";
import { type Clock, every } from "../../base/clock.ts";
import type { View } from "./api.ts";
import type { PreviewSeal } from "./preview-seal.ts";

/** More pages than a kiosk has: whoever opens more is refused. */
export const MAX_STREAMS = 16;

const HEARTBEAT_MS = 15_000;
/** A page that does not read is let go; it reconnects by itself. */
const MAX_UNREAD_BYTES = 1_000_000;

/** Views as server-sent events: the present one at once, then each change. */
export function streamViews(
  response: Response,
  source: { readonly view: () => View; readonly onView: (then: (view: View) => void) => () => void },
  clock: Clock,
  onGone: () => void,
): void {
  response.status(200).set({ "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" });
  response.flushHeaders();
  const send = (text: string) => {
    if (response.writableLength > MAX_UNREAD_BYTES) response.destroy();
    else response.write(text);
  };
  const show = (view: View) => send(`data: ${JSON.stringify(view)}\n\n`);
  const stop = source.onView(show);
  const heartbeat = every(clock, HEARTBEAT_MS, () => send(": here\n\n"));
  response.once("close", () => {
    stop();
    heartbeat.cancel();
    onGone();
  });
  show(source.view());
}

/**
 * The live preview, sealed: our public key (32 bytes), then each frame as `PreviewSeal.seal` makes it. A frame that the page has no time
 * for is left out, none is kept.
 */
export function streamPreview(
  response: Response,
  seal: PreviewSeal,
  watch: (then: (jpeg: Buffer | null) => void) => () => void,
  onGone: () => void,
): void {
  response.status(200).set("content-type", "application/octet-stream");
  response.write(seal.publicKey);
  const stop = watch((jpeg) => {
    if (jpeg === null) response.end();
    else if (response.writableLength === 0) response.write(seal.seal(jpeg));
  });
  response.once("close", () => {
    stop();
    onGone();
  });
}
