import type { Server } from "node:http";
import express, { type Response } from "express";
import { checker } from "../../base/checked.ts";
import { CERTIFICATE_FAULTS } from "../../device-drivers/certificate-printer/simulator.ts";
import { RECEIPT_FAULTS } from "../../device-drivers/receipt-printer/simulator/simulator.ts";
import type { DockAct, DockView } from "./api.ts";

/** What the dock shows and moves. */
export interface Dock {
  view(): DockView;
  act(act: DockAct): Promise<void>;
  sheet(id: string): Buffer | undefined;
  onChange(then: () => void): void;
}

const text = { type: "string", minLength: 1, maxLength: 64 };
const acts = {
  "insert-card": { card: text },
  "remove-card": {},
  "choose-clip": { clip: text },
  "receipt-fault": {
    fault: { enum: RECEIPT_FAULTS },
    on: { type: "boolean" },
  },
  "certificate-fault": {
    fault: { enum: CERTIFICATE_FAULTS },
    on: { type: "boolean" },
  },
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
