import type { Language } from "../../config/language.ts";
import { TEXTS_EN } from "./texts-en.ts";
import { TEXTS_ZH } from "./texts-zh.ts";

export type TextId = keyof typeof TEXTS_ZH;
export type TextValues = Readonly<Record<string, string | number>>;

/** Every word of the command, complete in each language: a missing one does not compile. */
export const TEXTS: Readonly<Record<Language, Readonly<Record<TextId, string>>>> = { "zh-CN": TEXTS_ZH, en: TEXTS_EN };

/** Says a text; `{name}` is replaced by `values.name`. */
export type Say = (id: TextId, values?: TextValues) => string;

export function speaker(language: Language): Say {
  return speakerOf(TEXTS[language]);
}

/** The same for another command's texts. */
export function speakerOf<Id extends string>(texts: Readonly<Record<Id, string>>): (id: Id, values?: TextValues) => string {
  return (id, values = {}) => texts[id].replace(/\{(\w+)\}/gu, (whole, name: string) => String(values[name] ?? whole));
}

/** A word of a closed set (`state.online`), or the word itself where it is the device's own. */
export function wordFor(say: Say, set: "state" | "kind" | "supply" | "cover" | "recovery", word: string): string {
  const id = `${set}.${word}`;
  return Object.hasOwn(TEXTS_ZH, id) ? say(id as TextId) : word;
}

/** The terminal's language. One without any (`C`, `POSIX`) may not be able to show Chinese. */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  const locale = environment["LC_ALL"] || environment["LC_MESSAGES"] || environment["LANG"] || "zh_CN.UTF-8";
  return /^zh|^C\.utf-?8$/iu.test(locale) ? "zh-CN" : "en";
}
