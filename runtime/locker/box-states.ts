/**
 * The life of one box of a 证照柜. Each arrow is one durable commit, made before the door is opened or with what was seen of it.
 *
 *   free ─put-in→ filling ─stored→ stored ─claim→ opening ─collected→ free
 *    ↑               │               ↑               ├─stayed-shut→ stored     (the driver vouches: the door did not open)
 *    ├──abandon──────┘               │               └─lost→ unknown           (nobody saw the door)
 *    └──────────found-empty──────────┴──found-full── unknown
 *
 * An overdue document is taken back by staff: `stored ─take-back→ opening`.
 */
export const BOX_STATES = ["free", "filling", "stored", "opening", "unknown"] as const;
export type BoxState = (typeof BOX_STATES)[number];

export const BOX_EVENTS = [
  "put-in",
  "abandon",
  "stored",
  "claim",
  "take-back",
  "stayed-shut",
  "collected",
  "lost",
  "found-full",
  "found-empty",
] as const;
export type BoxEvent = (typeof BOX_EVENTS)[number];

const ARROWS: Readonly<Record<BoxState, Partial<Record<BoxEvent, BoxState>>>> = {
  free: { "put-in": "filling" },
  filling: { stored: "stored", abandon: "free" },
  stored: { claim: "opening", "take-back": "opening" },
  opening: { collected: "free", "stayed-shut": "stored", lost: "unknown" },
  unknown: { "found-full": "stored", "found-empty": "free" },
};

/** Null where the event means nothing: it is refused. */
export function nextBoxState(from: BoxState, event: BoxEvent): BoxState | null {
  return ARROWS[from][event] ?? null;
}
