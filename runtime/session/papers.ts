import { stepOf } from "../../config/service-items/flow-enter.ts";
import type { Papers, PrintProgress } from "../server/api.ts";
import { MAX_REPRINTS, type Serving, type World } from "./state.ts";

/** Everything that this session has printed or is printing, in order; a receipt that came to nothing stands aside for the slip in its place. */
export function papersOf({ papers, prints }: Pick<Serving, "papers" | "prints">): readonly PrintProgress[] {
  const isReplaced = ({ kind, state, document }: PrintProgress) =>
    kind === "receipt" && state === "failed" && prints.some((print) => print.kind === "receipt" && print.document === document);
  return [...papers.filter((paper) => !isReplaced(paper)), ...prints];
}

type Printing = Pick<World, "printsReceipts">;

/** A receipt that has come to its end, seen from where the person reads what came of it all. Without paper nothing is promised on paper. */
export function canReprint(state: Serving, { printsReceipts }: Printing): boolean {
  const { kind } = stepOf(state.item, state.flow.step);
  const reads = state.flow.phase.at === "person" && (kind === "result" || kind === "handoff");
  const isSpent = state.reprint.isUnderWay || state.reprint.times >= MAX_REPRINTS;
  return reads && !isSpent && papersOf(state).some(isEndedReceipt) && printsReceipts();
}

export function papersView(state: Serving, printing: Printing, nameOf: (print: PrintProgress) => PrintProgress): Papers | null {
  const prints = papersOf(state);
  if (prints.length === 0) return null;
  return { prints: prints.map(nameOf), canReprint: canReprint(state, printing), reprinting: state.reprint.isUnderWay };
}

/** One that failed for no reason was never begun: there is nothing to have once more. */
export function isEndedReceipt({ kind, state, problem }: PrintProgress): boolean {
  const wasNeverBegun = state === "failed" && problem === null;
  return kind === "receipt" && state !== "waiting" && state !== "printing" && !wasNeverBegun;
}
