import type { ServiceItem } from "./item.ts";
import { lintExpressions } from "./lint-expressions.ts";
import type { ItemFault } from "./lint-fault.ts";
import { lintFlow } from "./lint-flow.ts";
import { lintParts } from "./lint-parts.ts";
import { lintTexts } from "./lint-texts.ts";
import type { Surroundings } from "./surroundings.ts";

export type { ItemFault, LintRule } from "./lint-fault.ts";
export type { Surroundings } from "./surroundings.ts";

/** Everything that is wrong with an item of the right shape; empty when it can be published. */
export function lintItem(item: ServiceItem, around: Surroundings = {}): ItemFault[] {
  return [...lintFlow(item), ...lintExpressions(item), ...lintTexts(item), ...lintParts(item, around)];
}
