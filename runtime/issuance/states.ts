/**
 * The life of one issuance, and of the numbered blank it took. Each arrow is one durable commit, made before the act it announces
 * or with the knowledge it records.
 *
 *   intent ─send→ sent ─proved→ printed            (blank: reserved → issued)
 *     │            ├─not-sent→ failed              (blank back in stock: the driver vouches that no byte left)
 *     │            ├─aborted→ held                 (nothing was printed, says the printer; whether the sheet was drawn in, nobody knows)
 *     └─abandon→   └─lost→ unknown                 (nobody knows)
 *        failed
 *                 held, unknown ─found-printed→ printed │ ─found-spoiled→ spoiled │ ─found-unused→ failed
 *
 * Nothing leads from any state back to `sent`: a second print is a second issuance.
 */
export const ISSUANCE_STATES = ["intent", "sent", "printed", "failed", "held", "unknown", "spoiled"] as const;
export type IssuanceState = (typeof ISSUANCE_STATES)[number];

export const ISSUANCE_EVENTS = [
  "send",
  "abandon",
  "proved",
  "not-printed",
  "aborted",
  "lost",
  "found-printed",
  "found-spoiled",
  "found-unused",
] as const;
export type IssuanceEvent = (typeof ISSUANCE_EVENTS)[number];

export const BLANK_STATES = ["inStock", "reserved", "issued", "spoiled", "unknown"] as const;
export type BlankState = (typeof BLANK_STATES)[number];

/** Where each event leads; an event that is not listed means nothing there and is refused. */
const ARROWS: Readonly<Record<IssuanceState, Partial<Record<IssuanceEvent, IssuanceState>>>> = {
  intent: { send: "sent", abandon: "failed" },
  sent: { proved: "printed", "not-printed": "failed", aborted: "held", lost: "unknown" },
  held: { "found-printed": "printed", "found-spoiled": "spoiled", "found-unused": "failed" },
  unknown: { "found-printed": "printed", "found-spoiled": "spoiled", "found-unused": "failed" },
  printed: {},
  failed: {},
  spoiled: {},
};

/** The blank's state follows from the issuance's alone. */
const BLANK_OF: Readonly<Record<IssuanceState, BlankState>> = {
  intent: "reserved",
  sent: "reserved",
  printed: "issued",
  failed: "inStock",
  held: "unknown",
  unknown: "unknown",
  spoiled: "spoiled",
};

export function nextState(from: IssuanceState, event: IssuanceEvent): IssuanceState | null {
  return ARROWS[from][event] ?? null;
}

export function blankStateOf(state: IssuanceState): BlankState {
  return BLANK_OF[state];
}

/** What the hub and the citizen are told; null while there is nothing to tell. */
export function outcomeOf(state: IssuanceState): "printed" | "failed" | "unknown" | "spoiled" | null {
  if (state === "intent" || state === "sent") return null;
  return state === "held" ? "failed" : state;
}
