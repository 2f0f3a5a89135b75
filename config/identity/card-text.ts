import { err, ok, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import { hallDate, isCalendarDate } from "../hall-time.ts";
import type { IdCard } from "./id-card.ts";
import { nationName } from "./nations.ts";

/** The field of a card that cannot be what a good card holds there: the text was damaged on its way, or the card is. */
export interface CardTextFault {
  readonly field: string;
}

/** U+FFFD stands where bytes were no character; a control character is on no card. Private-use characters are: rare names have them. */
const DAMAGED = /\p{Cc}|\p{Cs}|\ufffd|\uffff/u;
const OLDEST_BIRTH = "1880-01-01";

/**
 * Whether a card's text is whole: what each layout must have is there, and nothing of it is broken. Number and validity are judged apart
 * (`checkCardNumber`, `cardValidity`): for those there are other words to the person.
 */
export function checkCardText(card: IdCard, nowMs: number): Result<void, CardTextFault> {
  const wrong = damagedField(card) ?? missingField(card) ?? impossibleField(card, nowMs);
  return wrong === null ? ok() : err({ field: wrong });
}

function damagedField(card: IdCard): string | null {
  return Object.entries(card).find(([, value]) => typeof value === "string" && DAMAGED.test(value))?.[0] ?? null;
}

function missingField(card: IdCard): string | null {
  switch (card.layout) {
    case "resident":
      if (nationName(card.nation) === "") return "nation";
      return firstEmpty({ name: card.name, address: card.address, issuer: card.issuer });
    case "residence-permit":
      return firstEmpty({ name: card.name, address: card.address, issuer: card.issuer, permitNumber: card.permitNumber });
    case "foreigner-2017":
    case "foreigner-2023":
      if (!/^[A-Z]{3}$/.test(card.nationality)) return "nationality";
      // The Chinese name may be empty, the Latin one is what the card is made out to.
      return firstEmpty({ latinName: card.latinName });
    default:
      return unreachable(card);
  }
}

function impossibleField(card: IdCard, nowMs: number): string | null {
  const { birth, validFrom, validTo } = card;
  if (!isCalendarDate(birth) || birth < OLDEST_BIRTH || birth > hallDate(nowMs)) return "birth";
  if (validFrom < birth) return "validFrom";
  return validTo !== "long-term" && validTo <= validFrom ? "validTo" : null;
}

function firstEmpty(fields: Readonly<Record<string, string>>): string | null {
  return Object.entries(fields).find(([, value]) => value.trim() === "")?.[0] ?? null;
}
