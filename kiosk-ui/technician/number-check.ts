import type { BlankBatch } from "../../runtime/server/api.ts";
import { countOf, isWithin } from "./serial-range.ts";

/** What somebody found, having looked everywhere. */
export type Found = "handed" | "taken" | "left" | "damaged" | "unused";

/** How the runtime calls it. */
export const FINDINGS = {
  handed: "printed",
  taken: "printed",
  left: "spoiled",
  damaged: "spoiled",
  unused: "blank-unused",
} as const satisfies Record<Found, "printed" | "spoiled" | "blank-unused">;

/** Which number is to be read: that of the sheet itself, or that of the one on top of the tray. */
export const READ_AT = { handed: "sheet", taken: "tray", left: "sheet", damaged: "sheet", unused: "tray" } as const satisfies Record<
  Found,
  "sheet" | "tray"
>;

/** `differs`: tray and book are out of step. `still-there`: the sheet that is said to be gone lies in the tray. */
export type NumberCheck = "agrees" | "differs" | "still-there";

/**
 * Holds the number that was read from paper against the one that was reserved. Of a sheet that somebody took away nothing can be read; but
 * then the next one lies on top of the tray.
 */
export function checkNumber(found: Found, typed: string, serial: string, batches: readonly BlankBatch[]): NumberCheck {
  const isSame = typed.toUpperCase() === serial.toUpperCase();
  if (found !== "taken") return isSame ? "agrees" : "differs";
  if (isSame) return "still-there";
  const own = batches.find((batch) => isWithin(serial, batch));
  const isKnown = batches.some((batch) => isWithin(typed, batch) && batch.blankType === own?.blankType);
  const isBefore = own !== undefined && isWithin(typed, own) && countOf(serial, typed) === null;
  return isKnown && !isBefore ? "agrees" : "differs";
}
