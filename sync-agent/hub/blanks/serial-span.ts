import { plainSerial } from "../../../base/plain-serial.ts";

/** Numbers of one series, both ends included. A series is what stands before the digits, and how many digits there are. */
export interface Span {
  readonly series: string;
  readonly from: number;
  readonly to: number;
}

// 15 digits at the end are counted, as the kiosk does (`serialRange`): more would not be exact in a double.
const SERIAL = /^(.*?)([0-9]{1,15})$/su;

/** Where a serial stands in its series. One without digits is a series of its own, so that nothing a kiosk reports is without a place. */
export function placeOf(serial: string): { readonly series: string; readonly n: number } {
  const plain = plainSerial(serial);
  const parts = SERIAL.exec(plain);
  if (!parts) return { series: `${plain}#0`, n: 0 };
  const [, prefix = "", digits = ""] = parts;
  return { series: `${prefix}#${digits.length}`, n: Number(digits) };
}

/** Null when the two are of different series, or the wrong way round. */
export function spanOf(first: string, last: string): Span | null {
  const from = placeOf(first);
  const to = placeOf(last);
  return from.series === to.series && from.n <= to.n ? { series: from.series, from: from.n, to: to.n } : null;
}

export function serialOf(series: string, n: number): string {
  const at = series.lastIndexOf("#");
  const width = Number(series.slice(at + 1));
  return series.slice(0, at) + (width === 0 ? "" : String(n).padStart(width, "0"));
}

export function sizeOf({ from, to }: Span): number {
  return to - from + 1;
}

export function overlap(one: Span, other: Span): boolean {
  return one.series === other.series && one.from <= other.to && other.from <= one.to;
}
