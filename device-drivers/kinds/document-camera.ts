import { fields, type Rules, rule } from "./kind.ts";

export interface DocumentPage {
  /** JPEG in base64. */
  readonly jpeg: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Whether the sheet's edges were found, and the page straightened and cut to them. */
  readonly straightened: boolean;
  /** What a person should be asked to mend before this page is used. */
  readonly warnings: readonly ("no-edges" | "blurred" | "too-dark" | "glare" | "cut-off")[];
}

export interface DocumentCameraCommands {
  /** One picture as it is, small, for the preview. */
  preview: { args: { widthPx: number }; value: { jpeg: string } };
  /** One page; the caller collects the pages of a document. */
  capture: { args: { colour: "colour" | "grey" | "black-white"; straighten: boolean }; value: DocumentPage };
}

export const DOCUMENT_CAMERA: Rules<DocumentCameraCommands> = {
  preview: rule(fields({ widthPx: { type: "integer", minimum: 160, maximum: 1_920 } }), true),
  capture: rule(fields({ colour: { enum: ["colour", "grey", "black-white"] }, straighten: { type: "boolean" } }), true),
};
