import type { CertificateJob, Standing } from "../../device-drivers/kinds/certificate-printer.ts";
import type { IssuanceState } from "./states.ts";

/** One row of the ledger. `blankType` and `serial` are null for what is printed on plain paper. */
export interface Issuance {
  readonly id: string;
  readonly session: string;
  readonly caseId: string;
  /** By which printer: `certificate` is every sheet of the certificate printer, a department's own document too. */
  readonly kind: "receipt" | "certificate";
  readonly template: string;
  readonly blankType: string | null;
  readonly serial: string | null;
  readonly sha256: string;
  readonly pages: number;
  readonly media: CertificateJob["media"];
  readonly sides: CertificateJob["sides"];
  /** Under which the document can be verified; "" when it cannot. */
  readonly documentCode: string;
  readonly state: IssuanceState;
  /** What went wrong, in the ledger's and the printer's words; "" where nothing did. */
  readonly problem: string;
  /** What the printer said of itself before the first byte; null where it was not asked: a receipt, or a row of an earlier release. */
  readonly before: Standing | null;
  readonly proof: Proof | null;
  /** The issuance of the same receipt that may have come out already. */
  readonly reprintOf: string | null;
  /** Epoch ms of the last arrow. */
  readonly changedAt: number;
}

/** What the printer said at the end, in figures; null where it said nothing of one. */
export interface Proof {
  readonly pagesDone: number | null;
  readonly counterMoved: number | null;
  readonly counterExpected: number | null;
  readonly restarted: boolean;
}

export const COLUMNS = `id, session, case_id AS caseId, kind, template, blank_type AS blankType, serial, sha256, pages, media, sides,
  document_code AS documentCode, state, problem, before, proof, reprint_of AS reprintOf, changed_at AS changedAt`;

export type IssuanceRow = Omit<Issuance, "media" | "sides" | "before" | "proof"> & {
  readonly media: Issuance["media"] | null;
  readonly sides: Issuance["sides"] | null;
  readonly before: string | null;
  readonly proof: string | null;
};

export function issuanceOf(row: IssuanceRow): Issuance {
  return {
    ...row,
    // Rows of an earlier release, which knew no other paper.
    media: row.media ?? "iso_a4_210x297mm",
    sides: row.sides ?? "one-sided",
    before: row.before === null ? null : (JSON.parse(row.before) as Standing),
    proof: row.proof === null ? null : (JSON.parse(row.proof) as Proof),
  };
}
