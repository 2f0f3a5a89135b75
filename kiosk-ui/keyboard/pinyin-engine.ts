import { costOf } from "./pinyin-level.ts";

/** What the bar offers: `used` letters of the composition turn into `text`. */
export interface Candidate {
  readonly text: string;
  readonly used: number;
}

interface Word {
  readonly text: string;
  readonly cost: number;
}

const LONGEST_WORD = 6;
const LONGEST_SYLLABLE = 6;
const MOST_CANDIDATES = 160;
const MOST_COMPLETIONS = 24;
const MOST_READINGS_SEARCHED = 400;
const MOST_SENTENCE_LETTERS = 40;

/** Letters to words, from the table that `pinyin-table.ts` made. Learns nothing: the next person must not see the last one's words. */
export class Pinyin {
  readonly #words = new Map<string, readonly Word[]>();
  readonly #readings: readonly string[];
  readonly #syllables = new Set<string>();
  readonly #initials = new Map<string, Word[]>();

  constructor(table: string) {
    for (const line of table.split("\n")) {
      const [reading = "", packed = ""] = line.split(" ");
      const words = [...packed.matchAll(/([\u4e00-\u9fa5]+)([0-9a-z])/gu)].map(([, text = "", level = "0"]) => ({
        text,
        cost: costOf(Number.parseInt(level, 36)),
      }));
      this.#words.set(reading, words);
      const syllables = reading.split("'");
      if (syllables.length === 1) this.#syllables.add(reading);
      else this.#addInitials(syllables, words);
    }
    this.#readings = [...this.#words.keys()];
    for (const words of this.#initials.values()) words.sort((a, b) => a.cost - b.cost).splice(MOST_COMPLETIONS);
  }

  /** Best first. `letters`: a to z, `'` where the person parts syllables. */
  candidates(letters: string): readonly Candidate[] {
    const found = new Map<string, number>();
    const offer = (text: string, used: number) => {
      if (!found.has(text) && found.size < MOST_CANDIDATES) found.set(text, used);
    };
    const whole = this.#split(letters, 0).filter(({ end }) => end === letters.length);
    const exact = whole.flatMap(({ syllables }) => this.#words.get(syllables.join("'")) ?? []).sort((a, b) => a.cost - b.cost);
    const sentence = this.#sentence(letters);
    if (sentence && sentence.length > 1) offer(sentence, letters.length);
    for (const word of exact.filter((one) => one.text.length > 1)) offer(word.text, letters.length);
    if (whole.length === 0) for (const word of this.#initials.get(letters) ?? []) offer(word.text, letters.length);
    for (const word of exact) offer(word.text, letters.length);
    for (const word of this.#completions(letters)) offer(word.text, letters.length);
    for (const { text, used } of this.#beginnings(letters)) offer(text, used);
    return [...found].map(([text, used]) => ({ text, used }));
  }

  #addInitials(syllables: readonly string[], words: readonly Word[]): void {
    const initials = syllables.map((one) => one[0]).join("");
    const list = this.#initials.get(initials) ?? [];
    list.push(...words);
    this.#initials.set(initials, list);
  }

  /** Every way to read whole syllables from `from` on, up to the longest word. */
  #split(letters: string, from: number): { readonly syllables: readonly string[]; readonly end: number }[] {
    const ways: { syllables: string[]; end: number }[] = [];
    const walk = (at: number, syllables: string[]) => {
      const start = letters[at] === "'" && at > from ? at + 1 : at;
      if (syllables.length >= LONGEST_WORD) return;
      for (let end = Math.min(letters.length, start + LONGEST_SYLLABLE); end > start; end--) {
        const syllable = letters.slice(start, end);
        if (!this.#syllables.has(syllable)) continue;
        const longer = [...syllables, syllable];
        ways.push({ syllables: longer, end });
        walk(end, longer);
      }
    };
    walk(from, []);
    return ways;
  }

  /** The cheapest chain of words that uses every letter (Viterbi); null when the letters cannot be read to their end. */
  #sentence(letters: string): string | null {
    if (letters.length > MOST_SENTENCE_LETTERS) return null;
    const best: ({ cost: number; text: string } | undefined)[] = [{ cost: 0, text: "" }];
    for (let at = 0; at < letters.length; at++) {
      const here = best[at];
      if (!here) continue;
      for (const { syllables, end } of this.#split(letters, at)) {
        const word = this.#words.get(syllables.join("'"))?.[0];
        if (!word) continue;
        const cost = here.cost + word.cost;
        if (cost < (best[end]?.cost ?? Number.POSITIVE_INFINITY)) best[end] = { cost, text: here.text + word.text };
      }
    }
    return best[letters.length]?.text ?? null;
  }

  /** Words whose reading goes on from the letters: `zhongg` → 中国. */
  #completions(letters: string): readonly Word[] {
    const heads = this.#split(letters, 0).filter(({ end }) => end < letters.length && letters.length - end < LONGEST_SYLLABLE);
    const prefixes = [...heads.map(({ syllables, end }) => `${syllables.join("'")}'${letters.slice(end).replace(/^'/, "")}`), letters];
    const words = prefixes.flatMap((prefix) => this.#startingWith(prefix));
    return words.sort((a, b) => a.cost - b.cost).slice(0, MOST_COMPLETIONS);
  }

  #startingWith(prefix: string): Word[] {
    let low = 0;
    let high = this.#readings.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#readings[middle] ?? "") < prefix) low = middle + 1;
      else high = middle;
    }
    const words: Word[] = [];
    for (let at = low; at < Math.min(this.#readings.length, low + MOST_READINGS_SEARCHED); at++) {
      const reading = this.#readings[at] ?? "";
      if (!reading.startsWith(prefix)) break;
      if (reading !== prefix) words.push(...(this.#words.get(reading) ?? []));
    }
    return words;
  }

  /** Words that use only the first letters, the longest first, so that a long name can be put together piece by piece. */
  #beginnings(letters: string): Candidate[] {
    const ways = this.#split(letters, 0).sort((a, b) => b.end - a.end);
    const found = ways.flatMap(({ syllables, end }) =>
      (this.#words.get(syllables.join("'")) ?? []).map((word) => ({ text: word.text, used: end, cost: word.cost })),
    );
    if (found.length > 0) return found.sort((a, b) => b.used - a.used || a.cost - b.cost);
    return this.#startingWith(letters.slice(0, 1))
      .filter((word) => word.text.length === 1)
      .sort((a, b) => a.cost - b.cost)
      .map((word) => ({ text: word.text, used: 1 }));
  }
}
