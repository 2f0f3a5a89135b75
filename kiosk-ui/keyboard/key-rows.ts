/** Layers of the text keyboard. Wide rows for those who know the typewriter's order; the alphabet's, with larger keys, in 长辈版. */
export type Layer = "pinyin" | "letters" | "digits";

const TYPEWRITER = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
const ALPHABET = ["abcdefg", "hijklmn", "opqrstu", "vwxyz"];
const DIGITS = ["1234567890", "-/#.,:()&@", "号室栋单元路楼层"];
const DIGITS_LARGE = ["1234567", "890-/#.", "号室栋单元路楼"];

export function keyRows(layer: Layer, large: boolean): readonly (readonly string[])[] {
  const rows = layer === "digits" ? (large ? DIGITS_LARGE : DIGITS) : large ? ALPHABET : TYPEWRITER;
  return rows.map((row) => [...row]);
}
