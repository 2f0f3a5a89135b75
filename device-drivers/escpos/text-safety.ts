/**
 * Text as a printer may get it. Names and addresses come from cards and departments: an ESC among them would be a command.
 * Controls become a blank, invisible format characters (zero-width, direction overrides, variation selectors) vanish,
 * half a surrogate pair becomes □.
 */
export function printable(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]/gu, " ")
    .replace(/[\p{Cf}\p{Variation_Selector}]/gu, "")
    .replace(/\p{Cs}/gu, "□");
}
