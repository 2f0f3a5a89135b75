import { COUNT, fields, JOB, type Rules, rule, SHORT_TEXT } from "./kind.ts";

export const MEDIA = ["iso_a4_210x297mm", "iso_a3_297x420mm"] as const;
export type Media = (typeof MEDIA)[number];

export interface CertificateJob {
  /** Ledger id; becomes the IPP job-name, by which the job is found again. */
  readonly job: string;
  /** PDF in base64. */
  readonly pdf: string;
  readonly pages: number;
  readonly media: Media;
  readonly sides: "one-sided" | "two-sided-long-edge";
}

/** What the printer's page counter showed before and after a job, and by how much the job should have moved it. */
export interface PageCount {
  readonly before: number;
  readonly after: number;
  readonly expected: number;
}

/** `pages` of a printer that does not count the pages of a job. */
export const NOT_COUNTED = -1;

/** What the printer said of a finished job. */
export interface CertificateProof {
  readonly state: "completed" | "aborted" | "canceled";
  readonly reason: string;
  /** As it counted them; `NOT_COUNTED` where it does not. */
  readonly pages: number;
  /** Null where there is no counter, or it did not answer: nothing is known then, for or against. */
  readonly counter: PageCount | null;
}

/** RFC 8011 §5.3.8. A queue that lost the job names another reason (measured: processing-to-stop-point), or none. */
export const SUCCESS = "job-completed-successfully";

/**
 * What keeps a finished job from counting as printed, in words; undefined where it is printed. The driver and the ledger
 * go by this one rule: all who counted must agree, and somebody must have counted.
 */
export function reservation({ state, reason, pages, counter }: CertificateProof, sent: number): string | undefined {
  if (state !== "completed") return `${state}: ${reason}`;
  if (reason !== SUCCESS) return `completed but ${reason}`;
  if (pages !== NOT_COUNTED && pages !== sent) return `completed with ${pages} of ${sent} pages`;
  if (counter && moved(counter) !== counter.expected)
    return `completed, but the page counter moved by ${moved(counter)}, not ${counter.expected}`;
  if (pages === NOT_COUNTED && !counter) return "completed, and nobody counted the pages";
  return undefined;
}

/** True only where the printer's own figures say that no page of an unfinished job came out. */
export function leftNoPage({ pages, counter }: CertificateProof): boolean {
  if (counter && moved(counter) !== 0) return false;
  return pages === 0 || (pages === NOT_COUNTED && counter !== null);
}

function moved({ before, after }: PageCount): number {
  return after - before;
}

export interface CertificatePrinterCommands {
  print: { args: CertificateJob; value: CertificateProof };
  /**
   * Looks for a job by its name among all the printer remembers. "not-found" is not "not printed"; "restarted": the printer began
   * anew after it took the job, and what it says of it since is worth nothing.
   */
  "find-job": { args: { job: string }; value: CertificateProof | { state: "not-found" | "pending" | "restarted" } };
}

const PROOF = fields({
  state: { enum: ["completed", "aborted", "canceled"] },
  reason: SHORT_TEXT,
  pages: { type: "integer", minimum: NOT_COUNTED },
  counter: { oneOf: [{ type: "null" }, fields({ before: COUNT, after: COUNT, expected: COUNT })] },
});
const FOUND = { anyOf: [PROOF, fields({ state: { enum: ["not-found", "pending", "restarted"] } })] };

export const CERTIFICATE_PRINTER: Rules<CertificatePrinterCommands> = {
  print: rule(
    fields({
      job: JOB,
      pdf: { type: "string", minLength: 1 },
      pages: { type: "integer", minimum: 1, maximum: 500 },
      media: { enum: MEDIA },
      sides: { enum: ["one-sided", "two-sided-long-edge"] },
    }),
    PROOF,
    "arguments",
  ),
  "find-job": rule(fields({ job: JOB }), FOUND),
};
