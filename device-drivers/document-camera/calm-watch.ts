import { wipe } from "../../base/personal.ts";
import type { Grey } from "./picture.ts";
import { ALIKE_FRAMES, CALM_MS } from "./timing.ts";

/** The width at which two pictures are compared: a fingertip is a pixel. */
export const WATCH_WIDTH = 96;
/** Noise and the lamps' flicker, once 27 pixels were made one. */
const ALIKE_LEVELS = 10;
/** Of all pixels that may differ by more: a sleeve's edge is more than that. */
const MOVED_SHARE = 0.003;

/**
 * Whether the picture has come to rest: some pictures in a row, over some time, are like the first of them. Like the first, not
 * like the one before, so that what creeps is not calm.
 */
export class CalmWatch {
  #first: Grey | undefined;
  #since = 0;
  #alike = 0;

  /** True once this picture is one of a calm row. Takes the picture over, and wipes it when it is not needed any more. */
  see(picture: Grey, at: number): boolean {
    if (this.#first && isAlike(this.#first, picture)) {
      wipe(picture.levels);
      this.#alike += 1;
    } else {
      this.clear();
      this.#first = picture;
      this.#since = at;
      this.#alike = 1;
    }
    return this.#alike >= ALIKE_FRAMES && at - this.#since >= CALM_MS;
  }

  clear(): void {
    if (this.#first) wipe(this.#first.levels);
    this.#first = undefined;
    this.#alike = 0;
  }
}

function isAlike(one: Grey, other: Grey): boolean {
  if (one.levels.length !== other.levels.length) return false;
  const moved = one.levels.reduce((sum, level, at) => sum + (Math.abs(level - (other.levels[at] ?? 0)) > ALIKE_LEVELS ? 1 : 0), 0);
  return moved <= MOVED_SHARE * one.levels.length;
}
