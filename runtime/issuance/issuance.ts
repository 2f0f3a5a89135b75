import type { IssuanceState } from "./states.ts";

/** One row of the ledger. `blankType` and `serial` are null for what is printed on plain paper. */
export interface Issuance {
  readonly id: string;
  readonly session: string;
  readonly caseId: string;
  readonly kind: "receipt" | "certificate";
  readonly template: string;
  readonly blankType: string | null;
  readonly serial: string | null;
  readonly sha256: string;
  readonly pages: number;
  readonly state: IssuanceState;
  readonly problem: string;
}
