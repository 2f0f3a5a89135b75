/** Frequencies run over six orders of magnitude; one base-36 digit of their logarithm is enough to put words in order. */
const LEVELS_PER_DOUBLING = 1.85;
const LEVEL_MAX = 35;
const CORPUS_LN = Math.log(60_000_000);

export function levelOf(frequency: number): number {
  return Math.min(LEVEL_MAX, Math.round(Math.log2(frequency + 1) * LEVELS_PER_DOUBLING));
}

/** Minus the logarithm of the probability: what a word costs in a sentence. */
export function costOf(level: number): number {
  return CORPUS_LN - (level / LEVELS_PER_DOUBLING) * Math.LN2;
}
