import type { Result } from "../../base/result.ts";
import type { DeviceFailure, FailureCode } from "../../device-drivers/host/api.ts";
import type { CertificateProof } from "../../device-drivers/kinds/certificate-printer.ts";
import type { ReceiptProof } from "../../device-drivers/kinds/receipt-printer.ts";
import type { PrintProgress } from "../server/api.ts";
import type { IssuanceEvent } from "./states.ts";

/** The arrow that a printer's answer allows, and why in the printer's words. `ask`: look for the job before deciding. */
export interface Judgement {
  readonly event: Extract<IssuanceEvent, "proved" | "not-printed" | "aborted" | "lost">;
  readonly problem: string;
}

/**
 * Printed means: completed, without a reservation, and as many pages counted as the document has. Some queues say `completed` for a job
 * they threw away, and only the reason or the count gives them away.
 */
export function judgeProof(proof: CertificateProof, pages: number, onBlank: boolean): Judgement {
  if (proof.state === "completed") {
    if (proof.reason !== SUCCESS) return { event: "lost", problem: `completed but ${proof.reason}` };
    if (proof.pages !== pages) return { event: "lost", problem: `completed with ${proof.pages} of ${pages} pages` };
    return { event: "proved", problem: "" };
  }
  const problem = `${proof.state}: ${proof.reason}`;
  if (proof.pages > 0) return { event: "lost", problem: `${problem}, after ${proof.pages} of ${pages} pages` };
  return { event: onBlank ? "aborted" : "not-printed", problem };
}

// RFC 8011 §5.3.8. A queue that lost the job names another reason (measured: processing-to-stop-point), or none.
const SUCCESS = "job-completed-successfully";

/** What to do about a failed print command: settled, or the printer has to be asked what became of the job. */
export function judgeFailure(failure: DeviceFailure): Judgement | "ask" {
  return failure.sent === "no" ? { event: "not-printed", problem: failure.code } : "ask";
}

export function judgeFound(
  found: Result<CertificateProof | { state: "not-found" | "pending" }, DeviceFailure>,
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
