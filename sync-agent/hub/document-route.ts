import type { KeyObject } from "node:crypto";
import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import { wipe } from "../../base/personal.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { ConnectorEngine } from "../departments/engine.ts";
import type { DepartmentFile } from "../departments/read-file.ts";
import { askedSha256, documentSha256, signStatement } from "../protocol/document-statement.ts";
import { MAX_DOCUMENT_PAGES } from "../protocol/limits.ts";
import type { DocumentReply, DocumentStatement, Query } from "../protocol/messages.ts";
import { countPages } from "./count-pages.ts";
import { type Refusal, refusal } from "./replies.ts";

export interface DocumentRouteParts {
  readonly engine: ConnectorEngine;
  readonly signKey: KeyObject;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * A department's PDF with the hub's word for it: what was asked, by which kiosk, and the hash of what came. It passes through memory; nothing
 * of it is stored or logged. A file that is none counts as a department that is away: asking again may help, printing it would not.
 */
export async function answerDocument(parts: DocumentRouteParts, kiosk: string, query: Query): Promise<Result<DocumentReply, Refusal>> {
  const { engine, signKey, clock, log } = parts;
  const { operation, params, withinMs, item, nonce } = query;
  if (nonce === undefined)
    return err(refusal(400, "body.wrong-shape", `${operation}: /nonce must be there, for the hub's word to answer it`));
  const oversize = engine.oversize(operation, params);
  if (oversize) return err(refusal(413, "query.too-large", `${operation}: ${oversize}`));
  const asked = askedSha256({ operation, params, nonce });
  const reply = await engine.file(operation, "document", params, withinMs, { kiosk, item });
  log.info("document.answered", { kiosk, item, operation, outcome: reply.outcome });
  if (reply.outcome !== "file") return ok(reply);
  const { bytes } = reply.file;
  const described = describe(reply.file);
  if (!described.ok) {
    wipe(bytes);
    log.warn("document.unfit", { operation, why: described.error });
    return ok({ outcome: "department-away", department: operation.split(".")[0] ?? "" });
  }
  const statement: DocumentStatement = { operation, kiosk, asked, ...described.value, at: new Date(clock.now()).toISOString() };
  const pdf = bytes.toString("base64");
  wipe(bytes);
  return ok({ outcome: "document", pdf, statement, signature: signStatement(signKey, statement) });
}

function describe(file: DepartmentFile): Result<Pick<DocumentStatement, "code" | "sha256" | "pages" | "media" | "sides">, string> {
  const { bytes, code, media, sides } = file;
  const pages = countPages(bytes);
  if (!pages.ok) return pages;
  if (pages.value > MAX_DOCUMENT_PAGES) return err(`${pages.value} pages, at most ${MAX_DOCUMENT_PAGES}`);
  if (media === null) return err("the size of its paper is not known");
  return ok({ code, sha256: documentSha256(bytes), pages: pages.value, media, sides });
}
