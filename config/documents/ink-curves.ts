import { distance, type InkPoint, type InkStroke, type Signature } from "./signature.ts";

interface Place {
  readonly x: number;
  readonly y: number;
}

/** A cubic Bézier curve in millimetres, to be drawn with round ends. */
export interface InkCurve {
  readonly widthMm: number;
  readonly from: Place;
  readonly control1: Place;
  readonly control2: Place;
  readonly to: Place;
}

/** A turn sharper than this is a corner of the character (折, 钩), not a bend to be smoothed. */
const CORNER_COSINE = Math.cos((70 * Math.PI) / 180);
/** A dot has to have a length: a canvas draws nothing for a line without one. */
const DOT_MM = 0.01;

/** How thick the pen draws at half pressure: to a large pad people write large. */
export function nibOf({ heightMm }: Pick<Signature, "heightMm">): number {
  return Math.min(1.6, Math.max(0.4, heightMm / 100));
}

/** A stroke as smooth curves through all of its points, thicker where the pen was pressed. */
export function inkCurves(stroke: InkStroke, nibMm: number): InkCurve[] {
  const [only] = stroke;
  if (only && stroke.length === 1) {
    const end = { x: only.x + DOT_MM, y: only.y };
    return [{ widthMm: widthFor(nibMm, only.pressure), from: only, control1: only, control2: end, to: end }];
  }
  const tangents = stroke.map((_, at) => tangentAt(stroke, at));
  return stroke.slice(1).map((to, at) => {
    const from = stroke[at] as InkPoint;
    const [leaving, arriving] = [tangents[at] ?? NONE, tangents[at + 1] ?? NONE];
    // A third of the length keeps the curve inside its span: no loops where the points are unevenly spaced.
    const reach = distance(from, to) / 3;
    return {
      widthMm: widthFor(nibMm, (from.pressure + to.pressure) / 2),
      from,
      control1: { x: from.x + leaving.x * reach, y: from.y + leaving.y * reach },
      control2: { x: to.x - arriving.x * reach, y: to.y - arriving.y * reach },
      to,
    };
  });
}

const NONE: Place = { x: 0, y: 0 };

/** Direction of the pen at a point, one long; none at a corner and at the ends. */
function tangentAt(stroke: InkStroke, at: number): Place {
  const [before, here, after] = [stroke[at - 1], stroke[at], stroke[at + 1]];
  if (!before || !here || !after) return NONE;
  const [coming, going] = [direction(before, here), direction(here, after)];
  return coming.x * going.x + coming.y * going.y < CORNER_COSINE ? NONE : direction(before, after);
}

function direction(from: Place, to: Place): Place {
  const length = distance(from, to);
  return length === 0 ? NONE : { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
}

// In steps, so that neighbouring curves can be one path.
function widthFor(nibMm: number, pressure: number): number {
  return Math.round(nibMm * (0.5 + pressure) * 20) / 20;
}
