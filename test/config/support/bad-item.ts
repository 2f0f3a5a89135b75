import type { LintRule } from "../../../config/service-items/lint.ts";
import type { Broken } from "./items.ts";

export interface Bad {
  readonly it: string;
  readonly of: "fund-certificate" | "my-cases" | "business-registration";
  readonly break: (item: Broken) => void;
  readonly rule: LintRule;
  /** A part of the place. */
  readonly at: string;
}

export const step = (item: Broken, id: string): Broken => item.steps.find((one: Broken) => one.id === id);
