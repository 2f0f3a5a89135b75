import type { PrintOrder } from "../../config/service-items/flow-types.ts";
import type { Print } from "../../config/service-items/item.ts";
import type { IssuanceEvent } from "./states.ts";

export type Effect = Print["effect"];

/** Events that mean nothing for a document: without a numbered sheet nobody has anything to look for, and `unknown` is final. */
export const REFUSED_EVENTS: Readonly<Record<ReturnType<typeof effectOfRow>, readonly IssuanceEvent[]>> = {
  repeatable: ["aborted", "taken", "found-printed", "found-spoiled", "found-unused"],
  serialised: [],
};

/** What a document costs when nobody knows whether it came out. Of `none` there is no row in the ledger. */
export function effectOf(order: PrintOrder): Effect {
  if (order.kind === "download") return "none";
  return order.kind === "certificate" && order.blank !== null ? "serialised" : "repeatable";
}

/** Of a row in the ledger: only what lies on a numbered sheet is serialised. */
export function effectOfRow({ serial }: { readonly serial: string | null }): "repeatable" | "serialised" {
  return serial === null ? "repeatable" : "serialised";
}
