/** ISO 7064: the characters by value. */
export const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

const M = ALPHABET.length;

/** ISO 7064 hybrid system MOD 37,36: the check character of digits and capitals. Throws for any other character: parse first. */
export function checkCharacter(text: string): string {
  let product = M;
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) throw new RangeError("only digits and capitals have a check character");
    product = (((product + value) % M || M) * 2) % (M + 1);
  }
  return ALPHABET[(M + 1 - product) % M] ?? "";
}
