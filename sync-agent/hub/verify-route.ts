import type { Request, Response } from "express";
import type { Clock } from "../../base/clock.ts";
import type { LocalText } from "../../config/language.ts";
import type { ConnectorEngine } from "../departments/engine.ts";
import { refusal, sendRefusal } from "./replies.ts";
import { WindowLimit } from "./window-limit.ts";

/** `true`: issued and in force; `void`: issued and withdrawn; `unknown`: no department issued it; `unsure`: one could not be asked. */
export type Verdict = "true" | "void" | "unknown" | "unsure";

const CODE = /^[0-9A-Za-z-]{4,60}$/;
const WITHIN_MS = 5_000;
// Enough for a bank clerk with a stack of papers, too little for trying all numbers.
const PER_MINUTE = 30;

const WORDS: Readonly<Record<Verdict, LocalText>> = {
  true: { "zh-CN": "真实有效", en: "Genuine and in force" },
  void: { "zh-CN": "已作废", en: "Withdrawn" },
  unknown: { "zh-CN": "查无此证，请核对编号", en: "No such document. Please check the number" },
  unsure: { "zh-CN": "暂时无法核验，请稍后再试", en: "Cannot be checked now. Please try again later" },
};

/** `GET /verify/:code`: whether a paper is real, for whoever holds it. Tells nothing of the person. */
export function verifyRoute(engine: ConnectorEngine, city: string, clock: Clock) {
  const limit = new WindowLimit(PER_MINUTE, 60_000, clock);
  return async (request: Request, response: Response): Promise<void> => {
    const retryAfterMs = limit.hit(request.ip ?? "");
    if (retryAfterMs > 0)
      return sendRefusal(response, refusal(429, "verify.too-many", "too many checks from this address; wait", { retryAfterMs }));
    const code = String(request.params["code"] ?? "");
    const found = await look(engine, code);
    response.set("cache-control", "no-store").vary("accept");
    if (request.accepts(["html", "json"]) === "json") response.json({ code: CODE.test(code) ? code : "", ...found });
    else response.type("html").send(page(city, CODE.test(code) ? code : "", found));
  };
}

async function look(engine: ConnectorEngine, code: string): Promise<{ verdict: Verdict; document: string; issuedOn: string }> {
  const nothing = { document: "", issuedOn: "" };
  if (!CODE.test(code)) return { verdict: "unknown", ...nothing };
  const reply = await engine.verify(code, WITHIN_MS);
  if (reply.outcome === "department-away") return { verdict: "unsure", ...nothing };
  if (reply.outcome !== "answer") return { verdict: "unknown", ...nothing };
  const text = (key: string) => (typeof reply.answer[key] === "string" ? (reply.answer[key] as string) : "");
  return { verdict: text("state") === "valid" ? "true" : "void", document: text("document"), issuedOn: text("issuedOn") };
}

function page(city: string, code: string, found: { verdict: Verdict; document: string; issuedOn: string }): string {
  const rows = [
    ["编号 Number", code],
    ["文书 Document", found.document],
    ["日期 Date", found.issuedOn],
  ].filter(([, value]) => value);
  const words = WORDS[found.verdict];
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${safe(city)} 文书核验</title><h1>${safe(city)} 文书核验 · Document check</h1>
<p><strong>${words["zh-CN"]}</strong> ${words.en}</p>
<dl>${rows.map(([label = "", value = ""]) => `<dt>${label}</dt><dd>${safe(value)}</dd>`).join("")}</dl></html>`;
}

function safe(text: string): string {
  return text.replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`);
}
