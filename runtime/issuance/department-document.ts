import type { KeyObject } from "node:crypto";
import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import { wipe } from "../../base/personal.ts";
import type { Random } from "../../base/random.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import { examineForeignPdf } from "../../config/documents/examine-foreign-pdf.ts";
import type { LocalText } from "../../config/language.ts";
import type { AgentContract, QueryFailure } from "../../sync-agent/agent/api.ts";
import { askedSha256, documentSha256, isHubsStatement } from "../../sync-agent/protocol/document-statement.ts";
import { MAX_DOCUMENT_BYTES, MAX_SKEW_MS } from "../../sync-agent/protocol/limits.ts";
import { DOCUMENT_VALID_MS, type DocumentStatement } from "../../sync-agent/protocol/messages.ts";
import type { Hub } from "../neighbours/hub.ts";
import type { Asker, DepartmentOrder, Documents, RenderedCertificate } from "./documents.ts";

/** Why a department's document is not printed; the word that the ledger keeps. */
export type DepartmentDocumentRefusal =
  | "document.hub-away"
  | "document.department-away"
  | "document.refused"
  | "document.pending"
  | "document.malformed"
  | "document.signature-wrong"
  | "document.other-kiosk"
  | "document.other-operation"
  | "document.other-request"
  | "document.old"
  | "document.from-the-future"
  | "document.hash-wrong"
  | "document.pdf-unfit";

/** What a technician should know and do. */
export const REFUSAL_WORDS: Readonly<Record<DepartmentDocumentRefusal, LocalText>> = {
  "document.hub-away": {
    "zh-CN": "中心连不上，没有取到文书。检查网络。",
    en: "The hub cannot be reached, no document came. Check the network.",
  },
  "document.department-away": {
    "zh-CN": "部门系统没有给出可用的文书。请中心管理员看部门接口的日志。",
    en: "The department gave no usable document. Ask the hub's administrator to look at its log.",
  },
  "document.refused": { "zh-CN": "部门不予出具。请当事人到窗口咨询。", en: "The department declined. The person should ask at a window." },
  "document.pending": { "zh-CN": "部门尚未出具，稍后再来。", en: "The department has not made it yet. Try later." },
  "document.malformed": {
    "zh-CN": "中心的答复看不懂。核对本机与中心的版本、部门接口的配置。",
    en: "The hub's reply makes no sense. Compare the releases of kiosk and hub, and the connector.",
  },
  "document.signature-wrong": {
    "zh-CN": "文书的签名不是本中心的，没有打印。核对 hub.publicKeys；若无误，按安全事件上报。",
    en: "The signature is not our hub's; nothing was printed. Check hub.publicKeys; if they are right, report a security incident.",
  },
  "document.other-kiosk": {
    "zh-CN": "这份文书是给另一台自助机的，没有打印。按安全事件上报。",
    en: "The document was meant for another kiosk; nothing was printed. Report a security incident.",
  },
  "document.other-operation": {
    "zh-CN": "送来的不是所要的文书，没有打印。按安全事件上报。",
    en: "It is not the document that was asked for; nothing was printed. Report a security incident.",
  },
  "document.other-request": {
    "zh-CN": "送来的文书是答复另一次请求的，可能是别人的，没有打印。按安全事件上报。",
    en: "The document answers another request and may be another person's; nothing was printed. Report a security incident.",
  },
  "document.old": {
    "zh-CN": "文书的签名已过时，没有打印。先核对本机时钟；时钟无误则按安全事件上报。",
    en: "The signature is too old; nothing was printed. Check this kiosk's clock; if it is right, report a security incident.",
  },
  "document.from-the-future": {
    "zh-CN": "文书的签名时间在将来，没有打印。请校准本机时钟。",
    en: "The signature is dated in the future; nothing was printed. Set this kiosk's clock.",
  },
  "document.hash-wrong": {
    "zh-CN": "文书在途中被改动或损坏，没有打印。重试一次；再有则按安全事件上报。",
    en: "The document was changed or damaged on its way; nothing was printed. Try once more; if it comes back, report a security incident.",
  },
  "document.pdf-unfit": {
    "zh-CN": "部门的 PDF 不能打印（页数、纸张、字体或内容不符）。请中心管理员转告部门。",
    en: "The department's PDF cannot be printed (pages, paper, fonts or content). Ask the hub's administrator to tell the department.",
  },
};

