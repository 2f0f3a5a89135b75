import { hallDate, isCalendarDate } from "../hall-time.ts";

/** Below this age a guardian answers for a child's face and data (PIPL art. 31). */
export const GUARDIAN_UNTIL_AGE = 14;
export const ADULT_AGE = 18;

/**
 * Full years on the hall's date at `dateMs`; a year is full on the birthday. Who was born on 29 February completes it on 1 March of a
 * common year: of two readings the one that protects a child a day longer. Null where either is no date.
 */
export function ageOn(birth: string, dateMs: number): number | null {
  if (!isCalendarDate(birth) || !Number.isFinite(dateMs)) return null;
  const today = hallDate(dateMs);
  const years = Number(today.slice(0, 4)) - Number(birth.slice(0, 4));
  return today.slice(5) < birth.slice(5) ? years - 1 : years;
}
