import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * The environment that keeps this process small: 155 MB after attempts where it would be 185 MB, for no time that could be measured.
 * Whoever starts it sets it; none of it can be set from inside.
 */
export const SMALL_MEMORY: Readonly<Record<string, string>> = {
  // V8 lets its nursery grow to 16 MB; what a frame leaves behind is little.
  NODE_OPTIONS: "--max-semi-space-size=2",
  // glibc would raise both thresholds to 32 MB and more at the first large buffer that is freed, and from then on keep what is freed.
  MALLOC_MMAP_THRESHOLD_: "131072",
  MALLOC_TRIM_THRESHOLD_: "131072",
  // One heap for all threads: they do not compete.
  MALLOC_ARENA_MAX: "1",
};

let collect: (() => void) | undefined;

/**
 * Has V8 collect its garbage now. By itself it would be in no hurry: of buffers outside its heap it counts only some. What an attempt left in
 * strings, which cannot be overwritten, is let go as well.
 */
export function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString("--expose-gc");
    collect = runInNewContext("gc") as () => void;
  }
  collect();
}
