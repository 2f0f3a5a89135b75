import { readFileSync } from "node:fs";
import { join } from "node:path";
import express, { type Request, type Response, type Router } from "express";
import type { Clock } from "../../../base/clock.ts";
import { clientKey } from "../client-key.ts";
import { refusal, sendRefusal } from "../replies.ts";
import { WindowLimit } from "../window-limit.ts";
import { receiptPage } from "./receipt-page.ts";
import type { ReceiptStore } from "./receipt-store.ts";

export interface ReceiptParts {
  readonly receipts: ReceiptStore;
  readonly city: string;
  readonly clock: Clock;
}

const SCRIPT = readFileSync(join(import.meta.dirname, "receipt-page.js"), "utf8");
// A hall's visitors may share one address.
const PER_MINUTE = 120;

/**
 * `/r/:receipt`: a receipt for whoever has its address. The page is the same for all; the key is behind the `#`, which browsers do not send,
 * and what `/r/:receipt/data` gives is worth nothing without it.
 */
export function receiptRoutes({ receipts, city, clock }: ReceiptParts): Router {
  const router = express.Router();
  const limit = new WindowLimit(PER_MINUTE, 60_000, clock);
  const { html, policy } = receiptPage(city);
  router.get("/receipt-page.js", (_request, response) => {
    response.set("cache-control", "no-cache").type("text/javascript").send(SCRIPT);
  });
  router.get("/:receipt", (_request, response) => {
    response.set({ "cache-control": "no-store", "content-security-policy": policy }).type("html").send(html);
  });
  router.get("/:receipt/data", async (request: Request, response: Response) => {
    const retryAfterMs = limit.hit(clientKey(request.ip));
    if (retryAfterMs > 0)
      return sendRefusal(response, refusal(429, "receipt.too-many", "too many requests from this address; wait", { retryAfterMs }));
    const found = await receipts.find(String(request.params["receipt"] ?? ""), clock.now());
    if (found.is === "gone") return sendRefusal(response, refusal(410, "receipt.gone", "its time is over; it was deleted"));
    if (found.is === "none") return sendRefusal(response, refusal(404, "receipt.none", "not here, or not yet: its kiosk may be cut off"));
    const { sealed, until } = found;
    response
      .set("cache-control", "no-store")
      .json({ sealed: Buffer.from(sealed).toString("base64"), until: new Date(until).toISOString() });
  });
  return router;
}
