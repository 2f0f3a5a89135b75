import { createPrivateKey } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express, { type NextFunction, type Request, type Response } from "express";
import { type Clock, every } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { Random } from "../../base/random.ts";
import type { BlankType } from "../../config/catalogue/load-catalogue.ts";
import type { Connector } from "../departments/connector.ts";
import { ConnectorEngine } from "../departments/engine.ts";
import { adminRoutes } from "./admin-routes.ts";
import { AdminSessions } from "./admin-sessions.ts";
import { BlankReport } from "./blanks/blank-report.ts";
import { Bookkeeper } from "./blanks/bookkeeper.ts";
import { DeviceDoor } from "./device-door.ts";
import { deviceRoutes } from "./device-routes.ts";
import { Dispatcher } from "./dispatcher.ts";
import { downloadRoutes } from "./download-route.ts";
import { DownloadTickets } from "./download-tickets.ts";
import type { HubKeys } from "./keys.ts";
import type { Kiosk } from "./kiosks.ts";
import { receiptRoutes } from "./receipts/receipt-routes.ts";
import { refusal, SECURITY_HEADERS, sendRefusal } from "./replies.ts";
import type { HubStore } from "./store.ts";
import { verifyRoute } from "./verify/verify-route.ts";

export interface HubParts {
  readonly city: string;
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly store: HubStore;
  readonly kiosks: ReadonlyMap<string, Kiosk>;
  /** The private ones. */
  readonly keys: HubKeys;
  readonly connectors: ReadonlyMap<string, Connector>;
  /** What kinds of numbered sheets are called, by id; those without a name are shown with their id. */
  readonly blankTypes?: Readonly<Record<string, BlankType>>;
  /** Where phones find this hub, for what they download; absent: at the address on which it listens, as in a demonstration. */
  readonly publicUrl?: string;
  /** Addresses of departments that differ from their connectors', by id. */
  readonly baseUrls: Readonly<Record<string, string>>;
  readonly adminPasswordHash: string;
  readonly adminPages: string;
  readonly behindTls: boolean;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export interface RunningHub {
  readonly port: number;
  readonly dispatcher: Dispatcher;
  readonly bookkeeper: Bookkeeper;
  /** Ends requests, deliveries and the store. */
  close(): Promise<void>;
}

const FLUSH_SEEN_MS = 30_000;
const PURGE_MS = 10 * 60_000;

/** Starts the city's side: routes for kiosks, departments and administrators over one store. */
export async function startHub(parts: HubParts): Promise<RunningHub> {
  const { store, clock, log } = parts;
  const engine = new ConnectorEngine(parts.connectors, parts.baseUrls, clock, log);
  const dispatcher = new Dispatcher({ ...parts, engine, unsealKey: parts.keys.seal });
  const bookkeeper = new Bookkeeper({ blanks: store.blanks, clock, log });
  const seen = seenKiosks(store, clock);
  await store.planDeliveries((department) => engine.deliverTargets(department));
  const server: Server = createServer(
    { requestTimeout: 60_000, headersTimeout: 10_000 },
    application(parts, engine, { dispatcher, bookkeeper, seen }, () => (server.address() as AddressInfo).port),
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(parts.port, parts.host, resolve);
  });
  dispatcher.start();
  bookkeeper.start();
  const purge = async () => {
    await store.receipts.purge(clock.now());
    await store.downloads.purge(clock.now());
  };
  await purge();
  const purging = every(clock, PURGE_MS, purge);
  const { port } = server.address() as AddressInfo;
  log.info("hub.started", { port, kiosks: parts.kiosks.size, connectors: [...parts.connectors.keys()] });
  return {
    port,
    dispatcher,
    bookkeeper,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      purging.cancel();
      await Promise.all([closed, dispatcher.stop(), bookkeeper.stop()]);
      await seen.stop();
      store.close();
    },
  };
}

function application(
  parts: HubParts,
  engine: ConnectorEngine,
  { dispatcher, bookkeeper, seen }: { dispatcher: Dispatcher; bookkeeper: Bookkeeper; seen: ReturnType<typeof seenKiosks> },
  port: () => number,
) {
  const { store, kiosks, clock, random, log } = parts;
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  if (parts.behindTls) app.set("trust proxy", "loopback");
  app.use((_request, response, next) => {
    response.set(SECURITY_HEADERS);
    if (parts.behindTls) response.set("strict-transport-security", "max-age=31536000");
    next();
  });
  const door = new DeviceDoor(kiosks, clock);
  const signKey = createPrivateKey(parts.keys.sign);
  const unsealKey = parts.keys.seal;
  const tickets = new DownloadTickets(unsealKey, random, clock);
  const publicUrl = () => parts.publicUrl?.replace(/\/$/, "") ?? `http://${parts.host}:${port()}`;
  const downloads = { engine, tickets, city: parts.city, publicUrl, clock, log };
  const onStored = () => {
    dispatcher.poke();
    bookkeeper.poke();
  };
  app.use("/v1", deviceRoutes({ downloads, store, engine, door, signKey, unsealKey, clock, log, onSeen: seen.note, onStored }));
  const sessions = new AdminSessions(parts.adminPasswordHash, clock, random);
  const { city, behindTls, adminPages: pages } = parts;
  const { blanks, receipts } = store;
  const report = new BlankReport({ blanks, bookkeeper, kiosks, types: parts.blankTypes ?? {}, clock });
  app.use("/admin", adminRoutes({ store, report, sessions, kiosks, city, pages, behindTls, clock, log, flushSeen: seen.flush }));
  app.use("/download", downloadRoutes(downloads, store.downloads));
  const verify = verifyRoute({ engine, blanks, city, clock });
  app.get("/verify", verify);
  app.get("/verify/:code", verify);
  app.use("/r", receiptRoutes({ receipts, city, clock }));
  app.use((request, response) => sendRefusal(response, refusal(404, "route.unknown", `${request.method} ${request.path}`)));
  app.use((cause: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(cause);
    const { status = 500 } = cause as { status?: number };
    if (status >= 500) log.error("hub.route-broke", { cause });
    sendRefusal(response, refusal(status, status < 500 ? "request.malformed" : "hub.broke", "the request could not be read or served"));
  });
  return app;
}

// A probe every 3 s from each kiosk must not cost a durable commit each: the times are written together.
function seenKiosks(store: HubStore, clock: Clock) {
  let fresh = new Map<string, number>();
  const flush = async () => {
    if (fresh.size === 0) return;
    const batch = fresh;
    fresh = new Map();
    await store.saw(batch);
  };
  const timer = every(clock, FLUSH_SEEN_MS, flush);
  return {
    note: (kiosk: string) => void fresh.set(kiosk, clock.now()),
    flush,
    async stop() {
      timer.cancel();
      await flush();
    },
  };
}
