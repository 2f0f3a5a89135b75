import type { ErrorRequestHandler, Request, RequestHandler, Response } from "express";
import type { Log } from "../../base/log.ts";

/** Nothing a page sends is longer: a form of a hundred fields in Chinese fits many times. */
export const MAX_BODY = "64kb";

const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; img-src 'self' data: blob:",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=()",
  // What the page showed of a person must not lie in a cache.
  "cache-control": "no-store",
};

/** Headers on every answer, and refusal of whoever is not a page of this kiosk. */
export const guard: RequestHandler = (request, response, next) => {
  response.set(HEADERS);
  const port = request.socket.localPort;
  const ours = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
  // A page elsewhere whose name was made to point at 127.0.0.1 (DNS rebinding) still sends its own name.
  if (!ours.includes(request.headers.host ?? ""))
    return refuse(response, 403, "host", "this server answers under its loopback address only");
  const { origin } = request.headers;
  if (origin !== undefined && !ours.some((host) => origin === `http://${host}`)) {
    return refuse(response, 403, "origin", "another site may not ask this server");
  }
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none" && !isNewPage(request))
    return refuse(response, 403, "origin", "another site may not ask this server");
  next();
};

/**
 * To a browser `127.0.0.1` and `localhost` are two sites, and each site has a process of its own: a page that leaves for the other name
 * leaves its memory behind, and the process ends. A reload keeps the process and all that was ever freed in it.
 */
export function otherName(request: Request): string {
  const port = request.socket.localPort;
  return request.headers.host === `127.0.0.1:${port}` ? `localhost:${port}` : `127.0.0.1:${port}`;
}

/** The page's own way to the other name, which counts as another site's; the page itself tells a foreigner nothing. */
function isNewPage(request: Request): boolean {
  return request.method === "GET" && request.path === "/" && request.headers["sec-fetch-dest"] === "document";
}

/** A POST carries JSON and says so; a form of a foreign page cannot. */
export const jsonOnly: RequestHandler = (request, response, next) => {
  if (request.method !== "POST" || request.is("application/json")) return next();
  refuse(response, 415, "content-type", "send application/json");
};

export function refuse(response: Response, status: number, error: string, detail: string): void {
  response.status(status).json({ error, detail });
}

export const nothingHere: RequestHandler = (request, response) => {
  refuse(response, 404, "not-found", `nothing at ${request.method} ${request.path.slice(0, 100)}`);
};

/** What the body parser refused, or a bug of ours: never a stack, never a piece of the body. */
export function onError(log: Log): ErrorRequestHandler {
  return (cause: unknown, request, response, next) => {
    const status = statusOf(cause);
    if (status >= 500) log.error("http.failed", { path: request.path, cause });
    if (response.headersSent) return next(cause);
    refuse(response, status, CODES[status] ?? "failed", DETAILS[status] ?? "see the log of the runtime");
  };
}

const CODES: Readonly<Record<number, string>> = { 400: "malformed", 413: "too-large", 415: "content-type" };
const DETAILS: Readonly<Record<number, string>> = {
  400: "the request cannot be read",
  413: `at most ${MAX_BODY}`,
  415: "send plain UTF-8 application/json",
};

function statusOf(cause: unknown): number {
  const status = typeof cause === "object" && cause !== null && "status" in cause ? cause.status : 500;
  return typeof status === "number" && status >= 400 && status < 600 ? status : 500;
}
