import { plainSerial } from "../../base/plain-serial.ts";
import { err, ok, type Result } from "../../base/result.ts";

/** A tray holds a ream or two; more in one go is a slip of the finger. */
export const MAX_BATCH = 2_000;

export type SerialProblem = "serial.malformed" | "serial.too-many" | "serial.overflow";
export type RangeProblem = SerialProblem | "serial.not-a-range";

// Not with a hyphen in front: a spreadsheet takes `-A1` for a formula.
const SERIAL = /^(?!-)([A-Za-z0-9-]{0,20}?)(\d{1,15})$/;

/** `count` numbers from `first` on. The number is the digits at the end; what stands before them and their width stay: `A0099` → `A0100`. In capitals. */
export function serialRange(first: string, count: number): Result<string[], SerialProblem> {
  const parts = SERIAL.exec(plainSerial(first));
  if (!parts) return err("serial.malformed");
  if (!Number.isInteger(count) || count < 1 || count > MAX_BATCH) return err("serial.too-many");
  const [, prefix = "", digits = ""] = parts;
  const start = Number(digits);
  if (String(start + count - 1).length > digits.length) return err("serial.overflow");
  return ok(Array.from({ length: count }, (_, index) => prefix + String(start + index).padStart(digits.length, "0")));
}

/** All numbers from `first` to `last`, both included, of one series: the same characters before digits of the same width. */
export function serialsBetween(first: string, last: string): Result<string[], RangeProblem> {
  const [from, to] = [SERIAL.exec(plainSerial(first)), SERIAL.exec(plainSerial(last))];
  if (!from || !to) return err("serial.malformed");
  const count = Number(to[2]) - Number(from[2]) + 1;
  if (from[1] !== to[1] || from[2]?.length !== to[2]?.length || count < 1) return err("serial.not-a-range");
  return serialRange(first, count);
}
