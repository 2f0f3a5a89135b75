import type { Language } from "../../../config/language.ts";
import { speakerOf, type TextValues } from "../../../device-drivers/cli/texts.ts";
import { TEXTS_EN } from "./texts-en.ts";
import { TEXTS_ZH } from "./texts-zh.ts";

export type TextId = keyof typeof TEXTS_ZH;
export type Say = (id: TextId, values?: TextValues) => string;

/** Every word of the command, complete in each language: a missing one does not compile. */
export const TEXTS: Readonly<Record<Language, Readonly<Record<TextId, string>>>> = { "zh-CN": TEXTS_ZH, en: TEXTS_EN };

export function speaker(language: Language): Say {
  return speakerOf(TEXTS[language]);
}
