import type { FlowEvent, PrintOrder, PrintOutcome } from "../../config/service-items/flow-types.ts";
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
    const issued = await parts.issuer.issue(withPrints(order, outcomes), parts.about, parts.hold);
    outcomes.push(issued);
    show(at, { state: issued.outcome, problem: issued.problem });
    if (issued.outcome !== "printed") break;
  }
  // What was not begun has not come out either; the slip that follows lists it.
  const notBegun = orders.slice(outcomes.length).map(({ template }) => ({ template, outcome: "failed" as const, serial: "" }));
  return { kind: "print-done", visit, outcomes: [...outcomes.map(plain), ...notBegun] };
}

/** A receipt lists what came out before it: the facts it was ordered from end where this step began. */
function withPrints(order: PrintOrder, outcomes: readonly Issued[]): PrintOrder {
  if (order.kind !== "receipt") return order;
  const before = Array.isArray(order.data["prints"]) ? order.data["prints"] : [];
  return { ...order, data: { ...order.data, prints: [...before, ...outcomes.map(plain)] } };
}

function plain({ template, outcome, serial }: Issued): PrintOutcome {
  return { template, outcome, serial };
}
