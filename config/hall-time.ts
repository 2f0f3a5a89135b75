/** China keeps one time, UTC+8, without summer time since 1991; a hall's date and hours are always in it. */
const HALL_OFFSET_MS = 8 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** YYYY-MM-DD in the hall at `epochMs`. */
export function hallDate(epochMs: number): string {
  return shifted(epochMs).toISOString().slice(0, 10);
}

/** `2026-01-05T09:00:00+08:00` in the hall at `epochMs`. */
export function hallTime(epochMs: number): string {
  return `${shifted(epochMs).toISOString().slice(0, 19)}+08:00`;
}

/** Day of the week, 1 (Monday) … 7, and HH:MM in the hall at `epochMs`. */
export function hallClock(epochMs: number): { readonly day: number; readonly time: string } {
  const at = shifted(epochMs);
  return { day: at.getUTCDay() || 7, time: at.toISOString().slice(11, 16) };
}

/** Milliseconds from `epochMs` to the end of its day in the hall: 1 to a whole day. */
export function untilHallMidnight(epochMs: number): number {
  return DAY_MS - ((((epochMs + HALL_OFFSET_MS) % DAY_MS) + DAY_MS) % DAY_MS);
}

/** The day before YYYY-MM-DD. */
export function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);
}

// The UTC fields of a shifted instant are the hall's, whatever zone the machine is set to.
function shifted(epochMs: number): Date {
  return new Date(epochMs + HALL_OFFSET_MS);
}

/** True for a YYYY-MM-DD that is on the calendar. */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
}
