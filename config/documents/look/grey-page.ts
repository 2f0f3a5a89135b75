/** One page in shades of grey: 0 black, 255 white, row by row. Somebody's document: `wipe` it. */
export interface GreyPage {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
}

/** 0.25 mm per pixel: a stroke of 9 pt type is one pixel wide, and a page takes 1 MB. */
export const LOOK_DPI = 100;
export const PX_PER_MM = LOOK_DPI / 25.4;

/** Rec. 601 luma of 8-bit pixels of four bytes. */
export function greyOf(pixels: Uint8Array, width: number, height: number, stride: number, order: "rgba" | "bgra"): Uint8Array<ArrayBuffer> {
  const grey = new Uint8Array(width * height);
  const [first, third] = order === "rgba" ? [77, 29] : [29, 77];
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0, from = y * stride; x < width; x++, from += 4) {
      grey[to++] = ((pixels[from] ?? 0) * first + (pixels[from + 1] ?? 0) * 150 + (pixels[from + 2] ?? 0) * third) >> 8;
    }
  }
  return grey;
}
