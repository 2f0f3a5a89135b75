import { FACE_FACTORS, FACTORS, type Factor } from "../identity/factors.ts";
import type { FlowState } from "./flow-types.ts";

/**
 * After how many failed tries a factor is closed for the rest of the session, over all its steps and all persons of the case. By session,
 * never by person: who was mistaken for somebody else, or whose card another tried, can begin anew and is not shut out.
 */
export const FACTOR_LOCK: Readonly<Record<Factor, number>> = {
  // Three persons who each place their card badly three times; guessing is no use here, so this only bounds the time.
  "id-card": 9,
  // Each look is a draw at the false-accept rate. Two tries for one person with glasses or a mask, three for the next.
  face: 5,
  // The same, and each costs the city's service a comparison with a register of everybody.
  "remote-face": 3,
  // Inserted the wrong way round, the wrong card, then the right one, twice.
  "social-security-card": 6,
  // A code lives for a minute or so: it has often run out before it is shown.
  "electronic-licence": 5,
};

export function isLocked(state: Pick<FlowState, "failures">, factor: Factor): boolean {
  return (state.failures[factor] ?? 0) >= FACTOR_LOCK[factor];
}

/**
 * `close`: what was held before the camera was no face; the same thing would be held there at the next step that looks at one. `keep`: nobody
 * was judged, and so nothing was won by trying: it costs the step's try only.
 */
export function countFailure(failures: FlowState["failures"], factor: Factor, lock?: "close" | "keep"): FlowState["failures"] {
  if (lock === "keep") return failures;
  const counted = { ...failures, [factor]: (failures[factor] ?? 0) + 1 };
  if (lock === undefined) return counted;
  const closed = FACE_FACTORS.has(factor) ? [...FACE_FACTORS] : [factor];
  return { ...counted, ...Object.fromEntries(closed.map((one) => [one, Math.max(counted[one] ?? 0, FACTOR_LOCK[one])])) };
}

/** Factors that were closed between the two states, for the journal. */
export function newlyLocked(
  before: Pick<FlowState, "failures">,
  after: Pick<FlowState, "failures">,
): { readonly factor: Factor; readonly failures: number }[] {
  return FACTORS.filter((factor) => isLocked(after, factor) && !isLocked(before, factor)).map((factor) => ({
    factor,
    failures: after.failures[factor] ?? 0,
  }));
}
