import express, { type Request, type Response, type Router } from "express";
import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import { wipe } from "../../base/personal.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { ConnectorEngine } from "../departments/engine.ts";
import type { FileRule, FileType } from "../departments/file-rule.ts";
import type { DownloadReply, Query } from "../protocol/messages.ts";
import { clientKey } from "./client-key.ts";
import { DownloadDesk } from "./download-desk.ts";
import { type DownloadNotice, downloadPage, NOTICE_STATUS } from "./download-page.ts";
import type { DownloadStore } from "./download-store.ts";
import { type DownloadTickets, MAX_TICKET_CHARS, TICKET_VALID_MS, type Ticket } from "./download-tickets.ts";
import { type Refusal, readBody, refusal, sendRefusal } from "./replies.ts";
import { WindowLimit } from "./window-limit.ts";

export interface DownloadParts {
  readonly engine: ConnectorEngine;
  readonly tickets: DownloadTickets;
  readonly city: string;
  /** Where phones find this hub, without a slash at the end. */
  readonly publicUrl: () => string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Of an ID number; the kiosk's screen shows no more of it either. */
const ASKED_CHARACTERS = 4;
const WITHIN_MS = 30_000;
const MAX_FORM_BYTES = 200;
// A hall's phones share one address; a ticket is closed after five tries whatever this says.
const PER_MINUTE = 60;
const ENDINGS: Readonly<Record<FileType, string>> = { "application/pdf": "pdf", "application/ofd": "ofd" };

/** An address for the person's phone. The department is asked when the phone asks, not before: nothing waits here to be fetched. */
export function answerDownload(parts: DownloadParts, kiosk: string, query: Query): Result<DownloadReply, Refusal> {
  const { engine, tickets, clock, log } = parts;
  const { operation, params, item } = query;
  const rule = engine.fileRule(operation, "download");
  log.info("download.offered", { kiosk, item, operation, known: rule !== undefined });
  if (!rule) return ok({ outcome: "unknown-operation" });
  if (rule.check && lastOf(rule.check, params) === null) {
    return err(refusal(422, "query.malformed", `${operation}: ${rule.check} must be there, for the question to the phone`));
  }
  const until = clock.now() + TICKET_VALID_MS;
  const ticket = tickets.seal({ operation, params, kiosk, item, until });
  if (ticket.length > MAX_TICKET_CHARS) {
    return err(refusal(413, "query.too-large", `${operation}: an address of ${ticket.length} characters, at most ${MAX_TICKET_CHARS}`));
  }
  return ok({ outcome: "download", url: `${parts.publicUrl()}/download/${ticket}`, until: new Date(until).toISOString() });
}

/**
 * `/download/:ticket`: GET shows a page, its form's POST gives the file. Messengers and scanners fetch an address before anybody has
 * touched it, so a GET takes nothing.
 */
export function downloadRoutes(parts: DownloadParts, store: DownloadStore): Router {
  const router = express.Router();
  const desk = new DownloadDesk(store);
  const limit = new WindowLimit(PER_MINUTE, 60_000, parts.clock);
  router.use((request, response, next) => {
    const retryAfterMs = limit.hit(clientKey(request.ip));
    if (retryAfterMs === 0) return next();
    sendRefusal(response, refusal(429, "download.too-many", "too many requests from this address; wait", { retryAfterMs }));
  });
  router.get("/:ticket", async (request, response) => {
    const found = look(parts, String(request.params["ticket"]));
    if (!found.ok) return show(parts, response, found.error);
    const { id } = found.value.ticket;
    const refused = desk.isBusy(id) ? "busy" : await desk.refusal(id);
    if (refused) return show(parts, response, { kind: refused });
    show(parts, response, { kind: "form", tries: null }, found.value.rule);
  });
  router.post("/:ticket", (request, response) => hand(parts, desk, request, response));
  return router;
}

interface Found {
  readonly ticket: Ticket & { readonly id: string };
  readonly rule: FileRule;
}

function look({ tickets, engine }: DownloadParts, text: string): Result<Found, DownloadNotice> {
  const ticket = tickets.open(text);
  if (!ticket.ok) return err({ kind: ticket.error });
  const rule = engine.fileRule(ticket.value.operation, "download");
  // A connector that was taken away since.
  return rule ? ok({ ticket: ticket.value, rule }) : err({ kind: "unreadable" });
}

async function hand(parts: DownloadParts, desk: DownloadDesk, request: Request, response: Response): Promise<void> {
  const body = await readBody(request, MAX_FORM_BYTES);
  if (!body.ok) return sendRefusal(response, body.error);
  const found = look(parts, String(request.params["ticket"]));
  if (!found.ok) return show(parts, response, found.error);
  const leave = desk.enter(found.value.ticket.id);
  if (!leave) return show(parts, response, { kind: "busy" });
  // Whoever went away while the department was being asked may come again at once.
  response.once("close", leave);
  try {
    const last = new URLSearchParams(body.value.toString("utf8")).get("last")?.trim().toUpperCase();
    await serve(parts, desk, found.value, last, response);
  } finally {
    leave();
  }
}

async function serve(parts: DownloadParts, desk: DownloadDesk, { ticket, rule }: Found, last: string | undefined, response: Response) {
  const { operation, params, kiosk, item, id, until } = ticket;
  const refused = await desk.refusal(id);
  if (refused) return show(parts, response, { kind: refused });
  if (rule.check && last !== lastOf(rule.check, params)) {
    const left = await desk.wrong(id, until);
    parts.log.info("download.wrong-answer", { operation, left });
    return show(parts, response, left > 0 ? { kind: "form", tries: left } : { kind: "spent" }, rule, 403);
  }
  const reply = await parts.engine.file(operation, "download", params, WITHIN_MS, { kiosk, item });
  parts.log.info("download.answered", { kiosk, item, operation, outcome: reply.outcome });
  if (reply.outcome === "refused") return show(parts, response, { kind: "refused", message: reply.message }, rule);
  if (reply.outcome !== "file") return show(parts, response, { kind: "away" }, rule);
  try {
    // The phone may have left while the department was still answering: then no "close" comes any more.
    if (response.destroyed) return;
    if (!(await desk.take(id, until))) return show(parts, response, { kind: "taken" });
    if (!(await send(response, rule, reply.file))) await desk.giveBack(id);
  } finally {
    wipe(reply.file.bytes);
  }
}

/**
 * The bytes go through as they are. Nothing here reads an OFD, so nothing here can vouch for one. Whether the last byte was handed to the
 * system; not, when the phone went away before.
 */
async function send(
  response: Response,
  { name = "document" }: FileRule,
  { bytes, type }: { bytes: Buffer; type: FileType },
): Promise<boolean> {
  const ending = ENDINGS[type];
  response.status(200).set({
    "content-type": type,
    "content-length": String(bytes.length),
    "content-disposition": `attachment; filename="document.${ending}"; filename*=UTF-8''${encoded(`${name}.${ending}`)}`,
    "cache-control": "no-store",
  });
  if (response.destroyed) return false;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  response.once("finish", () => resolve(true));
  response.once("close", () => resolve(false));
  response.end(bytes);
  return promise;
}

function show(
  { city }: DownloadParts,
  response: Response,
  notice: DownloadNotice,
  rule?: FileRule,
  status = NOTICE_STATUS[notice.kind],
): void {
  const { html, policy } = downloadPage({ city, name: rule?.name ?? "", asks: rule?.check !== undefined }, notice);
  response.status(status).set({ "content-security-policy": policy, "cache-control": "no-store" }).type("html").send(html);
}

/** Upper case, for an ID number may end in X. Null: the parameter is not there, or too short to ask for. */
function lastOf(check: string, params: Readonly<Record<string, unknown>>): string | null {
  const value = params[check];
  return typeof value === "string" && value.length >= ASKED_CHARACTERS ? value.slice(-ASKED_CHARACTERS).toUpperCase() : null;
}

/** RFC 8187: what encodeURIComponent leaves is more than an attr-char may be. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/['()*!]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`);
}
