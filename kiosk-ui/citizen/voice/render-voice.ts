import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { customPinyin, pinyin } from "pinyin-pro";
import type { Language } from "../../../config/language.ts";
import en from "../../texts/en.json" with { type: "json" };
import type { TextId } from "../../texts/texts.ts";
import zh from "../../texts/zh-CN.json" with { type: "json" };
import house from "../../texts/zh-CN.words.json" with { type: "json" };
import { SPOKEN } from "./spoken.ts";

const TEXTS: Readonly<Record<Language, Readonly<Record<TextId, string>>>> = { "zh-CN": zh, en };
const LANGUAGES = Object.keys(TEXTS) as Language[];

/**
 * espeak-ng's voices. Debian's build knows no Chinese characters: given them, it spells out their names in English. So Mandarin goes in as
 * pinyin with tone numbers, from the readings of `pinyin-pro`, which also knows which reading a word wants.
 */
const VOICES: Readonly<Record<Language, { readonly voice: string; readonly wordsPerMinute: number }>> = {
  "zh-CN": { voice: "cmn-latn-pinyin", wordsPerMinute: 195 },
  en: { voice: "en-us", wordsPerMinute: 150 },
};

// What `pinyin-pro` does not get right by itself: a particle after a verb has no tone.
customPinyin(house.readings);

const DIGITS = ["ling2", "yi1", "er4", "san1", "si4", "wu3", "liu4", "qi1", "ba1", "jiu3"];

export interface Clip {
  readonly language: Language;
  readonly id: TextId;
}

export const ALL_CLIPS: readonly Clip[] = LANGUAGES.flatMap((language) => SPOKEN.map((id) => ({ language, id })));

/**
 * Makes `<folder>/<language>/<text id>.ogg` of what is missing or has other words now, and `<folder>/index.json`. A clip that stands there
 * and was not made here is a hall's own recording, and is left as it is.
 */
export function renderVoice(folder: string, clips: readonly Clip[] = ALL_CLIPS): { readonly made: number; readonly own: number } {
  const list = join(folder, "made.json");
  const before: Readonly<Record<string, string>> = existsSync(list) ? JSON.parse(readFileSync(list, "utf8")) : {};
  const made: Record<string, string> = {};
  const todo: { readonly file: string; readonly clip: Clip }[] = [];
  let own = 0;
  for (const clip of clips) {
    const name = `${clip.language}/${clip.id}.ogg`;
    const file = join(folder, name);
    const hash = hashOf(clip);
    if (existsSync(file) && before[name] === undefined) own += 1;
    else {
      made[name] = hash;
      if (!existsSync(file) || before[name] !== hash) todo.push({ file, clip });
    }
  }
  for (const name of Object.keys(before)) if (made[name] === undefined) rmSync(join(folder, name), { force: true });
  for (const language of LANGUAGES) mkdirSync(join(folder, language), { recursive: true });
  render(todo);
  writeFileSync(list, `${JSON.stringify(made, null, 2)}\n`);
  writeFileSync(join(folder, "index.json"), `${JSON.stringify(namesIn(folder))}\n`);
  return { made: todo.length, own };
}

/** Mandarin as its synthesiser wants it: `qing3 man4 man4 xiang4 zuo3 zhuan3 tou2`. Neutral tones are its fifth. */
export function spellPinyin(text: string): string {
  return text
    .replace(/[“”‘’]/gu, "")
    .split(/(\d+)/u)
    .map((part) => (/^\d/u.test(part) ? spellCount(Number(part)) : pinyin(part, { toneType: "num", nonZh: "consecutive", v: true })))
    .join(" ")
    .replace(/([a-zü])0/gu, "$15")
    .replace(/\s*[，、：；]\s*/gu, ", ")
    .replace(/\s*[。？！]\s*/gu, ". ")
    .replace(/\s+/gu, " ")
    .trim();
}

/** 0 to 99: how many of something a text of guidance asks for. Two of a thing are 两, not 二. */
function spellCount(value: number): string {
  if (value === 2) return "liang3";
  const [tens, ones] = [Math.floor(value / 10), value % 10];
  if (tens === 0) return DIGITS[ones] ?? "";
  return [tens > 1 ? DIGITS[tens] : "", "shi2", ones > 0 ? DIGITS[ones] : ""].filter(Boolean).join(" ");
}

function words({ language, id }: Clip): string {
  const text = TEXTS[language][id];
  return language === "zh-CN" ? spellPinyin(text) : text;
}

function hashOf(clip: Clip): string {
  return createHash("sha256")
    .update(JSON.stringify([words(clip), VOICES[clip.language]]))
    .digest("hex");
}

function render(todo: readonly { readonly file: string; readonly clip: Clip }[]): void {
  if (todo.length === 0) return;
  const scratch = mkdtempSync(join(tmpdir(), "zizhu-voice-"));
  try {
    const waves = todo.map(({ clip }, at) => {
      const wave = join(scratch, `${at}.wav`);
      const { voice, wordsPerMinute } = VOICES[clip.language];
      run("espeak-ng", ["-v", voice, "-s", String(wordsPerMinute), "-w", wave, words(clip)]);
      return wave;
    });
    // One run for all: starting ffmpeg takes longer than a clip does.
    const inputs = waves.flatMap((wave) => ["-i", wave]);
    const outputs = todo.flatMap(({ file }, at) => ["-map", String(at), "-c:a", "libopus", "-b:a", "32k", "-map_metadata", "-1", file]);
    run("ffmpeg", ["-loglevel", "error", "-y", ...inputs, ...outputs]);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[]): void {
  const done = spawnSync(command, args, { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
  if (done.error) throw new Error(`${command} could not be started`, { cause: done.error });
  if (done.status !== 0) throw new Error(`${command} failed: ${done.stderr.trim().slice(0, 500)}`);
}

function namesIn(folder: string): string[] {
  return LANGUAGES.flatMap((language) =>
    readdirSync(join(folder, language))
      .filter((file) => file.endsWith(".ogg"))
      .map((file) => `${language}/${file.replace(/\.ogg$/u, "")}`)
      .sort(),
  );
}

if (import.meta.main) {
  const { made, own } = renderVoice(process.argv[2] ?? "build/ui/voice");
  console.log(`zizhu: voice: ${made} clips made, ${own} recordings of the hall's own kept`);
}
