import type { CertificateProof } from "../kinds/certificate-printer.ts";
import { type Attributes, JOB_STATE, numberIn, stringsIn } from "./ipp-attributes.ts";

export const JOB_ATTRIBUTES = ["job-id", "job-name", "job-state", "job-state-reasons", "job-impressions-completed"];

const FINAL: ReadonlyMap<number, CertificateProof["state"]> = new Map([
  [JOB_STATE.completed, "completed"],
  [JOB_STATE.aborted, "aborted"],
  [JOB_STATE.canceled, "canceled"],
]);

const SUCCESS = "job-completed-successfully";

/** What the printer says of a job that has ended; undefined while it has not. `pages` is -1 where it does not count. */
export function proofOf(job: Attributes): CertificateProof | undefined {
  const state = FINAL.get(numberIn(job, "job-state") ?? 0);
  if (!state) return undefined;
  const reasons = stringsIn(job, "job-state-reasons");
  return {
    state,
    reason: reasons.includes(SUCCESS) ? SUCCESS : (reasons[0] ?? "none"),
    pages: numberIn(job, "job-impressions-completed") ?? -1,
  };
}

/** Printed, and nothing else: the printer says completed, says successfully, and counted as many pages as were sent. */
export function isPrinted(proof: CertificateProof, pages: number): boolean {
  return proof.state === "completed" && proof.reason === SUCCESS && proof.pages === pages;
}
