import type { Request, Response } from "express";
import type { Clock } from "../../../base/clock.ts";
import { plainSerial } from "../../../base/plain-serial.ts";
import { hallTime } from "../../../config/hall-time.ts";
import type { ConnectorEngine } from "../../departments/engine.ts";
import type { QueryReply } from "../../protocol/messages.ts";
import type { BlankStore } from "../blanks/blank-store.ts";
import { clientKey } from "../client-key.ts";
import type { publicPage } from "../public-page.ts";
import { refusal, sendRefusal } from "../replies.ts";
import { WindowLimit } from "../window-limit.ts";
import { type DepartmentWord, judgePaper, type Verdict } from "./judge-paper.ts";
import { askPage, type Check, tooManyPage, verifyPage } from "./verify-page.ts";

export interface VerifyParts {
  readonly engine: ConnectorEngine;
  readonly blanks: BlankStore;
  readonly city: string;
  readonly clock: Clock;
}

const CODE = /^[0-9A-Za-z-]{4,60}$/;
const SHEET = /^[0-9A-Za-z-]{1,40}$/;
const WITHIN_MS = 5_000;
// Enough for a bank clerk with a stack of papers, too little for trying all numbers.
const PER_MINUTE = 30;
/** What is told of a document that is there; of the others nothing but the verdict. */
const DESCRIBED: readonly Verdict[] = ["true", "void", "reissued"];

/**
 * `GET /verify/:code?sheet=`: whether a paper is real, for whoever holds it. Tells nothing of the person, and nothing that is not on the
 * paper. The code of nothing costs the same work as that of a document: every department is asked, and the hub's book.
 */
export function verifyRoute(parts: VerifyParts) {
  const limit = new WindowLimit(PER_MINUTE, 60_000, parts.clock);
  return async (request: Request, response: Response): Promise<void> => {
    const wantsJson = request.accepts(["html", "json"]) === "json";
    const retryAfterMs = limit.hit(clientKey(request.ip));
    if (retryAfterMs > 0 && wantsJson)
      return sendRefusal(response, refusal(429, "verify.too-many", "too many checks from this address; wait", { retryAfterMs }));
    if (retryAfterMs > 0) {
      response.status(429).set("retry-after", String(Math.ceil(retryAfterMs / 1000)));
      return send(response, tooManyPage(parts.city));
    }
    const { code = request.query["code"] } = request.params;
    if (code === undefined && !wantsJson) return send(response, askPage(parts.city));
    const check = await look(parts, text(code), plainSerial(text(request.query["sheet"])));
    if (wantsJson) headers(response).json(check);
    else send(response, verifyPage(parts.city, check));
  };
}

async function look({ engine, blanks, clock }: VerifyParts, asked: string, askedSheet: string): Promise<Check> {
  const code = CODE.test(asked) ? asked : "";
  const sheet = SHEET.test(askedSheet) ? askedSheet : "";
  const nothing: QueryReply = { outcome: "unknown-operation" };
  const [reply, prints, isInStock] = await Promise.all([
    code === "" ? nothing : ask(engine, code),
    blanks.papersOf(code),
    blanks.isInStock(sheet),
  ]);
  const judged = judgePaper(wordOf(reply), askedSheet, prints, isInStock);
  const told = (key: string) => (reply.outcome === "answer" && DESCRIBED.includes(judged.verdict) ? text(reply.answer[key]) : "");
  return { code, sheet, ...judged, document: told("document"), issuedOn: told("issuedOn"), checkedAt: hallTime(clock.now()) };
}

// What is typed from a paper may be typed in small letters.
async function ask(engine: ConnectorEngine, code: string): Promise<QueryReply> {
  const reply = await engine.verify(code, WITHIN_MS);
  const upper = code.toUpperCase();
  return reply.outcome === "unknown-operation" && upper !== code ? engine.verify(upper, WITHIN_MS) : reply;
}

function wordOf(reply: QueryReply): DepartmentWord {
  if (reply.outcome === "department-away" || reply.outcome === "pending") return "away";
  if (reply.outcome !== "answer") return "unknown";
  const state = reply.answer["state"];
  // A word that we do not know is not one to vouch for.
  return state === "valid" || state === "void" || state === "reissued" ? state : "away";
}

function send(response: Response, { html, policy }: ReturnType<typeof publicPage>): void {
  headers(response).set("content-security-policy", policy).type("html").send(html);
}

function headers(response: Response): Response {
  return response.set("cache-control", "no-store").vary("accept");
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
