import type { Face } from "../geometry.ts";
import type { Picture } from "../picture.ts";

/**
 * The square about a face's box, `times` as wide as the longer side, drawn `side` px wide; black outside the picture. Crop geometry is
 * part of a model: the same network failed 1 % of people with a crop of 1.5 and 9 to 90 % with one of 2.7.
 */
export function cutSquare(picture: Picture, { box }: Face, { times, side }: { readonly times: number; readonly side: number }): Picture {
  const length = Math.max(box.width, box.height) * times;
  const left = box.x + box.width / 2 - length / 2;
  const top = box.y + box.height / 2 - length / 2;
  const rgba = new Uint8ClampedArray(side * side * 4);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      copyMean(picture, left + (x * length) / side, top + (y * length) / side, length / side, rgba, (y * side + x) * 4);
    }
  }
  return { width: side, height: side, rgba };
}

/** The mean of the pixels that one pixel of the crop covers. */
function copyMean(picture: Picture, left: number, top: number, length: number, rgba: Uint8ClampedArray, to: number): void {
  const steps = Math.max(1, Math.round(length));
  const sum = [0, 0, 0];
  for (let j = 0; j < steps; j++) {
    const row = Math.floor(top + ((j + 0.5) * length) / steps);
    for (let i = 0; i < steps; i++) {
      const column = Math.floor(left + ((i + 0.5) * length) / steps);
      if (row < 0 || column < 0 || row >= picture.height || column >= picture.width) continue;
      const from = (row * picture.width + column) * 4;
      for (let c = 0; c < 3; c++) sum[c] = (sum[c] ?? 0) + (picture.rgba[from + c] ?? 0);
    }
  }
  for (let c = 0; c < 3; c++) rgba[to + c] = Math.round((sum[c] ?? 0) / steps ** 2);
  rgba[to + 3] = 255;
}
