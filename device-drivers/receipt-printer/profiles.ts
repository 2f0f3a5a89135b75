import type { CharacterSet } from "./character-sets.ts";

/** One peculiarity of a printer family, and what it rests on. */
export interface Quirk<T> {
  readonly is: T;
  readonly why: string;
}

export interface PrinterProfile {
  readonly model: string;
  readonly characters: Quirk<CharacterSet>;
  /** How the printer proves that a receipt is on paper. */
  readonly proof: Quirk<"process-id" | "buffered-status" | "none">;
  /** Sends its state by itself (GS a); otherwise it is asked while a receipt prints. */
  readonly automaticStatus: Quirk<boolean>;
  /** How the rest of a broken receipt is thrown away, so that the next citizen does not get it. */
  readonly clears: Quirk<"always" | "only-in-error">;
  /** Which command doubles Chinese characters. */
  readonly doubleChinese: Quirk<"GS !" | "FS W">;
  /** What bit 2 of DLE EOT 3 means. */
  readonly mechanicalErrorMeans: Quirk<"mechanical" | "jam">;
  /** Bytes after the cut: a presenter that hands the paper out. */
  readonly present: Quirk<readonly number[]>;
}

export const PROFILES = {
  "epson-t88": {
    model: "Epson TM-T88IV and later",
    characters: {
      is: "gb18030-2byte",
      why: "whether four-byte codes have glyphs depends on the font memory fitted; a drawn line always prints",
    },
    proof: { is: "process-id", why: "GS ( H 48 answers once the data before it is printed; TM-T88III and TM-U220 do not have it" },
    automaticStatus: { is: true, why: "GS a: four bytes with fixed bits at every change" },
    clears: { is: "always", why: "DLE DC4 8, on all models from TM-T88IV; DLE ENQ 2 alone leaves the data of a job that ran out of paper" },
    doubleChinese: { is: "GS !", why: "GS ! covers all characters of the unit" },
    mechanicalErrorMeans: { is: "mechanical", why: "bit 2 is the recoverable error of the mechanism" },
    present: { is: [], why: "no presenter" },
  },
  snbc: {
    model: "SNBC BK and BTP series",
    characters: {
      is: "gbk",
      why: "manuals of Chinese makers promise two-byte areas only, some only GB 2312; see the unit's self-test page",
    },
    proof: {
      is: "buffered-status",
      why: "no GS ( H in the manuals; GS r 1 is executed in its place, so its answer proves the data before it",
    },
    automaticStatus: { is: true, why: "GS a as Epson; byte 4 has its low nibble set (BTP-M300)" },
    clears: { is: "only-in-error", why: "only DLE ENQ 2 is in the manuals" },
    doubleChinese: { is: "FS W", why: "older firmware doubles Chinese only by FS W; where GS ! does it too, the last one sent counts" },
    mechanicalErrorMeans: { is: "jam", why: "BT-T080: bit 2 of DLE EOT 3 is a paper jam" },
    present: { is: [], why: "the BK series hands the paper out by itself after the cut" },
  },
  custom: {
    model: "Custom KPM and VKP series",
    characters: { is: "gb2312", why: "the Chinese font is an option of an Italian unit; the smallest set is safe" },
    proof: { is: "buffered-status", why: "GS r 1 is executed in its place; no GS ( H" },
    automaticStatus: { is: false, why: "its own full status (GS E0) has another format; DLE EOT is asked instead" },
    clears: { is: "only-in-error", why: "only DLE ENQ 2 is in the manuals" },
    doubleChinese: { is: "FS W", why: "GS ! is described for the Latin font only" },
    mechanicalErrorMeans: { is: "mechanical", why: "no other meaning in the manuals" },
    present: { is: [0x1d, 0x65, 0x05], why: "GS e 5 ejects the cut paper from the presenter" },
  },
} as const satisfies Readonly<Record<string, PrinterProfile>>;

export type ProfileName = keyof typeof PROFILES;
export const PROFILE_NAMES = Object.keys(PROFILES) as ProfileName[];

/** Printable area: columns of 12 dots at 203 dpi. */
export const PAPERS = { 58: { columns: 32, dots: 384 }, 80: { columns: 48, dots: 576 } } as const;
export type PaperWidthMm = keyof typeof PAPERS;
