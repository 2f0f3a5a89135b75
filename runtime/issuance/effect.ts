import type { PrintOrder } from "../../config/service-items/flow-types.ts";
import type { Print } from "../../config/service-items/item.ts";
import type { IssuanceEvent } from "./states.ts";

export type Effect = Print["effect"];

interface EffectRule {
  /** Has a row in the ledger. */
  readonly isWritten: boolean;
  /** Keeps its tray closed while nobody knows what became of the sheet. */
  readonly holdsTray: boolean;
  /** When nobody knows whether it came out: `marked` is 补打 with the same number, `never` waits for a technician. */
  readonly again: "freely" | "marked" | "never";
  /** Events that mean nothing for it: without a numbered sheet nobody has anything to look for, and `unknown` is final. */
  readonly refused: readonly IssuanceEvent[];
}

/** What a document costs when nobody knows whether it came out, and all that follows from it. */
export const EFFECT_RULES: Readonly<Record<Effect, EffectRule>> = {
  none: { isWritten: false, holdsTray: false, again: "freely", refused: [] },
  repeatable: {
    isWritten: true,
    holdsTray: false,
    again: "marked",
    refused: ["aborted", "taken", "found-printed", "found-spoiled", "found-unused"],
  },
  serialised: { isWritten: true, holdsTray: true, again: "never", refused: [] },
};

export function effectOf(order: PrintOrder): Effect {
  if (order.kind === "download") return "none";
  return order.kind === "certificate" && order.blank !== null ? "serialised" : "repeatable";
}

/** Of a row in the ledger: only what lies on a numbered sheet is serialised. */
export function effectOfRow({ serial }: { readonly serial: string | null }): "repeatable" | "serialised" {
  return serial === null ? "repeatable" : "serialised";
}
