import { err, ok, type Result } from "../../base/result.ts";
import { type InkCurve, inkCurves, nibOf } from "./ink-curves.ts";
import { checkSignature, type Signature, type SignatureProblem } from "./signature.ts";

const INK = "#10203c";
/** Around the ink, so that a thick line's edge is not cut. */
const MARGIN_MM = 2;
const MM_PER_INCH = 25.4;
/** Print quality for a signature on a form. */
const DOTS_PER_INCH = 200;
/** A pad as wide as the screen gives a picture of this width at most; larger ones are drawn coarser. */
const MAX_SIDE_PX = 2_000;

export interface SignaturePng {
  readonly png: Buffer;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Size at which it is as large as it was written. */
  readonly widthMm: number;
  readonly heightMm: number;
}

/** The signature as an SVG of its ink, cut to it, in real size. */
export function signatureSvg(signature: Signature): Result<string, SignatureProblem> {
  const checked = checkSignature(signature);
  if (!checked.ok) return checked;
  const { x, y, widthMm, heightMm } = frameOf(signature);
  const paths = runsOf(signature).map(({ widthMm, curves }) => `<path stroke-width="${widthMm}" d="${curves.map(pathOf).join("")}"/>`);
  return ok(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthMm}mm" height="${heightMm}mm" viewBox="${x} ${y} ${widthMm} ${heightMm}">` +
      `<g fill="none" stroke="${INK}" stroke-linecap="round" stroke-linejoin="round">${paths.join("")}</g></svg>`,
  );
}

/** The signature's ink on a transparent ground, for paper. The drawing library is loaded when a picture is first wanted. */
export async function signaturePng(signature: Signature): Promise<Result<SignaturePng, SignatureProblem>> {
  const checked = checkSignature(signature);
  if (!checked.ok) return err(checked.error);
  const { createCanvas } = await import("@napi-rs/canvas");
  const { x, y, widthMm, heightMm } = frameOf(signature);
  const pxPerMm = Math.min(DOTS_PER_INCH / MM_PER_INCH, MAX_SIDE_PX / Math.max(widthMm, heightMm));
  const [widthPx, heightPx] = [Math.ceil(widthMm * pxPerMm), Math.ceil(heightMm * pxPerMm)];
  const canvas = createCanvas(widthPx, heightPx);
  const paint = canvas.getContext("2d");
  paint.scale(pxPerMm, pxPerMm);
  paint.translate(-x, -y);
  Object.assign(paint, { lineCap: "round", lineJoin: "round", strokeStyle: INK });
  for (const run of runsOf(signature)) {
    paint.lineWidth = run.widthMm;
    paint.beginPath();
    for (const { from, control1, control2, to } of run.curves) {
      paint.moveTo(from.x, from.y);
      paint.bezierCurveTo(control1.x, control1.y, control2.x, control2.y, to.x, to.y);
    }
    paint.stroke();
  }
  return ok({ png: canvas.toBuffer("image/png"), widthPx, heightPx, widthMm, heightMm });
}

/** Upper left corner and size of the ink with its margin. */
function frameOf({ strokes }: Signature) {
  const points = strokes.flat();
  const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)];
  const [x, y] = [Math.min(...xs) - MARGIN_MM, Math.min(...ys) - MARGIN_MM].map(hundredths) as [number, number];
  return { x, y, widthMm: hundredths(Math.max(...xs) + MARGIN_MM - x), heightMm: hundredths(Math.max(...ys) + MARGIN_MM - y) };
}

/** Neighbouring curves of one width in one go: a signature without pressure is one path for each stroke. */
function runsOf(signature: Signature): { widthMm: number; curves: InkCurve[] }[] {
  const nib = nibOf(signature);
  return signature.strokes.flatMap((stroke) => {
    const runs: { widthMm: number; curves: InkCurve[] }[] = [];
    for (const curve of inkCurves(stroke, nib)) {
      const last = runs.at(-1);
      if (last?.widthMm === curve.widthMm) last.curves.push(curve);
      else runs.push({ widthMm: curve.widthMm, curves: [curve] });
    }
    return runs;
  });
}

function pathOf({ from, control1, control2, to }: InkCurve, at: number): string {
  const say = ({ x, y }: { readonly x: number; readonly y: number }) => `${hundredths(x)} ${hundredths(y)}`;
  return `${at === 0 ? `M${say(from)}` : ""}C${say(control1)} ${say(control2)} ${say(to)}`;
}

function hundredths(mm: number): number {
  return Math.round(mm * 100) / 100;
}
