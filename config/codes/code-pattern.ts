/** Which characters may follow the prefix. */
export const ALPHABETS = {
  digits: "0123456789",
  capitals: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  "digits-and-capitals": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  hexadecimal: "0123456789ABCDEFabcdef",
  base64url: "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz",
} as const;
export type AlphabetName = keyof typeof ALPHABETS;

/**
 * How codes of one kind look in this city: a prefix, then characters of one alphabet. Not regular expressions: those
 * can take for ever on a code that somebody made on purpose, and nobody can say whether two of them overlap.
 */
export interface CodePattern {
  readonly id: string;
  readonly type: "queue-ticket" | "electronic-licence";
  readonly prefix: string;
  readonly alphabet: AlphabetName;
  /** Of what follows the prefix. */
  readonly length: { readonly min: number; readonly max: number };
}

/** What follows the prefix; undefined when the text does not fit. */
export function matchPattern(text: string, { prefix, alphabet, length }: CodePattern): string | undefined {
  if (!text.startsWith(prefix)) return undefined;
  const rest = text.slice(prefix.length);
  if (rest.length < length.min || rest.length > length.max) return undefined;
  return consistsOf(rest, ALPHABETS[alphabet]) ? rest : undefined;
}

/** A text that fits both, or undefined when there is none. */
export function commonText(one: CodePattern, other: CodePattern): string | undefined {
  const [short, long] = one.prefix.length <= other.prefix.length ? [one, other] : [other, one];
  if (!long.prefix.startsWith(short.prefix)) return undefined;
  if (!consistsOf(long.prefix.slice(short.prefix.length), ALPHABETS[short.alphabet])) return undefined;
  const least = Math.max(short.prefix.length + short.length.min, long.prefix.length + long.length.min);
  const most = Math.min(short.prefix.length + short.length.max, long.prefix.length + long.length.max);
  if (least > most) return undefined;
  const shared = [...ALPHABETS[short.alphabet]].find((character) => ALPHABETS[long.alphabet].includes(character));
  const missing = least - long.prefix.length;
  if (missing > 0 && shared === undefined) return undefined;
  return long.prefix + (shared ?? "").repeat(missing);
}

function consistsOf(text: string, alphabet: string): boolean {
  return [...text].every((character) => alphabet.includes(character));
}
