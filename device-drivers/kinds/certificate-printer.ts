import { fields, JOB, type Rules, rule } from "./kind.ts";

export interface CertificateJob {
  /** Ledger id; becomes the IPP job-name, by which the job is found again. */
  readonly job: string;
  /** PDF in base64. */
  readonly pdf: string;
  readonly pages: number;
  readonly media: "iso_a4_210x297mm" | "iso_a3_297x420mm";
  readonly sides: "one-sided" | "two-sided-long-edge";
}

/** What the printer said of a finished job. `pages` as it counted them. */
export interface CertificateProof {
  readonly state: "completed" | "aborted" | "canceled";
  readonly reason: string;
  readonly pages: number;
}

export interface CertificatePrinterCommands {
  print: { args: CertificateJob; value: CertificateProof };
  /** Looks for a job by its name among all the printer remembers; "not-found" is not "not printed". */
  "find-job": { args: { job: string }; value: CertificateProof | { state: "not-found" | "pending" } };
}

export const CERTIFICATE_PRINTER: Rules<CertificatePrinterCommands> = {
  print: rule(
    fields({
      job: JOB,
      pdf: { type: "string", minLength: 1 },
      pages: { type: "integer", minimum: 1, maximum: 500 },
      media: { enum: ["iso_a4_210x297mm", "iso_a3_297x420mm"] },
      sides: { enum: ["one-sided", "two-sided-long-edge"] },
    }),
  ),
  "find-job": rule(fields({ job: JOB })),
};
