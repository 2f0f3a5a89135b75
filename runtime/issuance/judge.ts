import type { Result } from "../../base/result.ts";
import type { DeviceFailure, FailureCode } from "../../device-drivers/host/api.ts";
import {
  type CertificateProof,
  type JobWithoutEnd,
  leftNoPage,
  NOT_COUNTED,
  type PageCount,
  reservation,
} from "../../device-drivers/kinds/certificate-printer.ts";
import type { ReceiptProof } from "../../device-drivers/kinds/receipt-printer.ts";
import type { PrintProgress } from "../server/api.ts";
import type { Proof } from "./issuance.ts";
import type { IssuanceEvent } from "./states.ts";

/** The arrow that a printer's answer allows, why in the printer's words, and its figures for whoever has to look at the sheets. */
export interface Judgement {
  readonly event: Extract<IssuanceEvent, "proved" | "not-printed" | "aborted" | "lost">;
  readonly problem: string;
  readonly proof: Proof | null;
}

/**
 * Printed means: completed, without a reservation, and as many pages counted as the document has, by everybody who counts. Some queues
 * say `completed` for a job they threw away, and only the reason or a count gives them away.
 */
function judgeProof(said: CertificateProof, pages: number, onBlank: boolean): Judgement {
  const problem = reservation(said, pages);
  const proof = { ...figures(said.counter), pagesDone: said.pages === NOT_COUNTED ? null : said.pages };
  if (problem === undefined) return { event: "proved", problem: "", proof };
  if (said.state === "completed") return { event: "lost", problem, proof };
  if (!leftNoPage(said)) return { event: "lost", problem: `${problem}, after ${said.pages} of ${pages} pages`, proof };
  return { event: onBlank ? "aborted" : "not-printed", problem, proof };
}

/**
 * What to do about a failed print command: settled, or the printer has to be asked what became of the job (`ask`). A driver that lost track
 * has heard the printer and does not believe it: counts that differ, a restart in the middle. Asked again, the printer might only lie better.
 */
export function judgeFailure({ sent, code, facts }: DeviceFailure): Judgement | "ask" {
  if (sent === "no") return { event: "not-printed", problem: code, proof: null };
  if (code !== "printer.lost-track") return "ask";
  const why = facts["why"] ?? facts["after"];
  const proof = {
    pagesDone: countIn(facts, "pages"),
    counterMoved: countIn(facts, "counted"),
    counterExpected: countIn(facts, "expected"),
    restarted: why === "restarted",
  };
  return { event: "lost", problem: `${code}: ${why ?? "the printer does not say"}`, proof };
}

/** A printer that was restarted forgets its jobs, those it printed too: "not found" is not "not printed". */
export function judgeFound(found: Result<CertificateProof | JobWithoutEnd, DeviceFailure>, pages: number, onBlank: boolean): Judgement {
  if (!found.ok) return { event: "lost", problem: found.error.code, proof: null };
  const said = found.value;
  if ("pages" in said) return judgeProof(said, pages, onBlank);
  return { event: "lost", problem: `job ${said.state}`, proof: { ...figures(said.counter), restarted: said.state === "restarted" } };
}

export function judgeReceipt(answer: Result<ReceiptProof, DeviceFailure>): Judgement {
  if (!answer.ok) return { event: answer.error.sent === "no" ? "not-printed" : "lost", problem: answer.error.code, proof: null };
  if (answer.value.proof === "none") return { event: "lost", problem: "the printer cannot say", proof: null };
  return { event: "proved", problem: "", proof: null };
}

function figures(counter: PageCount | null): Proof {
  return {
    pagesDone: null,
    counterMoved: counter && counter.after - counter.before,
    counterExpected: counter?.expected ?? null,
    restarted: false,
  };
}

function countIn(facts: DeviceFailure["facts"], name: string): number | null {
  const value = facts[name];
  return typeof value === "number" && value >= 0 ? value : null;
}

/** What the citizen is shown, of what stands in the way. */
export function problemOf(code: FailureCode): NonNullable<PrintProgress["problem"]> {
  switch (code) {
    case "printer.paper-out":
      return "paper-out";
    case "printer.cover-open":
      return "cover-open";
    case "printer.jam":
    case "printer.cutter":
      return "jam";
    case "printer.no-reply":
    case "device.offline":
    case "device.timeout":
      return "no-reply";
    default:
      return "other";
  }
}
