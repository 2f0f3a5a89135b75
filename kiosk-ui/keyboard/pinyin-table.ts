import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pinyin } from "pinyin-pro";
import { LEXICON, LEXICON_FREQUENCY } from "./lexicon.ts";
import { levelOf } from "./pinyin-level.ts";

/** Words beyond these add little: the rarest kept one occurs a few times in the dictionary's corpus. */
const WORDS_KEPT = 62_000;
const LONGEST_WORD = 6;
/** A character's second and further readings are rarer than its first (行 xíng before háng before héng). */
const OTHER_READING_LEVELS_LOWER = 7;

/**
 * The dictionary of the pinyin keyboard as one text, made when the page is built: a line for each reading,
 * `ni'hao 你好k泥号2`, words with the letter of their frequency (`pinyin-level.ts`), most frequent first.
 */
export function pinyinTable(): string {
  const byReading = new Map<string, Map<string, number>>();
  const add = (reading: string, word: string, level: number) => {
    const words = byReading.get(reading) ?? new Map<string, number>();
    words.set(word, Math.max(level, words.get(word) ?? 0));
    byReading.set(reading, words);
  };
  const frequencies = readFrequencies();
  for (const [word, frequency] of commonWords(frequencies)) add(readingOf(word), word, levelOf(frequency));
  for (const word of LEXICON) add(readingOf(word), word, levelOf(LEXICON_FREQUENCY));
  for (const [character, frequency] of characters(frequencies)) {
    const readings = pinyin(character, { multiple: true, toneType: "none", type: "array", v: true });
    [...new Set(readings)].forEach((reading, index) => {
      add(reading, character, Math.max(0, levelOf(frequency) - (index > 0 ? OTHER_READING_LEVELS_LOWER : 0)));
    });
  }
  return [...byReading]
    .filter(([reading]) => /^[a-z]+('[a-z]+)*$/.test(reading))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([reading, words]) =>
        `${reading} ${[...words]
          .sort((a, b) => b[1] - a[1])
          .map(([word, level]) => word + level.toString(36))
          .join("")}`,
    )
    .join("\n");
}

function readingOf(word: string): string {
  return pinyin(word, { toneType: "none", type: "array", v: true }).join("'");
}

function readFrequencies(): Map<string, number> {
  const path = createRequire(import.meta.url).resolve("@node-rs/jieba/dict.txt");
  const rows = readFileSync(path, "utf8").split("\n");
  return new Map(rows.map((row) => row.split(" ")).map(([word = "", frequency = "0"]) => [word, Number(frequency)]));
}

function commonWords(frequencies: Map<string, number>): [string, number][] {
  return [...frequencies]
    .filter(([word]) => word.length > 1 && word.length <= LONGEST_WORD && /^[\u4e00-\u9fa5]+$/u.test(word))
    .sort((a, b) => b[1] - a[1])
    .slice(0, WORDS_KEPT);
}

// Names hold rare characters, so every one of the basic block can be typed, the unlisted ones last.
function characters(frequencies: Map<string, number>): [string, number][] {
  const all = Array.from({ length: 0x9fa5 - 0x4e00 + 1 }, (_, index) => String.fromCodePoint(0x4e00 + index));
  return all.map((character) => [character, frequencies.get(character) ?? 0]);
}
