import type { Color } from "./certificate-template.ts";
import type { Run } from "./fonts.ts";

/** The two things that a page is drawn of. Lengths in millimetres, y downwards. */
export type Mark = TextMark | PathMark;

export interface TextMark {
  readonly kind: "text";
  readonly runs: readonly Run[];
  readonly x: number;
  readonly baseline: number;
  readonly size: number;
  /** Between characters, in points. */
  readonly spacing: number;
  readonly color: Color;
  readonly opacity: number;
  /** Degrees clockwise around (x, baseline). */
  readonly rotate: number;
}

export interface PathMark {
  readonly kind: "path";
  /** SVG path data. */
  readonly path: string;
  readonly fill?: Color;
  readonly stroke?: { readonly color: Color; readonly width: number };
  readonly opacity: number;
  /** When these are the dark modules of a QR code. */
  readonly qr?: QrMark;
}

export interface QrMark {
  /** x, y, side, with the quiet zone. */
  readonly at: readonly [number, number, number];
  readonly data: string;
  /** Along one side, with the quiet zone. */
  readonly modules: number;
}

export const MM_PER_PT = 25.4 / 72;

/** Two decimals of a millimetre are finer than any printer, and keep the file small. */
export function mm(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

export function rectangle(x: number, y: number, width: number, height: number): string {
  return `M${mm(x)} ${mm(y)}h${mm(width)}v${mm(height)}h${mm(-width)}z`;
}

export function circle(x: number, y: number, radius: number): string {
  const r = mm(radius);
  return `M${mm(x - radius)} ${mm(y)}a${r} ${r} 0 1 0 ${mm(radius * 2)} 0a${r} ${r} 0 1 0 ${mm(-radius * 2)} 0z`;
}

export function polyline(points: readonly (readonly [number, number])[], closed: boolean): string {
  return `M${points.map(([x, y]) => `${mm(x)} ${mm(y)}`).join("L")}${closed ? "z" : ""}`;
}
