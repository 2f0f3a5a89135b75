import { say } from "../texts/texts.ts";

/** `3 分钟`: how long, in one unit, for tables. */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 90) return say("age.seconds", { count: seconds });
  if (seconds < 90 * 60) return say("age.minutes", { count: Math.round(seconds / 60) });
  if (seconds < 36 * 3600) return say("age.hours", { count: Math.round(seconds / 3600) });
  return say("age.days", { count: Math.round(seconds / 86_400) });
}

// Sweden writes 2026-03-17 14:05. The books go by the hall's day, wherever the page is read.
const IN_THE_HALL = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "short" });

/** `03-17 14:05` in the hall. */
export function moment(at: number): string {
  return IN_THE_HALL.format(at).slice(5);
}

/** `2026-03-17` in the hall. */
export function dayOf(at: number): string {
  return IN_THE_HALL.format(at).slice(0, 10);
}

/** The same of an ISO 8601 date. */
export function isoMoment(at: string): string {
  return moment(Date.parse(at));
}
