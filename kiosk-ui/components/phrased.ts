import { html, type TemplateResult } from "lit";
import { language } from "../texts/texts.ts";
import house from "../texts/zh-CN.words.json" with { type: "json" };

// What the browser's dictionary would take apart.
const HOUSE_WORDS = new RegExp(`(${house.unbroken.join("|")})`, "u");
const words = new Intl.Segmenter("zh-CN", { granularity: "word" });

/**
 * A Chinese text that breaks between words only: for `word-break: keep-all`, with a `<wbr>` wherever a word ends. What closes stays with the
 * word before it, what opens with the word behind. Other languages have their spaces.
 */
export function phrased(text: string): TemplateResult | string {
  if (language() !== "zh-CN") return text;
  return html`${wordsOf(text).map((word, at) => (at === 0 ? word : html`<wbr>${word}`))}`;
}

export function wordsOf(text: string): readonly string[] {
  const found: string[] = [];
  let opened = "";
  for (const part of text.split(HOUSE_WORDS)) {
    const pieces = HOUSE_WORDS.test(part) ? [{ segment: part, isWordLike: true }] : words.segment(part);
    for (const { segment, isWordLike } of pieces) {
      const last = found.length - 1;
      if (/^[“‘（《]$/u.test(segment)) opened += segment;
      else if (!isWordLike && opened === "" && last >= 0) found[last] += segment;
      else {
        found.push(opened + segment);
        opened = "";
      }
    }
  }
  if (opened) found.push(opened);
  return found;
}
