import { err, ok, type Result } from "../../base/result.ts";
import { isCalendarDate } from "../hall-time.ts";
import type { IdCard } from "./id-card.ts";

export type IdNumberFault = "shape" | "check-digit" | "birth-date" | "birth-differs" | "sex-differs" | "prefix";

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = "10X98765432";

/** GB 11643 (ISO 7064 MOD 11-2): the 18th character for 17 digits. */
export function idCheckCharacter(digits17: string): string {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits17[at]), 0);
  return CHECK_CHARACTERS[sum % 11] ?? "";
}

/** What an 18-character number says by itself. The region is not looked up: cards keep the code of a place that has been renamed since. */
export function readIdNumber(number: string): Result<{ readonly birth: string; readonly sex: "male" | "female" }, IdNumberFault> {
  if (!/^[1-9]\d{16}[\dX]$/.test(number)) return err("shape");
  if (idCheckCharacter(number) !== number[17]) return err("check-digit");
  const birth = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!isCalendarDate(birth)) return err("birth-date");
  return ok({ birth, sex: Number(number[16]) % 2 === 1 ? "male" : "female" });
}

/** Hong Kong, Macau and Taiwan residents: GB 11643 with the region codes of where they come from. */
const PERMIT_PREFIXES = ["810000", "820000", "830000"];

/** Checks a card's number in itself and against the card's own birth date and sex. */
export function checkCardNumber(card: IdCard): Result<void, IdNumberFault> {
  switch (card.layout) {
    case "resident":
      return consistent(card, "birth-and-sex");
    case "residence-permit":
      return PERMIT_PREFIXES.includes(card.number.slice(0, 6)) ? consistent(card, "birth-and-sex") : err("prefix");
    case "foreigner-2017":
      // Three letters and twelve digits; both old and new numbers stay valid.
      return /^[A-Z]{3}\d{12}$/.test(card.number) ? ok() : err("shape");
    case "foreigner-2023":
      // First digit 9, last MOD 11-2; that its 17th digit tells the sex was seen in no source, so it is not asked.
      return card.number.startsWith("9") ? consistent(card, "birth") : err("prefix");
  }
}

function consistent(card: IdCard, against: "birth" | "birth-and-sex"): Result<void, IdNumberFault> {
  const said = readIdNumber(card.number);
  if (!said.ok) return said;
  if (said.value.birth !== card.birth) return err("birth-differs");
  const differs = against === "birth-and-sex" && card.sex !== "unknown" && card.sex !== said.value.sex;
  return differs ? err("sex-differs") : ok();
}
