import { creditCheckCharacter } from "../../../../config/identity/social-credit-code.ts";

const BASE31 = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const VALUES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** The `n`th code of this registry: 9 = market registration, 2 = sole proprietor, region, organisation code, check character (GB 32100). */
export function creditCode(region: string, n: number): string {
  const body = `MA${base31(n, 6)}`;
  const first17 = `92${region}${body}${organisationCheck(body)}`;
  return first17 + creditCheckCharacter(first17);
}

// GB 11714: 11 − Σ mod 11, where 10 is written X and 11 is written 0.
function organisationCheck(first8: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce((total, weight, at) => total + weight * VALUES.indexOf(first8[at] ?? ""), 0);
  const check = 11 - (sum % 11);
  return check === 10 ? "X" : check === 11 ? "0" : String(check);
}

function base31(n: number, width: number): string {
  let left = n;
  let digits = "";
  for (let at = 0; at < width; at++) {
    digits = (BASE31[left % 31] ?? "") + digits;
    left = Math.floor(left / 31);
  }
  return digits;
}

const FIGURES = "零壹贰叁肆伍陆柒捌玖";
const UNITS = ["", "拾", "佰", "仟"];

/** Whole yuan below 10^8 as a licence writes them: 50000 → 人民币伍万元整. */
export function capitalInWords(yuan: number): string {
  const high = Math.floor(yuan / 10_000);
  const low = yuan % 10_000;
  const gap = high > 0 && low > 0 && low < 1000 ? "零" : "";
  return `人民币${high > 0 ? `${fourDigits(high)}万` : ""}${gap}${low > 0 || high === 0 ? fourDigits(low) : ""}元整`;
}

function fourDigits(value: number): string {
  if (value === 0) return "零";
  const digits = [...String(value)].map(Number);
  const spelled = digits.map((digit, at) => (digit === 0 ? "零" : (FIGURES[digit] ?? "") + (UNITS[digits.length - 1 - at] ?? "")));
  return spelled.join("").replace(/零+/g, "零").replace(/零$/, "");
}