export interface DepartmentDocumentParts {
  readonly hub: Pick<Hub, "document">;
  /** The hub's public signing key. */
  readonly hubKey: KeyObject;
  /** Id of this kiosk. */
  readonly kiosk: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

type Delivered = Extract<AgentContract["requests"]["agent.document"]["result"], { ok: true }>["value"];
type Question = Parameters<typeof askedSha256>[0];
type Refused = { readonly code: DepartmentDocumentRefusal; readonly detail: string };

/** What a hub on time may differ: how long its word is good, and how far two clocks may be apart. */
const OLDEST_MS = DOCUMENT_VALID_MS + MAX_SKEW_MS;

/**
 * Departments' own documents, for the printer: what is not word for word what the hub had from the department for this kiosk, this request
 * and this minute is not printed. The agent that carries it is not believed: each request has a nonce, and the hub's word names question and
 * nonce together, so that nothing which was made for another person, or given before, fits.
 */
export class DepartmentDocuments {
  readonly #parts: DepartmentDocumentParts;

  constructor(parts: DepartmentDocumentParts) {
    this.#parts = parts;
  }

  readonly fetch: Documents["department"] = async (order: DepartmentOrder, asker: Asker): Promise<Result<RenderedCertificate, string>> => {
    const { operation, params, withinMs } = order;
    const nonce = this.#parts.random.bytes(16).toString("hex");
    const answer = await this.#parts.hub.document({ operation, params: { ...params }, withinMs, ...asker, nonce });
    const fetched = answer.ok ? await this.#verified({ operation, params, nonce }, answer.value) : err(toRefused(answer.error));
    if (fetched.ok) return fetched;
    const { code, detail } = fetched.error;
    this.#parts.log.error("department-document.refused", { operation, code, detail, todo: REFUSAL_WORDS[code] });
    return err(code);
  };

  async #verified(question: Question, { pdf: base64, statement, signature }: Delivered): Promise<Result<RenderedCertificate, Refused>> {
    const wrong = this.#wrongStatement(question, statement, signature);
    if (wrong) return err(wrong);
    const pdf = Buffer.from(base64, "base64");
    const unfit = await wrongPdf(pdf, statement);
    if (unfit) {
      wipe(pdf);
      return err(unfit);
    }
    const { pages, sha256, media, sides, code } = statement;
    return ok({ pdf, pages, sha256, media, sides, code });
  }

  #wrongStatement(question: Question, statement: DocumentStatement, signature: string): Refused | null {
    const { hubKey, kiosk, clock } = this.#parts;
    if (!isHubsStatement(hubKey, statement, signature)) return refused("document.signature-wrong");
    if (statement.kiosk !== kiosk) return refused("document.other-kiosk", `signed for ${statement.kiosk}`);
    if (statement.operation !== question.operation) return refused("document.other-operation", `signed for ${statement.operation}`);
    if (statement.asked !== askedSha256(question)) return refused("document.other-request");
    const now = clock.now();
    const at = Date.parse(statement.at);
    const aged = `signed at ${statement.at}, here it is ${new Date(now).toISOString()}`;
    if (!(now - at <= OLDEST_MS)) return refused("document.old", aged);
    if (at - now > MAX_SKEW_MS) return refused("document.from-the-future", aged);
    return null;
  }
}

async function wrongPdf(pdf: Buffer, { sha256, pages, media }: DocumentStatement): Promise<Refused | null> {
  if (pdf.length > MAX_DOCUMENT_BYTES) return refused("document.malformed", `${pdf.length} bytes, at most ${MAX_DOCUMENT_BYTES}`);
  if (documentSha256(pdf) !== sha256) return refused("document.hash-wrong");
  const examined = await examineForeignPdf(pdf, { pages, media, maxBytes: MAX_DOCUMENT_BYTES });
  return examined.ok ? null : refused("document.pdf-unfit", `${examined.error.code}: ${examined.error.problem}`);
}

function toRefused(failure: QueryFailure): Refused {
  switch (failure.code) {
    case "query.hub-away":
      return refused("document.hub-away");
    case "query.timeout":
      return refused("document.department-away", `no answer within ${failure.withinMs} ms`);
    case "query.department-away":
      return refused("document.department-away", failure.department);
    case "query.refused":
      return refused("document.refused", failure.reason);
    case "query.pending":
      return refused("document.pending");
    case "query.malformed":
      return refused("document.malformed", failure.detail);
    default:
      return unreachable(failure);
  }
}

function refused(code: DepartmentDocumentRefusal, detail = ""): Refused {
  return { code, detail };
}
