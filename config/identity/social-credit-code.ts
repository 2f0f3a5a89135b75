import { err, ok, type Result } from "../../base/result.ts";

/** GB 32100: no I, O, S, V, Z. */
const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/** 3^i mod 31. */
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

export type CreditCodeFault = "shape" | "check-character";

/** GB 32100: the 18th character for the 17 before it. */
export function creditCheckCharacter(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * ALPHABET.indexOf(first17[at] ?? ""), 0);
  return ALPHABET[(31 - (sum % 31)) % 31] ?? "";
}

/** Unified social credit code: department, type, region (6), organisation (9), check character. */
export function checkCreditCode(code: string): Result<void, CreditCodeFault> {
  if (!/^[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}$/.test(code)) return err("shape");
  return creditCheckCharacter(code) === code[17] ? ok() : err("check-character");
}
