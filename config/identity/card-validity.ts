import { hallDate, isCalendarDate } from "../hall-time.ts";
import type { IdCard } from "./id-card.ts";

export type CardValidity = "valid" | "expired" | "not-yet-valid" | "unreadable";

/** On the hall's date at `nowMs`. Both first and last day count; a date that is not on the calendar proves nothing. */
export function cardValidity(card: Pick<IdCard, "validFrom" | "validTo">, nowMs: number): CardValidity {
  const { validFrom, validTo } = card;
  if (!isCalendarDate(validFrom) || (validTo !== "long-term" && !isCalendarDate(validTo))) return "unreadable";
  const today = hallDate(nowMs);
  if (today < validFrom) return "not-yet-valid";
  return validTo !== "long-term" && validTo < today ? "expired" : "valid";
}
