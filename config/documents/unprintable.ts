import { type Flaw, flaw } from "./failure.ts";

/**
 * What never means on paper what the record means:
 * control characters (a receipt printer takes them as commands), halves of characters, line and paragraph separators;
 * what is invisible or turns the direction of writing (a name would look like another's), Hangul fillers and variation selectors among it
 * (U+FE00.., U+E0100..: the chosen form of the character would be lost);
 * combining marks, which these fonts set beside the letter;
 * private use: each system's makeshift characters stand there, and what our font has at the place is another character;
 * what other systems write for a character they lack (U+FFFD, 〓), and descriptions of characters (⿰…).
 * No Unicode normalisation: NFC turns compatibility ideographs that stand in people's names into other characters.
 */
const UNPRINTABLE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{M}\p{Default_Ignorable_Code_Point}\u2800\u2FF0-\u2FFF\u303E\u31EF\uFFFD\u3013]/gu;

/** Null when paper can show every character, if a font has it. */
export function unprintable(text: string): Flaw | null {
  const found = [...new Set(text.match(UNPRINTABLE) ?? [])];
  if (found.length === 0) return null;
  const points = found.map((one) => `U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`).join(", ");
  return flaw("document.unprintable-character", `the text holds ${points}; the record it comes from must be put right`, found);
}
