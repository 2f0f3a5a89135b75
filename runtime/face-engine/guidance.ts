import type { Clock } from "../../base/clock.ts";
import type { ActionCount, Guidance } from "./api.ts";

export type SayGuidance = (guidance: Guidance, action: ActionCount | null) => void;

/** A piece of advice stays long enough to be read. */
const STAYS_MS = 700;

/** Says each piece of advice once, and not the next before it was read; an action that is asked for at once, because its time runs. */
export function throttled(clock: Clock, say: SayGuidance): SayGuidance {
  let last: { readonly words: string; readonly at: number } | undefined;
  return (guidance, action) => {
    const now = clock.monotonic();
    const words = `${guidance} ${action?.at}`;
    if (last && (last.words === words || (!action && now - last.at < STAYS_MS))) return;
    last = { words, at: now };
    say(guidance, action);
  };
}
