import { plainSerial } from "../../../base/plain-serial.ts";
import type { IssuanceBody } from "../../protocol/messages.ts";

/**
 * `true`: issued and in force; `void`: withdrawn, the document or this sheet; `reissued`: another number took its place; `other-sheet`: the
 * document is real, and was printed on other paper than this; `sheet-needed`: it is real and was printed on a numbered sheet, whose number was
 * not given; `unknown`: nobody issued it; `unsure`: cannot be said now.
 *
 * `other-sheet` is a word of its own, because `void` would say of a document that is in force that it was withdrawn: whoever reads it must
 * distrust the paper, not the document. `sheet-needed` is none of `true`: a copy of the code on plain paper would get it too.
 */
export type Verdict = "true" | "void" | "reissued" | "other-sheet" | "sheet-needed" | "unknown" | "unsure";

/** What keeps an `unsure` verdict from being another; "" with all others. `not-known`: the department was asked and does not know the number. */
export type Cause = "" | "sheet" | "away" | "not-known";

/**
 * How far the sheet itself was checked. `not-given`: no sheet number was; `not-reported`: no print of this document has been reported yet,
 * its kiosk may be cut off; `being-checked`: it is known and not settled; `withdrawn`: it was spoiled; `other`: the document was printed, not on it.
 */
export type Paper = "checked" | "not-given" | "not-reported" | "being-checked" | "withdrawn" | "other";

export type DepartmentWord = "valid" | "void" | "reissued" | "unknown" | "away";

export interface PrintedOn {
  /** Who reported it. */
  readonly kiosk: string;
  readonly serial: string;
  readonly outcome: IssuanceBody["outcome"];
}

/** `prints`: all reported under this code. `isInStock`: the sheet lies unused in a tray as far as the hub knows: its print may be on its way. */
export function judgePaper(
  word: DepartmentWord,
  sheet: string,
  prints: readonly PrintedOn[],
  isInStock: boolean,
): { readonly verdict: Verdict; readonly paper: Paper; readonly cause: Cause } {
  const paper = paperOf(plainSerial(sheet), prints, isInStock);
  const verdict = verdictOf(word, paper, prints);
  return { verdict, paper, cause: verdict === "unsure" ? causeOf(word, paper) : "" };
}

function paperOf(sheet: string, prints: readonly PrintedOn[], isInStock: boolean): Paper {
  if (sheet === "") return "not-given";
  const mine = prints.filter(({ serial }) => plainSerial(serial) === sheet);
  // One sheet lies in one kiosk: where two tell of it, one of them is wrong, and neither may decide.
  if (new Set(mine.map(({ kiosk }) => kiosk)).size > 1) return "being-checked";
  const outcomes = mine.map(({ outcome }) => outcome);
  if (outcomes.includes("spoiled")) return "withdrawn";
  if (outcomes.includes("printed") || outcomes.includes("issued")) return "checked";
  if (outcomes.length > 0 || (prints.length > 0 && isInStock)) return "being-checked";
  return prints.length === 0 ? "not-reported" : "other";
}

function verdictOf(word: DepartmentWord, paper: Paper, prints: readonly PrintedOn[]): Verdict {
  if (word === "void" || word === "reissued") return word;
  if (paper === "withdrawn") return "void";
  // What a kiosk printed under this number was issued by somebody, even if no department that can be asked knows of it.
  if (word === "unknown") return prints.length > 0 ? "unsure" : "unknown";
  if (causeOf(word, paper) !== "") return "unsure";
  if (paper === "not-given" && prints.some(({ serial }) => serial !== "")) return "sheet-needed";
  return paper === "other" ? "other-sheet" : "true";
}

function causeOf(word: DepartmentWord, paper: Paper): Cause {
  if (word === "unknown") return "not-known";
  if (paper === "being-checked") return "sheet";
  return word === "away" ? "away" : "";
}
