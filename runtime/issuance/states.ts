/**
 * The life of one issuance, and of the numbered blank it took. Each arrow is one durable commit, made before the act it announces
 * or with the knowledge it records.
 *
 *   intent ─send→ sent ─proved→ printed ─taken→ issued     (blank: reserved → printed → issued)
 *     │            ├─not-printed→ failed           (blank back in stock: the driver vouches that no byte left)
 *     │            ├─aborted→ held                 (nothing was printed, says the printer; whether the sheet was drawn in, nobody knows)
 *     └─abandon→   └─lost→ unknown                 (nobody knows)
 *        failed
 *                 printed, held, unknown ─found-printed→ issued │ ─found-spoiled→ spoiled
 *                          held, unknown ─found-unused→ failed
 *
 * Nothing leads from any state back to `sent`: a second print is a second issuance. `printed` is what the device proved, `issued` that
 * the person has it: a sheet that nobody was seen to take may still lie in the outlet.
 */
export const ISSUANCE_STATES = ["intent", "sent", "printed", "issued", "failed", "held", "unknown", "spoiled"] as const;
export type IssuanceState = (typeof ISSUANCE_STATES)[number];

export const ISSUANCE_EVENTS = [
  "send",
  "abandon",
  "proved",
  "not-printed",
  "aborted",
  "lost",
  "taken",
  "found-printed",
  "found-spoiled",
  "found-unused",
] as const;
export type IssuanceEvent = (typeof ISSUANCE_EVENTS)[number];

/** `returned`: taken out of the tray unused and given back to the store. */
export const BLANK_STATES = ["inStock", "reserved", "printed", "issued", "spoiled", "unknown", "returned"] as const;
export type BlankState = (typeof BLANK_STATES)[number];

/** Where each event leads; an event that is not listed means nothing there and is refused. */
const ARROWS: Readonly<Record<IssuanceState, Partial<Record<IssuanceEvent, IssuanceState>>>> = {
  intent: { send: "sent", abandon: "failed" },
  sent: { proved: "printed", "not-printed": "failed", aborted: "held", lost: "unknown" },
  printed: { taken: "issued", "found-printed": "issued", "found-spoiled": "spoiled" },
  held: { "found-printed": "issued", "found-spoiled": "spoiled", "found-unused": "failed" },
  unknown: { "found-printed": "issued", "found-spoiled": "spoiled", "found-unused": "failed" },
  issued: {},
  failed: {},
  spoiled: {},
};

/** The blank's state follows from the issuance's alone. */
const BLANK_OF: Readonly<Record<IssuanceState, BlankState>> = {
  intent: "reserved",
  sent: "reserved",
  printed: "printed",
  issued: "issued",
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

/** What the hub is told; null while there is nothing to tell. */
export function outcomeOf(state: IssuanceState): "printed" | "issued" | "failed" | "unknown" | "spoiled" | null {
  if (state === "intent" || state === "sent") return null;
  return state === "held" ? "failed" : state;
}
