/** Everything that can be wrong with a document, whether a template's, the data's or the fonts' fault. */
export const DOCUMENT_CODES = [
  "document.template-unknown",
  "document.data-missing",
  "document.data-unexpected",
  "document.data-wrong",
  "document.expression-failed",
  "document.glyph-missing",
  "document.unprintable-character",
  "document.text-overflow",
  "document.qr-not-ascii",
  "document.qr-too-dense",
  "document.font-unreadable",
  "document.pdf-damaged",
  "document.pdf-other-paper",
  "document.looks-wrong",
  "document.code-unreadable",
  "document.pdf-active",
  "document.pdf-encrypted",
] as const;
export type DocumentCode = (typeof DOCUMENT_CODES)[number];

/**
 * Why a document was not made. Safe to log: `problem` never repeats a value of the person's, except the single
 * characters that no font has, because without them nobody can put it right.
 */
export interface DocumentFailure {
  readonly code: DocumentCode;
  readonly template: string;
  /** JSON pointer into the template (`/pages/0/elements/3`), `data/<key>`, or `pdf` for the finished file. */
  readonly at: string;
  /** For a technician: what was found and what to do. */
  readonly problem: string;
  /** The characters in question, each once, by code point; empty for other codes. */
  readonly characters: readonly string[];
}

/** A failure before it is known where in which template it happened. */
export interface Flaw {
  readonly code: DocumentCode;
  readonly problem: string;
  readonly characters: readonly string[];
}

export function flaw(code: DocumentCode, problem: string, characters: readonly string[] = []): Flaw {
  return { code, problem, characters };
}

/** `𠮷 (U+20BB7)`: the character for a person, the code point for whoever looks for a font. */
export function nameCharacters(characters: readonly string[]): string {
  return characters.map((one) => `${one} (U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")})`).join(", ");
}
