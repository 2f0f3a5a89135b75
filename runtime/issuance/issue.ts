import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { PrintOrder, PrintOutcome } from "../../config/service-items/flow-types.ts";
import type { Standing } from "../../device-drivers/kinds/certificate-printer.ts";
import type { Hold } from "../neighbours/hold.ts";
import type { PrintProgress } from "../server/api.ts";
import { type Act, findJob, printOnce, standingOf } from "./ask-printer.ts";
import type { Asker, Documents } from "./documents.ts";
import type { Issuance } from "./issuance.ts";
import { type Judgement, problemOf } from "./judge.ts";
import { type IntendProblem, type Kept, type Ledger, NO_DOCUMENT } from "./ledger.ts";
import { type Made, makeDocument, type PaperOrder, wipeDocument } from "./make-document.ts";
import { type IssuanceEvent, outcomeOf } from "./states.ts";

export type { DepartmentOrder, Documents, RenderedCertificate } from "./documents.ts";
export type { PaperOrder } from "./make-document.ts";

export interface Issued extends PrintOutcome {
  readonly problem: PrintProgress["problem"];
  /** Id in the ledger; null where nothing was written down, because nothing could begin. */
  readonly issuance: string | null;
}

/** Whose paper it is. */
export interface About extends Asker {
  readonly caseId: string;
  /** The issuance of the same receipt that may have come out already. */
  readonly reprintOf?: string | null;
}

interface Blank {
  readonly blankType: string;
  readonly sheet: string;
}

type OnBlank = Extract<PrintOrder, { kind: "certificate" }> & { readonly blank: string };

/** The number of the next sheet stands in the document. Should it change while that is made, it is made once more. */
const MAKE_TIMES = 2;

/**
 * Prints once. The ledger is written before each act; after the first byte nothing is ever sent a second time: the printer is asked what
 * became of the job, and when it cannot say, nobody knows, and a technician looks.
 */
export class Issuer {
  readonly #ledger: Ledger;
  readonly #documents: Documents;
  readonly #clock: Clock;
  readonly #log: Log;
  #printing = 0;

  constructor(ledger: Ledger, documents: Documents, clock: Clock, log: Log) {
    this.#ledger = ledger;
    this.#documents = documents;
    this.#clock = clock;
    this.#log = log;
  }

  /** A row of the ledger is on its way; one that is not, and has not ended, was left there. */
  get isPrinting(): boolean {
    return this.#printing > 0;
  }

  /** One copy; settles always. A print that was begun is not cancelled. */
  async issue(order: PaperOrder, about: About, hold: Hold): Promise<Issued> {
    for await (const issued of this.copies(order, about, hold)) return issued;
    throw new Error(`${order.template} was ordered in no copy at all`);
  }

  /** Each copy is an issuance of its own; once one has not come out, no further one is begun. What cannot be made costs no blank. */
  async *copies(order: PaperOrder, about: About, hold: Hold): AsyncGenerator<Issued, void> {
    if (isOnBlank(order)) {
      yield await this.#onBlank(order, about, hold);
      return;
    }
    const made = await this.#make(order, "", about);
    if (!made.ok) {
      yield this.#notMade(order, about, made.error);
      return;
    }
    try {
      const copies = order.kind === "receipt" ? 1 : order.copies;
      for (let copy = 1; copy <= copies; copy++) {
        const issued = await this.#print(order, made.value, null, about, hold);
        yield typeof issued === "string" ? this.#refused(order, issued) : issued;
        if (typeof issued === "string" || issued.outcome !== "printed") return;
      }
    } finally {
      wipeDocument(made.value);
    }
  }

  /** What became of a job that was sent before. Never prints. */
  find(issuance: Issuance, hold: Hold): Promise<Judgement> {
    return findJob(issuance, hold, this.#clock);
  }

  async #onBlank(order: OnBlank, about: About, hold: Hold): Promise<Issued> {
    for (let times = 1; ; times++) {
      const sheet = this.#ledger.nextSheet(order.blank);
      if (!sheet.ok) return this.#refused(order, sheet.error);
      const made = await this.#make(order, sheet.value, about);
      if (!made.ok) return this.#notMade(order, about, made.error);
      try {
        const sheets = sheetsOf(made.value);
        if (sheets !== 1) return this.#notMade(order, about, `it takes ${sheets} sheets, and one number stands for one`);
        const issued = await this.#print(order, made.value, { blankType: order.blank, sheet: sheet.value }, about, hold);
        if (typeof issued !== "string") return issued;
        if (issued !== "sheet-changed" || times === MAKE_TIMES) return this.#refused(order, issued);
      } finally {
        wipeDocument(made.value);
      }
    }
  }

