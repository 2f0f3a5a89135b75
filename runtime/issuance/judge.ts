import type { Result } from "../../base/result.ts";
import type { DeviceFailure, FailureCode } from "../../device-drivers/host/api.ts";
import { type CertificateProof, leftNoPage, reservation } from "../../device-drivers/kinds/certificate-printer.ts";
import type { ReceiptProof } from "../../device-drivers/kinds/receipt-printer.ts";
import type { PrintProgress } from "../server/api.ts";
import type { IssuanceEvent } from "./states.ts";

/** The arrow that a printer's answer allows, and why in the printer's words. `ask`: look for the job before deciding. */
export interface Judgement {
  readonly event: Extract<IssuanceEvent, "proved" | "not-printed" | "aborted" | "lost">;
  readonly problem: string;
}

/**
 * Printed means: completed, without a reservation, and as many pages counted as the document has, by everybody who counts. Some queues
 * say `completed` for a job they threw away, and only the reason or a count gives them away.
 */
export function judgeProof(proof: CertificateProof, pages: number, onBlank: boolean): Judgement {
  const problem = reservation(proof, pages);
  if (problem === undefined) return { event: "proved", problem: "" };
  if (proof.state === "completed") return { event: "lost", problem };
  if (!leftNoPage(proof)) return { event: "lost", problem: `${problem}, after ${proof.pages} of ${pages} pages` };
  return { event: onBlank ? "aborted" : "not-printed", problem };
}

/**
 * What to do about a failed print command: settled, or the printer has to be asked what became of the job. A driver that lost track has
 * heard the printer and does not believe it: counts that differ, a restart in the middle. Asked again, the printer might only lie better.
 */
export function judgeFailure(failure: DeviceFailure): Judgement | "ask" {
  if (failure.sent === "no") return { event: "not-printed", problem: failure.code };
  if (failure.code !== "printer.lost-track") return "ask";
  const { why, after } = failure.facts;
  return { event: "lost", problem: `${failure.code}: ${why ?? after ?? "the printer does not say"}` };
}

export function judgeFound(
  found: Result<CertificateProof | { state: "not-found" | "pending" | "restarted" }, DeviceFailure>,
  pages: number,
  onBlank: boolean,
): Judgement {
  if (!found.ok) return { event: "lost", problem: found.error.code };
  // A printer that was restarted forgets its jobs, those it printed too: "not found" is not "not printed".
  const { value } = found;
  return "pages" in value ? judgeProof(value, pages, onBlank) : { event: "lost", problem: `job ${value.state}` };
}

export function judgeReceipt(answer: Result<ReceiptProof, DeviceFailure>): Judgement {
  if (!answer.ok) return { event: answer.error.sent === "no" ? "not-printed" : "lost", problem: answer.error.code };
  if (answer.value.proof === "none") return { event: "lost", problem: "the printer cannot say" };
  return { event: "proved", problem: "" };
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
