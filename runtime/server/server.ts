import type { Server } from "node:http";
import { join } from "node:path";
import express, { type Express, type Request, type Response } from "express";
import { describeInvalid } from "../../base/checked.ts";
import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { Faces } from "../neighbours/faces.ts";
import type { Kiosk } from "../session/kiosk.ts";
import { guard, jsonOnly, MAX_BODY, nothingHere, onError, otherName, refuse } from "./guard.ts";
import { previewSeal } from "./preview-seal.ts";
import { checkIntentRequest, checkPreviewRequest } from "./shapes.ts";
import { MAX_STREAMS, streamPreview, streamViews } from "./streams.ts";
import { type TechnicianParts, technicianRoutes } from "./technician.ts";

export interface ServerParts {
  readonly kiosk: Pick<Kiosk, "view" | "onView" | "intend" | "serving">;
  readonly faces: Pick<Faces, "looking" | "watchPreview">;
  readonly technician: TechnicianParts;
  /** Holds `citizen/` and `technician/`, as built, and `voice/` where clips were made. */
  readonly uiFolder: string;
  readonly pageAlive: () => void;
  readonly health: () => Readonly<Record<string, unknown>>;
  readonly clock: Clock;
  readonly log: Log;
}

/** The kiosk's own web server: the pages, the view, the touches. */
export function createApp(parts: ServerParts): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("query parser", false);
  app.use(guard, jsonOnly, express.json({ limit: MAX_BODY, inflate: false, type: "application/json" }));
  app.get("/healthz", (_request, response) => void response.json(parts.health()));
  citizenRoutes(app, parts);
  app.use("/technician/api", technicianRoutes(parts.technician), nothingHere);
  app.use("/api", nothingHere);
  app.use("/technician", express.static(join(parts.uiFolder, "technician"), STATIC));
  app.use("/voice", express.static(join(parts.uiFolder, "voice"), STATIC), nothingHere);
  const forget = (response: Response) => {
    // A new person begins: what the page kept for the last one goes, whatever it was (measured: 173 ms, works on loopback).
    if (!parts.kiosk.serving) response.set("clear-site-data", '"cache", "cookies", "storage"');
  };
  app.get(["/", "/index.html"], (_request, response, next) => {
    forget(response);
    next();
  });
  app.get("/next", (request, response) => {
    forget(response);
    response.redirect(303, `http://${otherName(request)}/`);
  });
  app.use(express.static(join(parts.uiFolder, "citizen"), STATIC));
  app.use(nothingHere, onError(parts.log));
  return app;
}

const STATIC = { cacheControl: false, dotfiles: "ignore" } as const;

function citizenRoutes(app: Express, parts: ServerParts): void {
  const { kiosk, faces, clock } = parts;
  let streams = 0;
  const room = (response: Response): (() => void) | null => {
    if (streams >= MAX_STREAMS) {
      refuse(response, 503, "busy", `at most ${MAX_STREAMS} open streams`);
      return null;
    }
    streams += 1;
    return () => {
      streams -= 1;
    };
  };
  app.get("/api/view", (_request, response) => {
    const leave = room(response);
    if (leave) streamViews(response, { view: () => kiosk.view(), onView: (then) => kiosk.onView(then) }, clock, leave);
  });
  app.post("/api/preview", (request: Request, response: Response) => {
    const wanted = checkPreviewRequest(request.body, "preview");
    const seal = wanted.ok ? previewSeal(wanted.value.key) : null;
    if (!seal) return refuse(response, 400, "malformed", "send { key }: a raw X25519 public key in base64url");
    if (!faces.looking) return refuse(response, 404, "not-found", "no face is being looked at");
    const leave = room(response);
    if (leave) streamPreview(response, seal, (then) => faces.watchPreview(then), leave);
  });
  app.post("/api/intent", (request: Request, response: Response) => {
    const wanted = checkIntentRequest(request.body, "intent");
    if (wanted.ok) response.json(kiosk.intend(wanted.value));
    else response.status(400).json({ accepted: false, why: "malformed", detail: describeInvalid(wanted.error).slice(0, 2_000) });
  });
  app.post("/api/alive", (_request, response) => {
    parts.pageAlive();
    response.status(204).end();
  });
}

export interface ListenProblem {
  readonly code: "server.port-in-use" | "server.cannot-listen";
  readonly port: number;
  readonly detail: string;
}

/** Listens on loopback only. `port` 0: the system chooses. */
export function listen(app: Express, port: number): Promise<Result<{ server: Server; port: number }, ListenProblem>> {
  return new Promise((resolve) => {
    const server = app.listen(port, "127.0.0.1");
    server.once("listening", () => {
      const address = server.address();
      resolve(ok({ server, port: typeof address === "object" && address ? address.port : port }));
    });
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const code = cause.code === "EADDRINUSE" ? "server.port-in-use" : "server.cannot-listen";
      resolve(err({ code, port, detail: cause.message }));
    });
  });
}

/** Streams never end by themselves, so they are cut. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
