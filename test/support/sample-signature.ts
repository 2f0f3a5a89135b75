import type { Signature } from "../../config/documents/signature.ts";

/** Strokes that look like 林, in shares of the pad: what a hand draws in a test. */
export const HAND: readonly (readonly (readonly [number, number])[])[] = [
  line([0.2, 0.35], [0.46, 0.33]),
  line([0.33, 0.12], [0.33, 0.85]),
  line([0.33, 0.36], [0.28, 0.55], [0.2, 0.68]),
  line([0.34, 0.4], [0.42, 0.55]),
  line([0.52, 0.35], [0.82, 0.33]),
  line([0.66, 0.12], [0.66, 0.85]),
  line([0.66, 0.36], [0.6, 0.55], [0.5, 0.7]),
  line([0.67, 0.38], [0.75, 0.58], [0.86, 0.7]),
];

/** The same on a pad of 100 by 50 mm, as a page sends it. */
export const SAMPLE_SIGNATURE: Signature = {
  widthMm: 100,
  heightMm: 50,
  strokes: HAND.map((stroke, at) =>
    stroke.map(([x, y], step) => ({ x: Math.round(x * 100), y: Math.round(y * 50), at: at * 400 + step * 16, pressure: 0.5 })),
  ),
};

/** From corner to corner in small steps, as a finger does. */
function line(...corners: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const steps = 6;
  return corners.flatMap((to, at) => {
    const from = corners[at - 1];
    if (!from) return [to];
    return Array.from({ length: steps }, (_, step): readonly [number, number] => {
      const share = (step + 1) / steps;
      return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
    });
  });
}
