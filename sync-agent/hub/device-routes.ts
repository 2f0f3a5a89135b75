import type { KeyObject } from "node:crypto";
import express, { type Request, type Response, type Router } from "express";
import { type Check, type Invalid, parseJson } from "../../base/checked.ts";
import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import { err, type Result } from "../../base/result.ts";
import type { ConnectorEngine } from "../departments/engine.ts";
import { unpack } from "../protocol/gzip.ts";
import { MAX_BODY_BYTES, MAX_QUERY_BYTES, MAX_WIRE_BYTES } from "../protocol/limits.ts";
import type { Batch, BatchReceipt, DocumentReply, DownloadReply, Query, QueryReply } from "../protocol/messages.ts";
import { checkBatch, checkQuery } from "../protocol/shapes.ts";
import { KIOSK_HEADER, sign } from "../protocol/signature.ts";
import type { Problem } from "./api.ts";
import { AtOnce } from "./at-once.ts";
import { clientKey } from "./client-key.ts";
import type { DeviceDoor, Signed } from "./device-door.ts";
import { answerDocument } from "./document-route.ts";
import { answerDownload, type DownloadParts } from "./download-route.ts";
import { openRow } from "./open-row.ts";
import { type Refusal, readBody, refusal, sendRefusal } from "./replies.ts";
import type { HubStore, InboxRow } from "./store.ts";

export interface DeviceRoutesParts {
  readonly store: HubStore;
  readonly engine: ConnectorEngine;
  readonly door: DeviceDoor;
  readonly signKey: KeyObject;
  readonly unsealKey: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly downloads: DownloadParts;
  /** A kiosk spoke. */
  readonly onSeen: (kiosk: string) => void;
  /** Cases may have come in. */
  readonly onStored: () => void;
}

type Handled = Result<BatchReceipt | QueryReply | DocumentReply | DownloadReply, Refusal>;

interface MessageKind<T> {
  readonly check: Check<T>;
  /** Bytes, unpacked. */
  readonly limit: number;
  readonly handle: (parts: DeviceRoutesParts, signed: Signed, message: T) => Promise<Handled>;
}

/** Bodies of this many requests are in memory at once; the herd that comes back after an outage is told to wait. */
const AT_ONCE = 64;
/** A document stands in memory four times: as it came, as base64, and as the reply twice. */
const DOCUMENTS_AT_ONCE = 8;
/** Of one address, before it is known who asks: bodies that never end must not keep the others out. A hall may stand behind one address. */
const READ_AT_ONCE = 16;
const BUSY_RETRY_MS = 5_000;

/** `/v1`: what kiosks say to the hub. */
export function deviceRoutes(parts: DeviceRoutesParts): Router {
  const router = express.Router();
  const readers = new AtOnce(READ_AT_ONCE);
  // Each has its own places: a department that hangs keeps questions waiting, but neither rows nor probes.
  const [rows, questions, documents] = [new AtOnce(AT_ONCE), new AtOnce(AT_ONCE), new AtOnce(DOCUMENTS_AT_ONCE)];
  const limited = (work: (request: Request, response: Response) => Promise<void>, places: AtOnce) => {
    return async (request: Request, response: Response) => {
      const done = await places.run("", async () => {
        await work(request, response);
        return true;
      });
      if (done === null) sendRefusal(response, busy());
    };
  };
  router.get(
    "/alive",
    limited((request, response) => alive(parts, request, response), rows),
  );
  router.post(
    "/kiosks/:kiosk/batch",
    limited(
      (request, response) =>
        signedPost(parts, readers, request, response, { check: checkBatch, limit: MAX_BODY_BYTES, handle: storeBatch }),
      rows,
    ),
  );
  const question = (path: string, handle: MessageKind<Query>["handle"], places = questions) =>
    router.post(
      `/kiosks/:kiosk/${path}`,
      limited(
        (request, response) => signedPost(parts, readers, request, response, { check: checkQuery, limit: MAX_QUERY_BYTES, handle }),
        places,
      ),
    );
  question("query", answerQuery);
  question("document", (_, signed, query) => answerDocument(parts, signed.kiosk.id, query), documents);
  question("download", async (_, signed, query) => answerDownload(parts.downloads, signed.kiosk.id, query));
  return router;
}

async function alive(parts: DeviceRoutesParts, request: Request, response: Response): Promise<void> {
  // Without a kiosk's name it is a monitor that asks; it gets no signature and needs none.
  if (request.get(KIOSK_HEADER) === undefined) {
    response.status(204).end();
    return;
  }
  const admitted = parts.door.admit(request, Buffer.alloc(0));
  if (!admitted.ok) return sendProblem(parts, response, admitted.error.refusal, admitted.error.signed);
  parts.onSeen(admitted.value.kiosk.id);
  response
    .status(204)
    .set(sign(parts.signKey, { ...admitted.value, body: Buffer.alloc(0) }))
    .end();
}

function busy(): Refusal {
  return refusal(503, "hub.busy", "too many requests are under way", { retryAfterMs: BUSY_RETRY_MS });
}

