/** A licence on a numbered sheet, outside any session: what tests of the stock put into the ledger. */
export const LICENCE = {
  session: "",
  caseId: "",
  kind: "certificate",
  template: "licence",
  blankType: "licence",
  sha256: "ab".repeat(32),
  pages: 1,
} as const;
