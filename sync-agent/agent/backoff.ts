import { fraction, type Random } from "../../base/random.ts";

const FIRST_MS = 1_000;
const LONGEST_MS = 5 * 60_000;

/**
 * "Full jitter": anything between 0 and the doubling limit, so that a thousand kiosks that lost one hub do not come back in step.
 * `failures`: how many in a row, from 1.
 */
export function backoffMs(failures: number, random: Random): number {
  const limit = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 30));
  return Math.floor(limit * fraction(random));
}
