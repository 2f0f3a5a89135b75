import { fraction, type Random } from "../../base/random.ts";

const FIRST_MS = 500;
const MOST_MS = 30_000;
/** Never at once: a device that refuses in a microsecond would spin the process. */
const LEAST_MS = 100;

/** A connection that held this long was a good one; a shorter one counts as one more failed try. */
export const STABLE_MS = 30_000;

/**
 * How long to wait before try `attempt` (1 is the first repeat): anywhere up to a doubling limit, so that the devices
 * of a kiosk, all unplugged by one tripped fuse, do not come back in step.
 */
export function backOffMs(attempt: number, random: Random): number {
  const limit = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
  return LEAST_MS + fraction(random) * (limit - LEAST_MS);
}