  #make(order: PaperOrder, sheet: string, asker: Asker) {
    return makeDocument(order, sheet, asker, { documents: this.#documents, log: this.#log });
  }

  async #print(order: PaperOrder, made: Made, blank: Blank | null, about: About, hold: Hold): Promise<Issued | IntendProblem | "job-open"> {
    this.#printing += 1;
    try {
      return await this.#procedure(order, made, blank, about, hold);
    } finally {
      this.#printing -= 1;
    }
  }

  /** Intend, ask the printer how it stands, send, print, settle. */
  async #procedure(
    order: PaperOrder,
    made: Made,
    blank: Blank | null,
    { session, caseId, reprintOf = null }: About,
    hold: Hold,
  ): Promise<Issued | IntendProblem | "job-open"> {
    const about = { session, caseId, template: order.template, reprintOf, ...(blank ?? { blankType: null }) };
    const paper = paperOf(made);
    // Until it is known what became of an earlier job, no other moves the page counter: it would speak for both.
    if (paper.kind === "certificate" && this.#ledger.inState("sent").some(({ kind }) => kind === "certificate")) return "job-open";
    const intended = this.#ledger.intend({ ...about, ...paper });
    if (!intended.ok) return intended.error;
    const { id, kind } = intended.value;
    let before: Standing | null = null;
    if (kind === "certificate") {
      const standing = await standingOf(intended.value, hold);
      if (!standing.ok) return toIssued(this.#advance(id, "abandon", standing.error.code), problemOf(standing.error.code));
      before = standing.value;
    }
    const sent = this.#advance(id, "send", "", { before });
    const { judgement, problem } = await this.#act(sent, made, hold);
    return toIssued(this.#advance(id, judgement.event, judgement.problem, { proof: judgement.proof }), problem);
  }

  async #act(sent: Issuance, made: Made, hold: Hold): Promise<Act> {
    try {
      return await printOnce(sent, made, hold, this.#clock);
    } catch (cause) {
      // A bug after the first byte may have left: nobody knows, and the ledger says so at once instead of at the next start.
      this.#log.error("issuance.print-bug", { issuance: sent.id, cause });
      return { judgement: { event: "lost", problem: "the runtime failed while printing: see the log", proof: null }, problem: "other" };
    }
  }

  #refused({ template }: PaperOrder, why: IntendProblem | "job-open"): Issued {
    this.#log.warn("issuance.refused", { template, why });
    return { template, outcome: "failed", serial: "", problem: why === "blanks-out" ? "paper-out" : "other", issuance: null };
  }

  #notMade(order: PaperOrder, { session, caseId }: About, why: string): Issued {
    const { template } = order;
    this.#log.error("issuance.not-rendered", { template, why });
    const kind = order.kind === "receipt" ? "receipt" : "certificate";
    const noted = this.#ledger.intend({ session, caseId, kind, template, blankType: null, sha256: NO_DOCUMENT, pages: 0 });
    if (noted.ok) this.#advance(noted.value.id, "abandon", why);
    return { template, outcome: "failed", serial: "", problem: "other", issuance: noted.ok ? noted.value.id : null };
  }

  #advance(id: string, event: IssuanceEvent, problem = "", kept: Kept = {}): Issuance {
    const done = this.#ledger.advance(id, event, problem, kept);
    if (!done.ok) throw new Error(`issuance ${id}: "${event}" does not lead on from "${done.error.state}"`);
    this.#log.info("issuance", { issuance: id, event, state: done.value.state, problem });
    return done.value;
  }
}

function isOnBlank(order: PaperOrder): order is OnBlank {
  return order.kind === "certificate" && order.blank !== null;
}

/** How many sheets leave the tray. */
function sheetsOf(made: Made): number {
  if ("receipt" in made) return 1;
  const { pages, sides } = made.certificate;
  return sides === "one-sided" ? pages : Math.ceil(pages / 2);
}

function paperOf(made: Made) {
  if ("receipt" in made) return { kind: "receipt", sha256: NO_DOCUMENT, pages: 1 } as const;
  const { sha256, pages, media, sides, code } = made.certificate;
  return { kind: "certificate", sha256, pages, media, sides, documentCode: code } as const;
}

function toIssued(issuance: Issuance, problem: PrintProgress["problem"]): Issued {
  const outcome = outcomeOf(issuance.state);
  if (outcome === null || outcome === "spoiled" || outcome === "issued")
    throw new Error(`issuance ${issuance.id} ended in ${issuance.state}`);
  return {
    template: issuance.template,
    outcome,
    serial: issuance.serial ?? "",
    problem: outcome === "printed" ? null : (problem ?? "other"),
    issuance: issuance.id,
  };
}
