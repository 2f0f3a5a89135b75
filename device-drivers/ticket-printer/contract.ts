import { defineContract } from "../contract/contract.ts";
import { PAPER_ACTS, PAPER_CASES, type PaperAct } from "../escpos/contract-cases.ts";

export const contract = defineContract<"ticket-printer", PaperAct>({ kind: "ticket-printer", acts: PAPER_ACTS, cases: PAPER_CASES });
