import type { Evidence, OpenIssuance } from "../server/api.ts";
import type { Issuance } from "./issuance.ts";
import type { IssuanceState } from "./states.ts";

type OpenState = Extract<IssuanceState, "intent" | "sent" | "printed" | "held" | "unknown">;

/** What keeps a number from a final state. */
export const WHY = {
  intent: "printing",
  sent: "printing",
  printed: "not-seen-taken",
  held: "drawn-in",
  unknown: "in-doubt",
} as const satisfies Readonly<Record<OpenState, OpenIssuance["why"]>>;

/** As the technician and the day's statement see it. `serving`: the session that runs now, which may yet settle it itself. */
export function openIssuance(issuance: Issuance, serving: string | null): OpenIssuance {
  const { id, template, blankType, serial, session, changedAt } = issuance;
  const state = issuance.state as OpenState;
  const isUnderWay = session === serving && (state === "intent" || state === "sent" || state === "printed");
  return {
    id,
    document: template,
    blankType,
    serial,
    state: state === "held" ? "unknown" : state,
    why: isUnderWay ? null : WHY[state],
    since: changedAt,
    evidence: evidenceOf(issuance),
  };
}

function evidenceOf({ problem, pages, proof }: Issuance): Evidence | null {
  if (proof === null && problem === "") return null;
  const silent = { pagesDone: null, counterMoved: null, counterExpected: null, restarted: false };
  return { problem, pages, ...(proof ?? silent) };
}
