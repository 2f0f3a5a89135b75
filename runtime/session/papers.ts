import { stepOf } from "../../config/service-items/flow-enter.ts";
import type { Papers, PrintProgress } from "../server/api.ts";
import { MAX_REPRINTS, type Serving } from "./state.ts";

/** Everything that this session has printed or is printing, in order; a receipt that came to nothing stands aside for the slip in its place. */
export function papersOf({ papers, prints }: Pick<Serving, "papers" | "prints">): readonly PrintProgress[] {
  const isReplaced = ({ kind, state, document }: PrintProgress) =>
    kind === "receipt" && state === "failed" && prints.some((print) => print.kind === "receipt" && print.document === document);
  return [...papers.filter((paper) => !isReplaced(paper)), ...prints];
}

/** A receipt that has come to its end, seen from where the person reads what came of it all. */
export function canReprint(state: Serving): boolean {
  const { kind } = stepOf(state.item, state.flow.step);
  const reads = state.flow.phase.at === "person" && (kind === "result" || kind === "handoff");
  return reads && !state.reprint.isUnderWay && state.reprint.times < MAX_REPRINTS && papersOf(state).some(isEndedReceipt);
}

export function papersView(state: Serving, nameOf: (print: PrintProgress) => PrintProgress): Papers | null {
  const prints = papersOf(state);
  if (prints.length === 0) return null;
  return { prints: prints.map(nameOf), canReprint: canReprint(state), reprinting: state.reprint.isUnderWay };
}

/** One that failed for no reason was never begun: there is nothing to have once more. */
export function isEndedReceipt({ kind, state, problem }: PrintProgress): boolean {
  const wasNeverBegun = state === "failed" && problem === null;
  return kind === "receipt" && state !== "waiting" && state !== "printing" && !wasNeverBegun;
}
