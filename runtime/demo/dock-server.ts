import type { Server } from "node:http";
import express, { type Response } from "express";
import { checker } from "../../base/checked.ts";
import type { BoardEvent, CertificateFault, DockAct, DockDevice, DockView, Movement, ReceiptFault } from "./api.ts";

/** What the dock shows and moves. */
export interface Dock {
  view(): DockView;
  act(act: DockAct): Promise<void>;
  sheet(id: string): Buffer | undefined;
  onChange(then: () => void): void;
}

/** A list of the wire's own words, none forgotten. */
function words<T extends string>(all: Readonly<Record<T, true>>): { readonly enum: readonly string[] } {
  return { enum: Object.keys(all) };
}

const text = { type: "string", minLength: 1, maxLength: 64 };
const yesOrNo = { type: "boolean" };
const device = words<DockDevice>({
  "card-reader": true,
  scanner: true,
  board: true,
  locker: true,
  "receipt-printer": true,
  "certificate-printer": true,
});
const event = words<BoardEvent>({ person: true, "cabinet-door": true, "mains-failed": true, "battery-low": true });
const receiptFault = words<ReceiptFault>({
  "paper-low": true,
  "paper-out": true,
  "paper-jam": true,
  "cover-open": true,
  "cutter-jam": true,
  offline: true,
  silent: true,
  mute: true,
});
const certificateFault = words<CertificateFault>({
  "media-empty": true,
  "media-jam": true,
  "cover-open": true,
  "aborts-next-job": true,
  "loses-next-job": true,
  "drops-next-reply": true,
});
const acts: Readonly<Record<DockAct["act"], object>> = {
  cable: { device, pluggedIn: yesOrNo },
  "insert-card": { card: text },
  "remove-card": {},
  "choose-clip": { clip: text },
  move: { movement: words<Movement>({ "turn-left": true, "turn-right": true, blink: true, closer: true }) },
  "show-code": { code: text },
  board: { event, on: yesOrNo },
  "locker-door": { box: { type: "integer", minimum: 1 }, door: { enum: ["open", "closed"] } },
  "receipt-fault": { fault: receiptFault, on: yesOrNo },
  "certificate-fault": { fault: certificateFault, on: yesOrNo },
  process: { name: text, to: { enum: ["stopped", "running"] } },
};

const checkAct = checker<DockAct>({
  oneOf: Object.entries(acts).map(([act, fields]) => ({
    type: "object",
    additionalProperties: false,
    required: ["act", ...Object.keys(fields)],
    properties: { act: { const: act }, ...fields },
  })),
});

/** Serves the dock page and its wire on the loopback address. */
export function serveDock(dock: Dock, pages: string, port: number): Promise<Server> {
  const app = express();
  app.disable("x-powered-by");
  app.use(express.json({ limit: "4kb" }));
  const watchers = new Set<Response>();
  dock.onChange(() => {
    const event = `data: ${JSON.stringify(dock.view())}\n\n`;
    for (const watcher of watchers) watcher.write(event);
  });
  app.get("/api/dock", (request, response) => {
    response.set({ "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write(`data: ${JSON.stringify(dock.view())}\n\n`);
    watchers.add(response);
    request.once("close", () => watchers.delete(response));
  });
  app.post("/api/act", async (request, response) => {
    const act = checkAct(request.body, "act");
    if (!act.ok) {
      response.status(400).json(act.error);
      return;
    }
    await dock.act(act.value);
    response.status(204).end();
  });
  app.get("/api/sheets/:name", (request, response) => {
    const sheet = dock.sheet(request.params.name.replace(/\.pdf$/u, ""));
    if (sheet) response.type("application/pdf").send(sheet);
    else response.status(404).end();
  });
  app.use(express.static(pages));
  return new Promise((resolve, reject) => {
    const server = app.listen(port, "127.0.0.1", (cause?: Error) => (cause ? reject(cause) : resolve(server)));
  });
}
