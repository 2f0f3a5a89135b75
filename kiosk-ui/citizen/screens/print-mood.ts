import type { PrintProgress } from "../../../runtime/server/api.ts";

export type PrintMood = "working" | "done" | "paperless" | "unknown" | "problem";

/** What a person must know first of all their papers together: the one that needs a person outweighs those that went well. */
export function printMood(prints: readonly Pick<PrintProgress, "state">[]): PrintMood {
  const are = (...states: PrintProgress["state"][]) => prints.some(({ state }) => states.includes(state));
  if (are("waiting", "printing")) return "working";
  if (are("unknown")) return "unknown";
  if (are("failed")) return "problem";
  return are("printed") ? "done" : "paperless";
}
