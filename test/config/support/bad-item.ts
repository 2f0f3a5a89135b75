import type { LintRule } from "../../../config/service-items/lint.ts";
import type { Broken } from "./items.ts";

export interface Bad {
  readonly it: string;
  readonly of: "fund-certificate" | "my-cases" | "business-registration" | "joint-withdrawal" | "child-record" | "licence-info";
  readonly break: (item: Broken) => void;
  readonly rule: LintRule;
  /** A part of the place; a step's id in braces stands for where it is. */
  readonly at: string;
}

export const step = (item: Broken, id: string): Broken => item.steps.find((one: Broken) => one.id === id);

export const placeIn = (item: Broken, at: string): string =>
  at.replace(/\{([a-z-]+)\}/, (_, id: string) => String(item.steps.findIndex((one: Broken) => one.id === id)));
