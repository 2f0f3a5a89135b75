import type { LocalText } from "../language.ts";

/** IPP media names; the same words as in a print job. */
export type Media = "iso_a4_210x297mm" | "iso_a3_297x420mm";
export type Sides = "one-sided" | "two-sided-long-edge";
export type Orientation = "portrait" | "landscape";
export type Weight = "regular" | "bold";
/** `justify` fills every line but a paragraph's last; `spread` puts one line's characters evenly over the whole width (分散对齐). */
export type Align = "left" | "center" | "right" | "justify" | "spread";
/** `#rrggbb`. */
export type Color = string;
/** x, y, width, height in millimetres from the page's top left corner. */
export type Box = readonly [number, number, number, number];

/** What a city prints on paper, as data. Every length is in millimetres, every size of type in points. */
export interface CertificateTemplate {
  readonly schema: 1;
  readonly id: string;
  readonly version: number;
  readonly name: LocalText;
  readonly media: Media;
  readonly orientation: Orientation;
  /**
   * Each key the document is made from: an invented value that the preview and the checks print, and the form (a regular expression)
   * that a value must have. A service item's mapping gives the values, most of them already as they shall be read.
   */
  readonly data: Readonly<Record<string, { readonly sample: string | number; readonly pattern?: string }>>;
  /** Usual: `one-sided`. A serialised document is always one-sided: the back of a blank has its own print. */
  readonly sides?: Sides;
  /** The data's key that holds the number under which the document can be verified; absent when it has none. */
  readonly code?: string;
  /** The data's key that holds the date which the document bears: 2026-01-05 or 2026年1月5日. */
  readonly dated: string;
  readonly pages: readonly { readonly elements: readonly Element[] }[];
}

/** Later elements are drawn over earlier ones. Texts see the data's keys, `page` and `pages` (`1-1`), and `sheet`: the number of the blank it is printed on, "" on plain paper. */
export type Element = TextElement | LineElement | BoxElement | TableElement | QrElement | SealElement | WatermarkElement | OrnamentElement;

export interface TextStyle {
  readonly size: number;
  /** Shrinks down to this before it is called an overflow; absent = never shrinks. */
  readonly minSize?: number;
  readonly weight: Weight;
  readonly align: Align;
  readonly valign: "top" | "middle" | "bottom";
  /** Extra space between characters, in em. */
  readonly letterSpacing: number;
  /** Distance of baselines, in em. */
  readonly lineHeight: number;
  readonly wrap: boolean;
  readonly color: Color;
}

export interface TextElement extends TextStyle {
  readonly kind: "text";
  readonly at: Box;
  readonly text: string;
}

export interface LineElement {
  readonly kind: "line";
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly width: number;
  readonly color: Color;
}

export interface BoxElement {
  readonly kind: "box";
  readonly at: Box;
  readonly radius: number;
  /** Of the stroke; 0 = none. */
  readonly width: number;
  readonly color: Color;
  readonly fill?: Color;
}

/** Rows of label and value cells; a row's cells share its width equally unless they say their own. */
export interface TableElement {
  readonly kind: "table";
  /** x, y, width; the height is the sum of the rows'. */
  readonly at: readonly [number, number, number];
  readonly rows: readonly TableRow[];
  readonly size: number;
  readonly minSize?: number;
  readonly weight: Weight;
  readonly color: Color;
  readonly lineHeight: number;
  readonly valign: "top" | "middle";
  readonly labelSize: number;
  readonly labelWeight: Weight;
  readonly labelColor: Color;
  readonly labelAlign: Align;
  readonly labelFill?: Color;
  readonly padding: number;
  /** Of the grid; 0 = no grid. */
  readonly lineWidth: number;
  readonly lineColor: Color;
}

export interface TableRow {
  readonly height: number;
  readonly cells: readonly TableCell[];
}

export interface TableCell {
  readonly label: string;
  readonly labelWidth: number;
  readonly value: string;
  readonly width?: number;
  readonly align: Align;
}

export interface QrElement {
  readonly kind: "qr";
  /** x, y, side; the four modules of quiet zone are inside. */
  readonly at: readonly [number, number, number];
  readonly data: string;
  readonly level: "L" | "M" | "Q" | "H";
  readonly color: Color;
}

/** An invented seal, drawn by us. A real one comes with the department's own signed file. */
export interface SealElement {
  readonly kind: "seal";
  readonly center: readonly [number, number];
  readonly diameter: number;
  readonly pattern: "star" | "rosette" | "plain";
  /** Runs along the upper arc. */
  readonly name: string;
  /** Stands straight under the pattern. */
  readonly caption: string;
  readonly color: Color;
  readonly opacity: number;
}

/** Pale text over the whole page, repeated. */
export interface WatermarkElement {
  readonly kind: "watermark";
  readonly text: string;
  readonly size: number;
  /** Degrees, counter-clockwise. */
  readonly angle: number;
  /** Distance of the repetitions along and across the text. */
  readonly step: readonly [number, number];
  readonly color: Color;
}

/** Security-print line work: a braided border, or a rosette inside the box. */
export interface OrnamentElement {
  readonly kind: "ornament";
  readonly pattern: "border" | "rosette";
  readonly at: Box;
  readonly color: Color;
  readonly width: number;
}

/** Page width and height in millimetres. */
export function pageSize(template: Pick<CertificateTemplate, "media" | "orientation">): readonly [number, number] {
  const [short, long] = template.media === "iso_a4_210x297mm" ? [210, 297] : [297, 420];
  return template.orientation === "portrait" ? [short, long] : [long, short];
}