async function signedPost<T extends Batch | Query>(
  parts: DeviceRoutesParts,
  readers: AtOnce,
  request: Request,
  response: Response,
  kind: MessageKind<T>,
): Promise<void> {
  const body = (await readers.run(clientKey(request.ip), () => readBody(request, Math.min(MAX_WIRE_BYTES, kind.limit)))) ?? err(busy());
  if (!body.ok) return sendRefusal(response, body.error);
  const admitted = parts.door.admit(request, body.value);
  if (!admitted.ok) return sendProblem(parts, response, admitted.error.refusal, admitted.error.signed);
  const signed = admitted.value;
  parts.onSeen(signed.kiosk.id);
  const message = readMessage(request, body.value, kind);
  if (!message.ok) return sendProblem(parts, response, message.error, signed);
  if (request.params["kiosk"] !== signed.kiosk.id) {
    return sendProblem(parts, response, refusal(400, "kiosk.mismatch", "the address names another kiosk than the one that signed"), signed);
  }
  const handled = await attempt(parts, () => kind.handle(parts, signed, message.value));
  if (!handled.ok) return sendProblem(parts, response, handled.error, signed);
  sendSigned(parts, response, 200, handled.value, signed);
}

// A bug on one request must still end in a signed reply: only then does the agent look for the row that causes it.
async function attempt(parts: DeviceRoutesParts, work: () => Promise<Handled>): Promise<Handled> {
  try {
    return await work();
  } catch (cause) {
    parts.log.error("hub.request-broke", { cause });
    return err(refusal(500, "hub.broke", "the hub could not do this; it is in the hub's log"));
  }
}

function readMessage<T>(request: Request, body: Buffer, { check, limit }: Pick<MessageKind<T>, "check" | "limit">): Result<T, Refusal> {
  let plain = body;
  if (request.get("content-encoding") === "gzip") {
    const unpacked = unpack(body, limit);
    if (!unpacked.ok) {
      const large = unpacked.error.code === "body.too-large";
      return err(refusal(large ? 413 : 400, unpacked.error.code, large ? `more than ${limit} bytes unpacked` : unpacked.error.detail));
    }
    plain = unpacked.value;
  }
  const parsed = parseJson(plain.toString("utf8"), request.path);
  if (!parsed.ok) return err(refusal(400, "body.not-json", `${request.path}: the body is not JSON`));
  const checked = check(parsed.value, request.path);
  return checked.ok ? checked : err(wrongShape(checked.error));
}

function wrongShape(invalid: Invalid): Refusal {
  return refusal(400, "body.wrong-shape", `${invalid.what}: see faults`, { faults: invalid.faults });
}

async function storeBatch(parts: DeviceRoutesParts, signed: Signed, batch: Batch): Promise<Handled> {
  if (batch.kiosk !== signed.kiosk.id) return err(refusal(400, "kiosk.mismatch", `/kiosk is not ${signed.kiosk.id}`));
  const rows: InboxRow[] = [];
  const unreadable: { seq: number; problem: string }[] = [];
  for (const row of batch.rows) {
    const opened = openRow(row, parts.unsealKey);
    if (opened.ok) rows.push(opened.value);
    else unreadable.push({ seq: row.seq, problem: opened.error });
  }
  const { kiosk, epoch } = batch;
  const done = await parts.store.ingest({ kiosk, epoch, rows }, parts.clock.now(), (department) => parts.engine.deliverTargets(department));
  if (done.epochReused) return { ok: true, value: { kiosk, epoch, storedUpTo: 0, refused: [], epochReused: true } };
  const refused = [...unreadable, ...done.refused].sort((a, b) => a.seq - b.seq);
  parts.log.info("batch.stored", { kiosk, stored: done.stored, duplicates: done.duplicates, refused: refused.length });
  parts.onStored();
  return { ok: true, value: { kiosk, epoch, storedUpTo: batch.rows.at(-1)?.seq ?? 0, refused } };
}

// The parameters go to the department and nowhere else: no log, no table.
async function answerQuery(parts: DeviceRoutesParts, signed: Signed, query: Query): Promise<Handled> {
  const { operation, params, withinMs, item } = query;
  const kiosk = signed.kiosk.id;
  const oversize = parts.engine.oversize(operation, params);
  if (oversize) return err(refusal(413, "query.too-large", `${operation}: ${oversize}`));
  const reply = await parts.engine.query(operation, params, withinMs, { kiosk, item });
  parts.log.info("query.answered", { kiosk, item, operation, outcome: reply.outcome });
  return { ok: true, value: reply };
}

function sendProblem(parts: DeviceRoutesParts, response: Response, { status, problem }: Refusal, signed: Signed | null): void {
  if (!signed) {
    sendRefusal(response, { status, problem });
    return;
  }
  if (problem.retryAfterMs !== undefined) response.set("retry-after", String(Math.ceil(problem.retryAfterMs / 1000)));
  sendSigned(parts, response, status, { error: problem } satisfies Problem, signed);
}

function sendSigned(parts: DeviceRoutesParts, response: Response, status: number, message: object, signed: Signed): void {
  const body = Buffer.from(JSON.stringify(message), "utf8");
  response
    .status(status)
    .set({ ...sign(parts.signKey, { ...signed, body }), "content-type": "application/json", "cache-control": "no-store" });
  response.end(body);
}
