import { wipe } from "../../base/personal.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { Scan } from "../kinds/code-scanner.ts";
import type { RawCode } from "./raw-code.ts";

/** Whether `]cm` stands before every code: `required` is safest, because nothing else passes for a code then. */
export type AimRule = "required" | "optional" | "never";

export type Unreadable = "torn" | "too-long" | "garbled" | "no-aim-identifier" | "not-text" | "empty";

/** `]X` means "not a bar code" in ISO/IEC 15424: a scanner's own answers. */
const NOT_A_CODE = "X";
const AIM = /^\]([A-Za-z][0-9A-Za-z])/;
/** Control characters that codes carry on purpose: tab, GS1's and ISO/IEC 15434's separators. */
const CARRIED = "\t\x04\x1c\x1d\x1e";
const NOT_TEXT = /\p{Cc}|\p{Co}|\p{Cn}|\ufffd/u;

const utf8 = new TextDecoder("utf-8", { fatal: true });
// UTF-8 is tried first: Chinese in GBK is hardly ever good UTF-8, Chinese in UTF-8 often is good GBK.
const gb18030 = new TextDecoder("gb18030", { fatal: true });

/** What a code says; null when it is the scanner's own talk. The bytes are wiped. */
export function readCode(code: RawCode, rule: AimRule): Result<Scan | null, Unreadable> {
  try {
    if (code.problem) return err(code.problem);
    return read(code, rule);
  } finally {
    wipe(code.bytes);
  }
}

function read(code: RawCode, rule: AimRule): Result<Scan | null, Unreadable> {
  const prefix = rule === "never" || code.aim !== null ? null : AIM.exec(code.bytes.subarray(0, 3).toString("latin1"));
  const aim = code.aim ?? prefix?.[1] ?? null;
  if (aim?.startsWith(NOT_A_CODE)) return ok(null);
  if (aim === null && rule === "required") return err("no-aim-identifier");
  const text = decodeText(prefix ? code.bytes.subarray(prefix[0].length) : code.bytes);
  if (text === undefined || !isText(text)) return err("not-text");
  return text === "" ? err("empty") : ok({ aim, text });
}

function decodeText(bytes: Uint8Array): string | undefined {
  for (const decoder of [utf8, gb18030]) {
    try {
      return decoder.decode(bytes);
    } catch {
      // Not in this character set: the next one is tried, and `undefined` says that it is in none.
    }
  }
  return undefined;
}

function isText(text: string): boolean {
  // Nearly every code is clean, and one look at the whole of it says so.
  return !NOT_TEXT.test(text) || ![...text].some((character) => NOT_TEXT.test(character) && !CARRIED.includes(character));
}
