import { say } from "../texts/texts.ts";

/** `3 分钟`: how long, in one unit, for tables. */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 90) return say("age.seconds", { count: seconds });
  if (seconds < 90 * 60) return say("age.minutes", { count: Math.round(seconds / 60) });
  if (seconds < 36 * 3600) return say("age.hours", { count: Math.round(seconds / 3600) });
  return say("age.days", { count: Math.round(seconds / 86_400) });
}

/** `03-17 14:05` in the machine's own zone. */
export function moment(at: number): string {
  const date = new Date(at);
  return `${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** `2026-03-17` in the machine's own zone. */
export function dayOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** The same of an ISO 8601 date. */
export function isoMoment(at: string): string {
  return moment(Date.parse(at));
}
