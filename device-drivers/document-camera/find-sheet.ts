import { refined } from "./edge-lines.ts";
import { maskOnMat } from "./mat.ts";
import type { Grey, Point, Quad } from "./picture.ts";
import { areaOf, fourSided, hullOf, turn } from "./polygon.ts";
import { type Silhouette, silhouettes } from "./silhouettes.ts";

/** What the sheet lies on: a mat darker than any sheet, or lighter. */
export type Desk = "dark" | "light";

export type Found =
  /** `others`: how many more things lie there that could be a sheet. */
  | { readonly is: "sheet"; readonly corners: Quad; readonly others: number }
  /** It reaches out of the picture. */
  | { readonly is: "cut-off" }
  | { readonly is: "none" };

/** The width at which a sheet is looked for: fine enough for its edges, coarse enough that its print does not matter. */
export const SEARCH_WIDTH = 480;

/** Of the picture; an ID card on a desk of A3 is 3.7 %. */
const LEAST_SHARE = 0.012;
/** Two sheets that touch are no rectangle together. */
const LEAST_SOLIDITY = 0.94;
/** A quadrilateral may be larger than the hull by rounded corners, and by no more. */
const MOST_GAIN = 1.08;
const LEAST_CORNER_DEGREES = 60;

/** The largest sheet on the desk, its corners in pixels of `grey`. */
export function findSheet(grey: Grey, desk: Desk): Found {
  const { width, height } = grey;
  // Nothing of the methods below has room in less.
  if (width < 16 || height < 16) return { is: "none" };
  const bright = desk === "dark" ? grey : { ...grey, levels: grey.levels.map((level) => 255 - level) };
  const mask = maskOnMat(bright);
  if (!mask) return { is: "none" };
  const [largest, ...others] = silhouettes(mask, width, height, LEAST_SHARE * width * height);
  if (!largest) return { is: "none" };
  if (largest.atBorder > (width + height) / 100) return { is: "cut-off" };
  const guess = cornersOf(largest);
  if (!guess) return { is: "none" };
  const corners = refined(bright, guess);
  if (!isSheet(corners)) return { is: "none" };
  if (corners.some(({ x, y }) => x < 0 || y < 0 || x > width - 1 || y > height - 1)) return { is: "cut-off" };
  return { is: "sheet", corners: upright(corners), others: others.length };
}

function cornersOf({ ends, area }: Silhouette): Quad | undefined {
  const hull = hullOf(ends);
  // The hull runs through the middles of the outermost pixels, the area counts all of them.
  const around = areaOf(hull);
  if (around <= 0 || area / (around + ends.length / 2) < LEAST_SOLIDITY) return undefined;
  const quad = fourSided(hull);
  return quad && areaOf(quad) <= MOST_GAIN * around ? quad : undefined;
}

function isSheet(quad: Quad): boolean {
  return quad.every((corner, at) => {
    const before = quad[(at + 3) % 4] as Point;
    const after = quad[(at + 1) % 4] as Point;
    const [near, far] = [Math.hypot(before.x - corner.x, before.y - corner.y), Math.hypot(after.x - corner.x, after.y - corner.y)];
    const sine = turn(before, corner, after) / (near * far);
    return sine >= Math.sin((LEAST_CORNER_DEGREES * Math.PI) / 180);
  });
}

/** Begins with the corner from which the top runs: of the four sides, the one that is nearest to going right. */
function upright(quad: Quad): Quad {
  const slant = (at: number) => {
    const [from, to] = [quad[at % 4] as Point, quad[(at + 1) % 4] as Point];
    return Math.abs(Math.atan2(to.y - from.y, to.x - from.x));
  };
  const top = [0, 1, 2, 3].reduce((best, at) => (slant(at) < slant(best) ? at : best), 0);
  return [0, 1, 2, 3].map((step) => quad[(top + step) % 4]) as unknown as Quad;
}
