import type { LiveFrame } from "../liveness.ts";
import { besideHead, faceGrid, isFineEnough, valueAt } from "./face-region.ts";
import { frameCheck, type Vote } from "./frame-check.ts";

/**
 * A second eye at 850 or 940 nm with its own lamp. Skin of every tone throws much of that light back, a screen gives none: its face is
 * dark there. Dyes of colour prints are transparent to it: the face is gone from the paper. What passes: a print in carbon (laser, photo
 * copier) cut out along the head, a mask or a head model; one band cannot tell silicone from skin.
 *
 * Limits argued from physics and set on drawn pictures, with no camera measured: each model of camera has its own exposure.
 */
export const INFRARED = {
  minLight: 40,
  maxLight: 250,
  /** Standard deviation over mean of a face: eyes, brows and nostrils are darker than skin, round cheeks darker at their edge. */
  minContrast: 0.1,
  /** Between the two pictures of one face. */
  minLikeness: 0.25,
  /** Light falls with the square of the distance, so the hall behind a head is dimmer; the rest of a sheet of paper is not. */
  maxBeside: 0.85,
} as const;

export const infrared = frameCheck({ id: "infrared", assurance: "ir", liveShare: 0.8 }, look);

function look(frame: LiveFrame): Vote {
  const { ir, gray } = frame;
  if (!ir) return { verdict: "blind", reason: "no-infrared" };
  if (!isFineEnough(frame, ir)) return { verdict: "unsure", reason: "infrared-too-coarse" };
  const pairs = faceGrid(frame).flatMap((point) => {
    const [seen, colour] = [valueAt(frame, ir, ir.luma, point), valueAt(frame, gray, gray.luma, point)];
    return seen === undefined || colour === undefined ? [] : [{ seen, colour }];
  });
  const seen = pairs.map((pair) => pair.seen);
  const light = mean(seen);
  if (!(light >= INFRARED.minLight)) return { verdict: "attack", reason: "dark-in-infrared" };
  if (light > INFRARED.maxLight) return { verdict: "unsure", reason: "infrared-overexposed" };
  if (deviation(seen) / light < INFRARED.minContrast) return { verdict: "attack", reason: "flat-in-infrared" };
  const likeness = correlation(
    pairs.map(({ colour }) => colour),
    seen,
  );
  if (!(likeness >= INFRARED.minLikeness)) return { verdict: "unsure", reason: "infrared-unlike-colour" };
  const beside = besideHead(frame).flatMap((point) => valueAt(frame, ir, ir.luma, point) ?? []);
  // Nothing in view beside the head: it is too near to tell.
  if (beside.length === 0) return { verdict: "unsure", reason: "nothing-beside" };
  if (mean(beside) > INFRARED.maxBeside * light) return { verdict: "unsure", reason: "lit-all-over" };
  return { verdict: "live", reason: "lit-like-skin" };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  return mean(a.map((value, at) => (value - ma) * ((b[at] ?? 0) - mb))) / (deviation(a) * deviation(b));
}
