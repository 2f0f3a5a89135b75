import { CHIP_SIDE } from "../../../runtime/face-engine/chip.ts";
import type { Picture } from "../../../runtime/face-engine/picture.ts";

/** A chip of waves, the same on every machine: nobody's face. */
export function patternChip(which: number): Picture {
  const rgba = new Uint8ClampedArray(CHIP_SIDE * CHIP_SIDE * 4);
  for (let y = 0; y < CHIP_SIDE; y++) {
    for (let x = 0; x < CHIP_SIDE; x++) {
      for (let c = 0; c < 3; c++) {
        const wave = Math.sin((x * (which + 1) + y * (c + 2)) * 0.05 + which + c);
        rgba[(y * CHIP_SIDE + x) * 4 + c] = Math.round(127.5 + 127.5 * wave);
      }
    }
  }
  return { width: CHIP_SIDE, height: CHIP_SIDE, rgba };
}
