import type { Paper } from "../kinds/document-camera.ts";

/** ISO 216 and ISO/IEC 7810 ID-1, in millimetres, the longer side first. */
const SIZES = { a4: [297, 210], "id-card": [85.6, 53.98] } as const;
/** A camera that does not look straight down makes a sheet look up to so much longer or shorter. */
const RATIO_SPREAD = 0.05;
const SIZE_SPREAD = 0.12;

/**
 * What sheet has these sides, in pixels. Without `mmPerPx` only the ratio is known, and A3 and A5 have that of A4.
 */
export function paperOf(width: number, height: number, mmPerPx: number | undefined): Paper {
  const [long, short] = [Math.max(width, height), Math.min(width, height)];
  for (const name of ["a4", "id-card"] as const) {
    const [longMm, shortMm] = SIZES[name];
    const fitsRatio = Math.abs(long / short / (longMm / shortMm) - 1) <= RATIO_SPREAD;
    const fitsSize = mmPerPx === undefined || Math.abs((long * mmPerPx) / longMm - 1) <= SIZE_SPREAD;
    if (fitsRatio && fitsSize) return name;
  }
  return "other";
}

/** The page's size in whole pixels: of a known sheet its true ratio, of another as it was seen. */
export function pageSize(width: number, height: number, paper: Paper): readonly [width: number, height: number] {
  if (paper === "other" || paper === "unknown") return [Math.max(1, Math.round(width)), Math.max(1, Math.round(height))];
  const ratio = SIZES[paper][0] / SIZES[paper][1];
  return width > height ? [Math.round(width), Math.round(width / ratio)] : [Math.round(height / ratio), Math.round(height)];
}
