import { valueOrNull } from "./expression.ts";
import type { FlowState } from "./flow-types.ts";
import type { Print, ServiceItem } from "./item.ts";
import { scopeOf } from "./scope.ts";

export const MAX_COPIES = 5;

/**
 * How many of `print` are wanted, 1 to `MAX_COPIES`. A person chooses from a closed list, so whatever else an expression gives is a fault of
 * the item, not a wish: then there is one, never more paper than somebody asked for.
 */
export function copiesOf(item: ServiceItem, state: Pick<FlowState, "facts" | "refusal">, print: Print): number {
  if (!("copies" in print) || print.copies === undefined) return 1;
  if (typeof print.copies === "number") return print.copies;
  const value = valueOrNull(print.copies, scopeOf(item, state, state.facts.session.language));
  // A form's answers are texts.
  const count = typeof value === "string" && /^[0-9]$/.test(value) ? Number(value) : value;
  return typeof count === "number" && Number.isInteger(count) && count >= 1 && count <= MAX_COPIES ? count : 1;
}
