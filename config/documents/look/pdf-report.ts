import type { GreyPage } from "./grey-page.ts";

/** What a PDF is asked. Pixels at `LOOK_DPI`. */
export interface PdfQuestion {
  readonly pdf: Uint8Array<ArrayBuffer>;
  /** Widest and highest page that is drawn at all, in points. */
  readonly mostPt: number;
  readonly mostPages: number;
  /** Squares in which a QR code is looked for, page by page: left, top, side in pixels. */
  readonly codes: readonly (readonly (readonly [number, number, number])[])[];
  /** Also looks for what a paper cannot hold: scripts, attachments, links to other files. */
  readonly active: boolean;
}

export interface ReadPage extends GreyPage {
  readonly widthPt: number;
  readonly heightPt: number;
  /** What each square says; "" when it cannot be read. */
  readonly codes: readonly string[];
}

export type PdfReport =
  | {
      readonly ok: true;
      readonly pages: readonly ReadPage[];
      /** Texts drawn with a font that is not inside. */
      readonly strangeFonts: number;
      /** Names of ISO 32000-1 that stand for active content. */
      readonly active: readonly string[];
    }
  | { readonly ok: false; readonly why: string };
