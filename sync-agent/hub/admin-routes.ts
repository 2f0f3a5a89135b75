import express, { type Request, type Response, type Router } from "express";
import { checker, parseJson } from "../../base/checked.ts";
import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { AdminSessions } from "./admin-sessions.ts";
import type { AdminOverview } from "./api.ts";
import type { BlankReport } from "./blanks/blank-report.ts";
import { blankRoutes } from "./blanks/blank-routes.ts";
import { clientKey } from "./client-key.ts";
import type { Kiosk } from "./kiosks.ts";
import { readBody, refusal, sendRefusal } from "./replies.ts";
import type { HubStore } from "./store.ts";

export interface AdminRoutesParts {
  readonly store: HubStore;
  readonly report: BlankReport;
  readonly sessions: AdminSessions;
  readonly kiosks: ReadonlyMap<string, Kiosk>;
  readonly city: string;
  /** Folder of the built page. */
  readonly pages: string;
  /** The hub stands behind a proxy that speaks TLS: cookies are for HTTPS only. */
  readonly behindTls: boolean;
  readonly clock: Clock;
  readonly log: Log;
  /** Writes what is known of kiosks only in memory, so that a figure is never older than the page. */
  readonly flushSeen: () => Promise<void>;
}

const COOKIE = "zizhu-admin";
const MAX_LOGIN_BYTES = 4 * 1024;
const SHOWN_CASES = 200;
/** A kiosk probes every 3 s: silent for this long is gone, not slow. */
const ONLINE_WITHIN_MS = 15_000;
const HALL_OFFSET_MS = 8 * 60 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

const checkLogin = checker<{ password: string }>({
  type: "object",
  required: ["password"],
  additionalProperties: false,
  properties: { password: { type: "string", minLength: 1, maxLength: 200 } },
});

/** `/admin`: the page, and behind a login its data. */
export function adminRoutes(parts: AdminRoutesParts): Router {
  const router = express.Router();
  router.post("/api/login", (request, response) => login(parts, request, response));
  router.use("/api", (request, response, next) => {
    if (request.method !== "GET" && !request.is("application/json")) {
      return sendRefusal(response, refusal(415, "body.not-json", "content-type must be application/json"));
    }
    if (!parts.sessions.has(tokenOf(request))) return sendRefusal(response, refusal(401, "login.needed", "log in first"));
    response.set("cache-control", "no-store");
    next();
  });
  router.post("/api/logout", (request, response) => {
    parts.sessions.logout(tokenOf(request));
    response.clearCookie(COOKIE, cookieOptions(parts)).status(204).end();
  });
  router.get("/api/overview", async (_request, response) => void response.json(await overview(parts)));
  router.get("/api/cases", async (_request, response) => void response.json({ cases: await parts.store.newestCases(SHOWN_CASES) }));
  router.use("/api", blankRoutes(parts.report));
  router.use("/api", (request, response) => sendRefusal(response, refusal(404, "route.unknown", `${request.method} ${request.path}`)));
  router.use(express.static(parts.pages, { index: "index.html", dotfiles: "deny", redirect: true }));
  return router;
}

async function login(parts: AdminRoutesParts, request: Request, response: Response): Promise<void> {
  if (!request.is("application/json")) return sendRefusal(response, refusal(415, "body.not-json", "content-type must be application/json"));
  const body = await readBody(request, MAX_LOGIN_BYTES);
  if (!body.ok) return sendRefusal(response, body.error);
  const parsed = parseJson(body.value.toString("utf8"), "login");
  const checked = parsed.ok ? checkLogin(parsed.value, "login") : parsed;
  if (!checked.ok) return sendRefusal(response, refusal(400, "body.wrong-shape", "login", { faults: checked.error.faults }));
  const address = request.ip ?? "";
  const token = await parts.sessions.login(checked.value.password, clientKey(address));
  if (token.ok) {
    parts.log.info("admin.login", { from: address });
    response.cookie(COOKIE, token.value, cookieOptions(parts)).status(204).end();
    return;
  }
  parts.log.warn("admin.login-refused", { from: address, code: token.error.code });
  if (token.error.code === "login.wrong") return sendRefusal(response, refusal(401, "login.wrong", "the password is wrong"));
  const { retryAfterMs } = token.error;
  sendRefusal(response, refusal(429, "login.locked", "too many wrong passwords from this address; wait", { retryAfterMs }));
}

async function overview(parts: AdminRoutesParts): Promise<AdminOverview> {
  await parts.flushSeen();
  const now = parts.clock.now();
  const figures = await parts.store.kioskFigures();
  const kiosks = [...parts.kiosks.values()].map(({ id, hall }) => {
    const { lastSeen = null, rows = 0, storedFaces = null, faceAssurance = null } = figures.get(id) ?? {};
    return { id, hall, lastSeen, online: lastSeen !== null && now - lastSeen <= ONLINE_WITHIN_MS, rows, storedFaces, faceAssurance };
  });
  const totals = { ...(await parts.store.totals(startOfDay(now))), ...(await parts.report.totals()) };
  return { city: parts.city, kiosks, totals };
}

// Halls keep Beijing time, whatever the machine's zone; it has had no summer time since 1991.
function startOfDay(now: number): number {
  return Math.floor((now + HALL_OFFSET_MS) / DAY_MS) * DAY_MS - HALL_OFFSET_MS;
}

function cookieOptions(parts: AdminRoutesParts) {
  return { httpOnly: true, sameSite: "strict", path: "/admin", secure: parts.behindTls } as const;
}

function tokenOf(request: Request): string {
  const pairs = (request.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? "";
}
