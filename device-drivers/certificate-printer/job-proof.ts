import { type CertificateProof, NOT_COUNTED, SUCCESS } from "../kinds/certificate-printer.ts";
import { type Attributes, JOB_STATE, numberIn, stringsIn } from "./ipp-attributes.ts";

export const JOB_ATTRIBUTES = ["job-id", "job-name", "job-state", "job-state-reasons", "job-impressions-completed"];

const FINAL: ReadonlyMap<number, CertificateProof["state"]> = new Map([
  [JOB_STATE.completed, "completed"],
  [JOB_STATE.aborted, "aborted"],
  [JOB_STATE.canceled, "canceled"],
]);

/** How many pages of a job that has ended the page counter is given time to count: of one that was given up, as many as the printer says. */
export function pagesToCount(sent: number, ended: Pick<CertificateProof, "state" | "pages">): number {
  return ended.state === "completed" ? sent : Math.max(0, ended.pages);
}

/** What the printer says of a job that has ended; undefined while it has not. `countsPages`: whether its count is worth anything. */
export function proofOf(job: Attributes, countsPages: boolean): Omit<CertificateProof, "counter"> | undefined {
  const state = FINAL.get(numberIn(job, "job-state") ?? 0);
  if (!state) return undefined;
  const reasons = stringsIn(job, "job-state-reasons");
  const pages = countsPages ? numberIn(job, "job-impressions-completed") : undefined;
  return {
    state,
    reason: reasons.includes(SUCCESS) ? SUCCESS : (reasons[0] ?? "none"),
    // Nothing but a count from 0 on is a count.
    pages: pages !== undefined && pages >= 0 ? pages : NOT_COUNTED,
  };
}
