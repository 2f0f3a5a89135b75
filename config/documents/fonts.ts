import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as fontkit from "fontkit";
import { err, ok, type Result } from "../../base/result.ts";
import type { Weight } from "./certificate-template.ts";
import { type Flaw, flaw, nameCharacters } from "./failure.ts";
import { unprintable } from "./unprintable.ts";

/** A font file; `family` is the PostScript name inside a collection (`.ttc`). */
export interface FontFile {
  readonly path: string;
  readonly family?: string;
}

export interface FontFiles {
  readonly base: Readonly<Record<Weight, FontFile>>;
  /** Asked in order for characters that the base lacks. Files that are not there are passed over. */
  readonly fallback: Readonly<Record<Weight, readonly FontFile[]>>;
}

/** One opened font; `name` is unique among the opened ones and the same in each run, so that the PDF's bytes are. */
export interface Face {
  readonly name: string;
  readonly font: fontkit.Font;
}

/** A stretch of text that one face can draw. */
export interface Run {
  readonly face: Face;
  readonly text: string;
}

const DEBIAN_CJK = "/usr/share/fonts/opentype/noto";

/**
 * Noto Sans SC from npm; it has all of the basic block and Extension A. What lies beyond (𠮷 U+20BB7, 𨭎 U+28B4E stand in people's names)
 * comes from Debian's fonts-noto-cjk when it is installed.
 */
export function houseFonts(): FontFiles {
  const file = (name: string) => ({ path: createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-sans-sc/${name}`) });
  const cjk = (name: string) => ({ path: `${DEBIAN_CJK}/NotoSansCJK-${name}.ttc`, family: `NotoSansCJKsc-${name}` });
  return {
    base: { regular: file("400Regular/NotoSansSC_400Regular.ttf"), bold: file("700Bold/NotoSansSC_700Bold.ttf") },
    fallback: { regular: [cjk("Regular")], bold: [cjk("Bold")] },
  };
}

/** Opens the base fonts now, a fallback only when a character asks for it: it has 20 MB. */
export function openFonts(files: FontFiles = houseFonts()): Result<Fonts, Flaw> {
  const regular = openFace("regular", files.base.regular);
  if (!regular.ok) return regular;
  const bold = openFace("bold", files.base.bold);
  if (!bold.ok) return bold;
  return ok(new Fonts({ regular: regular.value, bold: bold.value }, files.fallback));
}

export class Fonts {
  readonly #base: Readonly<Record<Weight, Face>>;
  readonly #fallback: Readonly<Record<Weight, (Face | FontFile)[]>>;

  constructor(base: Readonly<Record<Weight, Face>>, fallback: FontFiles["fallback"]) {
    this.#base = base;
    const present = (one: FontFile) => existsSync(one.path);
    this.#fallback = { regular: fallback.regular.filter(present), bold: fallback.bold.filter(present) };
  }

  /** Splits by face, code point by code point, or says which characters no font has. */
  runs(text: string, weight: Weight): Result<readonly Run[], Flaw> {
    const wrong = unprintable(text);
    if (wrong) return err(wrong);
    const runs: { face: Face; text: string }[] = [];
    const missing = new Set<string>();
    for (const character of text) {
      const face = this.#faceFor(character, weight);
      if (!face.ok) return face;
      const last = runs.at(-1);
      if (!face.value) missing.add(character);
      else if (last?.face === face.value) last.text += character;
      else runs.push({ face: face.value, text: character });
    }
    if (missing.size === 0) return ok(runs);
    const characters = [...missing];
    return err(
      flaw(
        "document.glyph-missing",
        `no font has ${nameCharacters(characters)}; install a font that does, or serve at a window`,
        characters,
      ),
    );
  }

  /** Advance width in em. */
  width(runs: readonly Run[]): number {
    return runs.reduce((sum, { face, text }) => sum + face.font.layout(text).advanceWidth / face.font.unitsPerEm, 0);
  }

  #faceFor(character: string, weight: Weight): Result<Face | undefined, Flaw> {
    const codePoint = character.codePointAt(0) ?? 0;
    const base = this.#base[weight];
    if (draws(base.font, codePoint)) return ok(base);
    const fallback = this.#fallback[weight];
    for (const [index, candidate] of fallback.entries()) {
      const face = "font" in candidate ? ok(candidate) : openFace(`${weight}-fallback-${index}`, candidate);
      if (!face.ok) return face;
      fallback[index] = face.value;
      if (draws(face.value.font, codePoint)) return face;
    }
    return ok(undefined);
  }
}

/** Some fonts list a character and have nothing to draw for it. */
function draws(font: fontkit.Font, codePoint: number): boolean {
  if (!font.hasGlyphForCodePoint(codePoint)) return false;
  return /\s/u.test(String.fromCodePoint(codePoint)) || font.glyphForCodePoint(codePoint).path.commands.length > 0;
}

function openFace(name: string, file: FontFile): Result<Face, Flaw> {
  try {
    const opened = fontkit.create(readFileSync(file.path), file.family ?? undefined);
    if (opened && "layout" in opened) return ok({ name, font: opened });
    return err(flaw("document.font-unreadable", `${file.path} has no font named ${file.family ?? "(none given)"}`));
  } catch (cause) {
    return err(flaw("document.font-unreadable", `${file.path}: ${String(cause)}; reinstall the font package`));
  }
}
