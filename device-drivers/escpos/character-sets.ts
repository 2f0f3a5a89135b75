import { eastAsianWidth } from "get-east-asian-width";
import iconv from "iconv-lite";
import { unreachable } from "../../base/unreachable.ts";

/** Which Chinese characters a printer's own font has. Bytes are GB 18030 in all cases: the smaller sets are parts of it. */
export type CharacterSet = "gb2312" | "gbk" | "gb18030-2byte" | "gb18030";

/** Columns a character takes: ambiguous ones (“ ” · ℃) are wide in a Chinese font. */
export function columnsOf(character: string): 1 | 2 {
  return eastAsianWidth(character.codePointAt(0) ?? 0x20, { ambiguousAsWide: true });
}

export function columnsIn(text: string): number {
  let columns = 0;
  for (const character of text) columns += columnsOf(character);
  return columns;
}

export const encodeGb18030 = (text: string): Buffer => iconv.encode(text, "gb18030");

/**
 * True where the printer's font is declared to have the character and prints it as wide as we count it. Firmware draws
 * every multi-byte code two columns wide, so a narrow one (ñ, half-width kana) must not go out as text.
 */
export function prints(set: CharacterSet, character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x20 && code <= 0x7e) return true;
  if (code < 0x80 || isPrivateUse(code) || columnsOf(character) !== 2) return false;
  const bytes = encodeGb18030(character);
  switch (set) {
    case "gb18030":
      return bytes.length === 2 || bytes.length === 4;
    case "gb18030-2byte":
      return bytes.length === 2;
    case "gbk":
      // cp936 differs from GB 18030 where GBK has nothing (€ is the single byte 80 there).
      return bytes.length === 2 && iconv.encode(character, "cp936").equals(bytes);
    case "gb2312":
      return bytes.length === 2 && isGb2312(bytes[0] ?? 0, bytes[1] ?? 0);
    default:
      return unreachable(set);
  }
}

function isPrivateUse(code: number): boolean {
  return (code >= 0xe000 && code <= 0xf8ff) || code >= 0xf0000;
}

// GB 2312-80: cells that are filled, by row. Rows 16–87 hold the characters; later standards filled the gaps of rows 2–9.
const SYMBOL_CELLS: Readonly<Record<number, readonly (readonly [number, number])[]>> = {
  1: [[1, 94]],
  2: [
    [17, 66],
    [69, 78],
    [81, 92],
  ],
  3: [[1, 94]],
  4: [[1, 83]],
  5: [[1, 86]],
  6: [
    [1, 24],
    [33, 56],
  ],
  7: [
    [1, 33],
    [49, 81],
  ],
  8: [
    [1, 26],
    [37, 73],
  ],
  9: [[4, 79]],
};

function isGb2312(lead: number, trail: number): boolean {
  const row = lead - 0xa0;
  const cell = trail - 0xa0;
  if (cell < 1 || cell > 94) return false;
  if (row >= 16 && row <= 87) return row !== 55 || cell <= 89;
  return (SYMBOL_CELLS[row] ?? []).some(([from, to]) => cell >= from && cell <= to);
}
