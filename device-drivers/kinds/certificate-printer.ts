import { COUNT, fields, JOB, NOTHING, type Rules, rule, SHORT_TEXT } from "./kind.ts";

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
  /** The numbered blank that it must lie on, drawn from that blank's own tray and no other; null for plain paper, never from a blank's. */
  readonly blankType: string | null;
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

/**
 * What the printer said of itself before a job. Kept in the ledger: after the device process, the machine or the printer was restarted,
 * its later words can be held only against this.
 */
export interface Standing {
  /** printer-uuid, or its address where it has none. */
  readonly printer: string;
  /** printer-up-time in seconds, and the wall clock (epoch ms) when it was read; null where it tells no restart. */
  readonly upTimeS: number | null;
  readonly at: number;
  /** The engine's page counter; null where there is none, or it was silent. */
  readonly count: number | null;
}

export interface CertificatePrinterCommands {
  /** Asked right before a job is sent. Prints nothing. */
  standing: { args: Record<never, never>; value: Standing };
  print: { args: CertificateJob; value: CertificateProof };
  "find-job": { args: JobToFind; value: CertificateProof | JobWithoutEnd };
}

/** `before`: what `standing` said before the job was sent; with null neither a restart nor a count can be told. */
export type JobToFind = Omit<CertificateJob, "pdf" | "blankType"> & {
  readonly before: Standing | null;
  /** Nobody will ask again: a job that still waits is taken out of the printer, or it might come out once the jam is cleared. */
  readonly cancel?: boolean;
};

/**
 * What the printer says of a job without an end; none of it is proof, for or against. "not-found" is not "not printed": a printer that
 * was restarted forgets. "restarted": it began anew after it took the job, or nobody can rule that out. "another-printer": a printer with
 * another identity answers at the address. `counter` is for whoever has to look at the sheets: a page that somebody else printed moves it too.
 */
export interface JobWithoutEnd {
  readonly state: "not-found" | "pending" | "restarted" | "another-printer";
  readonly counter: PageCount | null;
}

const orNull = (schema: object) => ({ oneOf: [{ type: "null" }, schema] });
const COUNTER = orNull(fields({ before: COUNT, after: COUNT, expected: COUNT }));
const PROOF = fields({
  state: { enum: ["completed", "aborted", "canceled"] },
  reason: SHORT_TEXT,
  pages: { type: "integer", minimum: NOT_COUNTED },
  counter: COUNTER,
});
const WITHOUT_END = fields({ state: { enum: ["not-found", "pending", "restarted", "another-printer"] }, counter: COUNTER });
const STANDING = fields({ printer: SHORT_TEXT, upTimeS: orNull(COUNT), at: COUNT, count: orNull(COUNT) });
const BLANK_TYPE = { type: "string", minLength: 1, maxLength: 100 };
const KNOWN = {
  job: JOB,
  pages: { type: "integer", minimum: 1, maximum: 500 },
  media: { enum: MEDIA },
  sides: { enum: ["one-sided", "two-sided-long-edge"] },
};

export const CERTIFICATE_PRINTER: Rules<CertificatePrinterCommands> = {
  standing: rule(NOTHING, STANDING),
  print: rule(fields({ ...KNOWN, blankType: orNull(BLANK_TYPE), pdf: { type: "string", minLength: 1 } }), PROOF, "arguments"),
  "find-job": rule(fields({ ...KNOWN, before: orNull(STANDING), cancel: { type: "boolean" } }, ["cancel"]), {
    anyOf: [PROOF, WITHOUT_END],
  }),
};
