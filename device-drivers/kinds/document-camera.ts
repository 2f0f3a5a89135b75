import { COUNT, fields, PICTURE, type Rules, rule } from "./kind.ts";

/**
 * `a4`: sides as 297 to 210; where the driver does not know how much of the desk it sees, A3 and A5 are that too.
 * `unknown`: no sheet was found, or none was looked for.
 */
export type Paper = "a4" | "id-card" | "other" | "unknown";

export type PageWarning =
  | "no-edges"
  /** More than one thing lies there; the page is the largest. */
  | "several-sheets"
  | "cut-off"
  | "blurred"
  | "too-dark"
  | "glare";

export interface DocumentPage {
  /** JPEG in base64. */
  readonly jpeg: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Whether the sheet's edges were found, and the page straightened and cut to them. */
  readonly straightened: boolean;
  readonly paper: Paper;
  /** What a person should be asked to mend before this page is used. */
  readonly warnings: readonly PageWarning[];
}

/** 高拍仪. Nothing is read from a page here: which way up it lies is not known, only which side is the longer. */
export interface DocumentCameraCommands {
  /** One picture as it is, small, for the preview. */
  preview: { args: { widthPx: number }; value: { jpeg: string } };
  /** Waits until nothing moves on the desk, then one page; the caller collects the pages of a document. */
  capture: { args: { colour: "colour" | "grey" | "black-white"; straighten: boolean }; value: DocumentPage };
}

const PAGE = fields({
  jpeg: PICTURE,
  widthPx: COUNT,
  heightPx: COUNT,
  straightened: { type: "boolean" },
  paper: { enum: ["a4", "id-card", "other", "unknown"] },
  warnings: { type: "array", items: { enum: ["no-edges", "several-sheets", "cut-off", "blurred", "too-dark", "glare"] } },
});

export const DOCUMENT_CAMERA: Rules<DocumentCameraCommands> = {
  preview: rule(fields({ widthPx: { type: "integer", minimum: 160, maximum: 1_920 } }), fields({ jpeg: PICTURE }), "answer"),
  capture: rule(fields({ colour: { enum: ["colour", "grey", "black-white"] }, straighten: { type: "boolean" } }), PAGE, "answer"),
};
