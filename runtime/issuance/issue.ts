import { type Clock, pause } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { ReceiptDocument } from "../../config/documents/receipt.ts";
import type { PrintOrder, PrintOutcome } from "../../config/service-items/flow-types.ts";
import type { CertificateJob } from "../../device-drivers/kinds/certificate-printer.ts";
import type { Hold } from "../neighbours/hold.ts";
import type { PrintProgress } from "../server/api.ts";
import type { Issuance } from "./issuance.ts";
import { type Judgement, judgeFailure, judgeFound, judgeReceipt, problemOf } from "./judge.ts";
import { type Ledger, NO_DOCUMENT } from "./ledger.ts";
import { type IssuanceEvent, outcomeOf } from "./states.ts";

/** A certificate as it will go to the printer. */
export interface RenderedCertificate {
  readonly pdf: Buffer;
  readonly pages: number;
  readonly sha256: string;
  readonly media: CertificateJob["media"];
  readonly sides: CertificateJob["sides"];
}

/** Makes documents of data. The error is for the technician and holds nothing of a person. */
export interface Documents {
  receipt(template: string, data: Readonly<Record<string, unknown>>): Result<ReceiptDocument, string>;
  certificate(template: string, data: Readonly<Record<string, unknown>>): Promise<Result<RenderedCertificate, string>>;
}

export interface Issued extends PrintOutcome {
  readonly problem: PrintProgress["problem"];
}

/** Deadlines of the acts, and how a job that has not ended is asked after. */
const RECEIPT_WITHIN_MS = 30_000;
const CERTIFICATE_WITHIN_MS = 150_000;
const FIND_WITHIN_MS = 10_000;
const ASK_AGAIN_MS = 5_000;
const ASK_TIMES = 6;

type Rendered = { readonly receipt: ReceiptDocument } | { readonly certificate: RenderedCertificate };

/**
 * Prints once. The ledger is written before each act; after the first byte nothing is ever sent a second time: the printer is asked what
 * became of the job, and when it cannot say, nobody knows, and a technician looks.
 */
export class Issuer {
  readonly #ledger: Ledger;
  readonly #documents: Documents;
  readonly #clock: Clock;
  readonly #log: Log;

  constructor(ledger: Ledger, documents: Documents, clock: Clock, log: Log) {
    this.#ledger = ledger;
    this.#documents = documents;
    this.#clock = clock;
    this.#log = log;
  }

  /** Settles always; a print that was begun is not cancelled. The document is made first: what cannot be made costs no blank. */
  async issue(order: PrintOrder, about: { readonly session: string; readonly caseId: string }, hold: Hold): Promise<Issued> {
    const { kind, template } = order;
    const rendered = await this.#render(order);
    if (!rendered.ok) {
      this.#log.error("issuance.not-rendered", { template, why: rendered.error });
      const noted = this.#ledger.intend({ ...about, kind, template, blankType: null, sha256: NO_DOCUMENT, pages: 0 });
      if (noted.ok) this.#advance(noted.value.id, "abandon", rendered.error);
      return { template, outcome: "failed", serial: "", problem: "other" };
    }
    const blankType = order.kind === "certificate" ? order.blank : null;
    const { sha256, pages } = "certificate" in rendered.value ? rendered.value.certificate : { sha256: NO_DOCUMENT, pages: 1 };
    const intended = this.#ledger.intend({ ...about, kind, template, blankType, sha256, pages });
    if (!intended.ok) {
      this.#log.warn("issuance.refused", { template, why: intended.error });
      return { template, outcome: "failed", serial: "", problem: intended.error === "blanks-out" ? "paper-out" : "other" };
    }
    const { id } = intended.value;
    this.#advance(id, "send");
    const { judgement, problem } = await this.#act(id, blankType !== null, rendered.value, hold);
    return toIssued(this.#advance(id, judgement.event, judgement.problem), problem);
  }

  /** Asks the printer what became of a job that was sent, for as long as it says "pending". */
  async find(issuance: string, pages: number, onBlank: boolean, hold: Hold): Promise<Judgement> {
    for (let asked = 1; ; asked++) {
      const call = { key: `${issuance}:find:${asked}:${this.#clock.now()}`, withinMs: FIND_WITHIN_MS };
      const found = await hold.execute("certificate-printer", "find-job", { job: issuance }, call);
      const waiting = found.ok ? found.value.state === "pending" : found.error.code !== "device.unknown";
      if (!waiting || asked === ASK_TIMES) return judgeFound(found, pages, onBlank);
      await pause(this.#clock, ASK_AGAIN_MS);
    }
  }

  async #render(order: PrintOrder): Promise<Result<Rendered, string>> {
    try {
      if (order.kind === "receipt") {
        const receipt = this.#documents.receipt(order.template, order.data);
        return receipt.ok ? ok({ receipt: receipt.value }) : receipt;
      }
      const certificate = await this.#documents.certificate(order.template, order.data);
      return certificate.ok ? ok({ certificate: certificate.value }) : certificate;
    } catch (cause) {
      // A bug in a renderer is this document's failure, not the session's: the person is still sent on in good order.
      this.#log.error("issuance.render-bug", { template: order.template, cause });
      return err("the document could not be made: see the log");
    }
  }

  async #act(
    id: string,
    onBlank: boolean,
    rendered: Rendered,
    hold: Hold,
  ): Promise<{ judgement: Judgement; problem: PrintProgress["problem"] }> {
    if ("receipt" in rendered) {
      const args = { job: id, document: rendered.receipt };
      const answer = await hold.execute("receipt-printer", "print", args, { key: id, withinMs: RECEIPT_WITHIN_MS });
      return { judgement: judgeReceipt(answer), problem: answer.ok ? null : problemOf(answer.error.code) };
    }
    const { pdf, pages, media, sides } = rendered.certificate;
    const args = { job: id, pdf: pdf.toString("base64"), pages, media, sides };
    pdf.fill(0);
    const call = { key: id, withinMs: CERTIFICATE_WITHIN_MS };
    const answer = await hold.execute("certificate-printer", "print", args, call);
    if (answer.ok) {
      const judged = judgeFound(answer, pages, onBlank);
      return { judgement: judged, problem: judged.event === "proved" ? null : "other" };
    }
    const judged = judgeFailure(answer.error);
    const judgement = judged === "ask" ? await this.find(id, pages, onBlank, hold) : judged;
    const problem = judgement.event === "proved" ? null : problemOf(answer.error.code);
    return { judgement: keepReason(judgement, answer.error.code), problem };
  }

  #advance(id: string, event: IssuanceEvent, problem = ""): Issuance {
    const done = this.#ledger.advance(id, event, problem);
    if (!done.ok) throw new Error(`issuance ${id}: "${event}" does not lead on from "${done.error.state}"`);
    this.#log.info("issuance", { issuance: id, event, state: done.value.state, problem });
    return done.value;
  }
}

/** The technician wants to know both: what the printer said then, and what it said when it was asked again. */
function keepReason(judgement: Judgement, first: string): Judgement {
  if (judgement.event === "proved" || judgement.problem === first) return judgement;
  return { ...judgement, problem: `${first}; then ${judgement.problem}` };
}

function toIssued(issuance: Issuance, problem: PrintProgress["problem"]): Issued {
  const outcome = outcomeOf(issuance.state);
  if (outcome === null || outcome === "spoiled") throw new Error(`issuance ${issuance.id} ended in ${issuance.state}`);
  return {
    template: issuance.template,
    outcome,
    serial: issuance.serial ?? "",
    problem: outcome === "printed" ? null : (problem ?? "other"),
  };
}
