import type { PageWarning } from "../kinds/document-camera.ts";
import type { Grey } from "./picture.ts";

/** Below this the lightest part of a page is too dark to be read off a screen or a print. */
const DARK_LEVEL = 95;
/** A sensor that is full tells nothing: no print is left there. */
const CLIPPED_LEVEL = 251;
/** Of the page. A lamp's mirror image on a laminated card is some percent, the white of a frame that is well exposed nothing. */
const GLARE_SHARE = 0.015;
const BLOCK = 8;
/** Levels a pixel: less is paper's grain, the sensor's noise, or shade. */
const EDGE_SLOPE = 8;
/** Standard deviation of the blur in pixels. Lenses of document cameras have 0.7 to 1.2; from 2 on, print of 2 mm runs together. */
const BLURRED_PX = 1.9;

/** What of the picture of a page, in the size that it was taken in, would make it hard to read. */
export function judgePage(page: Grey): PageWarning[] {
  const warnings: PageWarning[] = [];
  if (lightest(page) < DARK_LEVEL) warnings.push("too-dark");
  if (clippedShare(page) > GLARE_SHARE) warnings.push("glare");
  if (blurOf(page) > BLURRED_PX) warnings.push("blurred");
  return warnings;
}

/**
 * How blurred its edges are, as the standard deviation of a Gaussian, in pixels; 0 where there are none to tell by.
 * An edge blurred by σ has a slope whose own slope is |x|/σ² of it at distance x, and 0.8/σ of it on average: so the variance of the
 * Laplacian, which depends on how much is printed on the page and how black, is not needed.
 */
export function blurOf({ width, height, levels }: Grey): number {
  let [slopes, bends] = [0, 0];
  for (let y = 1; y < height - 1; y += 2) {
    for (let x = 1; x < width - 1; x += 2) {
      const at = y * width + x;
      const [here, left, right] = [levels[at] ?? 0, levels[at - 1] ?? 0, levels[at + 1] ?? 0];
      const [up, down] = [levels[at - width] ?? 0, levels[at + width] ?? 0];
      const [dx, dy] = [(right - left) / 2, (down - up) / 2];
      const slope = Math.hypot(dx, dy);
      if (slope < EDGE_SLOPE) continue;
      slopes += slope;
      bends += Math.abs(left + right + up + down - 4 * here);
    }
  }
  return bends === 0 ? 0 : (Math.sqrt(2 / Math.PI) * slopes) / bends;
}

/** The level that the lightest tenth has. */
function lightest({ levels }: Grey): number {
  const counts = new Uint32Array(256);
  for (const level of levels) counts[level] = (counts[level] ?? 0) + 1;
  let seen = 0;
  for (let level = 255; level > 0; level--) {
    seen += counts[level] ?? 0;
    if (seen >= levels.length / 10) return level;
  }
  return 0;
}

/** Of all whole blocks, those in which no pixel is below the sensor's end. */
function clippedShare({ width, height, levels }: Grey): number {
  let [blocks, clipped] = [0, 0];
  for (let top = 0; top + BLOCK <= height; top += BLOCK) {
    for (let left = 0; left + BLOCK <= width; left += BLOCK) {
      blocks += 1;
      if (isClipped(levels, top * width + left, width)) clipped += 1;
    }
  }
  return blocks === 0 ? 0 : clipped / blocks;
}

function isClipped(levels: Uint8Array, first: number, width: number): boolean {
  for (let row = 0; row < BLOCK; row++) {
    for (let at = first + row * width, end = at + BLOCK; at < end; at++) if ((levels[at] ?? 0) < CLIPPED_LEVEL) return false;
  }
  return true;
}
