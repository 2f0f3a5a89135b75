import { err, ok, type Result } from "../../base/result.ts";
import type { Field, PadProfile } from "./profiles.ts";

/** Where the pen is; millimetres from the upper left corner. */
export interface PenReport {
  readonly isDown: boolean;
  readonly x: number;
  readonly y: number;
  /** 0–1; 0.5 where the pad does not measure it. */
  readonly pressure: number;
}

/** `other-report`: a tablet also says things that are no pen, as a mouse does. */
export type NoPenReport = "other-report" | "length" | "x" | "y" | "pressure";

export function decodePen(report: Uint8Array, profile: PadProfile): Result<PenReport, NoPenReport> {
  if (report.length === 0 || report[0] !== profile.reportNumber) return err("other-report");
  if (report.length !== profile.reportBytes) return err("length");
  const { tip, x, y, pressure, widthMm, heightMm } = profile;
  const isDown = ((report[1 + tip.byte] ?? 0) & (1 << tip.bit)) !== 0;
  const found = { x: shareOf(report, x), y: shareOf(report, y), pressure: pressure ? shareOf(report, pressure) : 0.5 };
  // HID 1.11, 5.10: a value outside the logical range is a null value: the device says that it does not know.
  for (const name of ["x", "y", "pressure"] as const) if (found[name] > 1) return err(name);
  return ok({ isDown, x: found.x * widthMm, y: found.y * heightMm, pressure: found.pressure });
}

export function encodePen({ isDown, x, y, pressure }: PenReport, profile: PadProfile): Buffer {
  const report = Buffer.alloc(profile.reportBytes);
  report[0] = profile.reportNumber;
  report[1 + profile.tip.byte] = isDown ? 1 << profile.tip.bit : 0;
  put(report, profile.x, x / profile.widthMm);
  put(report, profile.y, y / profile.heightMm);
  if (profile.pressure) put(report, profile.pressure, pressure);
  return report;
}

function shareOf(report: Uint8Array, { byte, bytes, max }: Field): number {
  const [low = 0, high = 0] = report.subarray(1 + byte, 1 + byte + bytes);
  return (low + 256 * high) / max;
}

function put(report: Buffer, { byte, bytes, max }: Field, share: number): void {
  if (!(share >= 0 && share <= 1)) throw new RangeError("a pen beside its pad");
  report.writeUIntLE(Math.round(share * max), 1 + byte, bytes);
}
