import type { FlowEvent, PrintOrder } from "../../config/service-items/flow-types.ts";
import type { Issued, Issuer } from "../issuance/issue.ts";
import type { Hold } from "../neighbours/hold.ts";
import type { PrintProgress } from "../server/api.ts";

/**
 * Prints a step's sheets one after the other. Once one has not come out, nothing more is begun: a receipt that follows would speak of a
 * certificate that is not there.
 */
export async function printAll(
  visit: number,
  orders: readonly PrintOrder[],
  parts: {
    readonly issuer: Issuer;
    readonly hold: Hold;
    readonly about: { readonly session: string; readonly caseId: string };
    readonly progress: (prints: readonly PrintProgress[]) => void;
  },
): Promise<FlowEvent> {
  const prints: PrintProgress[] = orders.map((order) => ({ document: order.template, state: "waiting", problem: null }));
  const outcomes: Issued[] = [];
  const show = (at: number, now: Omit<PrintProgress, "document">) => {
    const before = prints[at];
    if (before) prints[at] = { ...before, ...now };
    parts.progress([...prints]);
  };
  for (const [at, order] of orders.entries()) {
    show(at, { state: "printing", problem: null });
    const issued = await parts.issuer.issue(order, parts.about, parts.hold);
    outcomes.push(issued);
    show(at, { state: issued.outcome, problem: issued.problem });
    if (issued.outcome !== "printed") break;
  }
  return { kind: "print-done", visit, outcomes: outcomes.map(({ template, outcome, serial }) => ({ template, outcome, serial })) };
}
