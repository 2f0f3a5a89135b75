import { unreachable } from "../../base/unreachable.ts";
import { type CodePattern, matchPattern } from "./code-pattern.ts";
import { type LicenceId, parseLicenceId } from "./licence-id.ts";

/** What a scanned text is. `pattern` is the id of the city's pattern that it fits. */
export type Code =
  | ({ readonly type: "licence-id" } & LicenceId)
  | { readonly type: "queue-ticket"; readonly pattern: string; readonly number: string }
  /** A short-lived token that only the licence platform understands; each question to it names the device and the item. */
  | { readonly type: "electronic-licence"; readonly pattern: string; readonly token: string }
  | { readonly type: "plain"; readonly text: string };

/** Blanks around a code are the scanner's or the label maker's. Never refuses: what is nothing else is plain text. */
export function resolveCode(text: string, patterns: readonly CodePattern[]): Code {
  const code = text.trim();
  const licence = parseLicenceId(code);
  if (licence) return { type: "licence-id", ...licence };
  for (const pattern of patterns) {
    const rest = matchPattern(code, pattern);
    if (rest === undefined) continue;
    switch (pattern.type) {
      case "queue-ticket":
        return { type: "queue-ticket", pattern: pattern.id, number: rest };
      case "electronic-licence":
        return { type: "electronic-licence", pattern: pattern.id, token: rest };
      default:
        return unreachable(pattern.type);
    }
  }
  return { type: "plain", text };
}
