import { COUNT, fields, JOB, NOTHING, type Rules, rule } from "./kind.ts";

/** 盖章机: puts the seal on sheets that were laid in, and gives them out or keeps them. */
export interface StampCommands {
  /** A seal is a legal act: `job` is the ledger's name of it, and `sheets` is never exceeded. */
  stamp: { args: { job: string; sheets: number }; value: { stamped: number } };
  /** Draws sheets that nobody took into the bin. */
  collect: { args: Record<never, never>; value: { collected: boolean } };
}

export const STAMP: Rules<StampCommands> = {
  stamp: rule(fields({ job: JOB, sheets: { type: "integer", minimum: 1, maximum: 50 } }), fields({ stamped: COUNT })),
  collect: rule(NOTHING, fields({ collected: { type: "boolean" } })),
};
