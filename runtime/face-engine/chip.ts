import { eyes, type Face, fitSimilarity, invert, noseTip, type Point } from "./geometry.ts";
import { lumaAt, type Picture } from "./picture.ts";

/** Side of the square that the embedding network looks at. */
export const CHIP_SIDE = 112;

/** Where ArcFace-trained networks expect the eyes, the nose tip and the corners of the mouth. */
const TEMPLATE: readonly Point[] = [
  { x: 38.2946, y: 51.6963 },
  { x: 73.5318, y: 51.5014 },
  { x: 56.0252, y: 71.7366 },
  { x: 41.5493, y: 92.3655 },
  { x: 70.7299, y: 92.2041 },
];

/** A face cut out, turned upright and scaled so that its five points lie on the template: 112×112 RGBA. */
export function cutChip(picture: Picture, face: Face): Picture {
  const [left, right] = eyes(face);
  const nose = noseTip(face);
  const five = [left, right, nose, face.landmarks[48] ?? nose, face.landmarks[54] ?? nose];
  const { a, b, dx, dy } = invert(fitSimilarity(five, TEMPLATE));
  const rgba = new Uint8ClampedArray(CHIP_SIDE * CHIP_SIDE * 4);
  for (let y = 0, to = 0; y < CHIP_SIDE; y++) {
    for (let x = 0; x < CHIP_SIDE; x++, to += 4) copyPixel(picture, a * x - b * y + dx, b * x + a * y + dy, rgba, to);
  }
  return { width: CHIP_SIDE, height: CHIP_SIDE, rgba };
}

/** Bilinear; outside the picture is black, as the network was trained. */
function copyPixel(picture: Picture, x: number, y: number, rgba: Uint8ClampedArray, to: number): void {
  const left = Math.floor(x);
  const top = Math.floor(y);
  rgba[to + 3] = 255;
  if (left < 0 || top < 0 || left + 1 >= picture.width || top + 1 >= picture.height) return;
  const fx = x - left;
  const fy = y - top;
  const at = (top * picture.width + left) * 4;
  const below = at + picture.width * 4;
  const pixels = picture.rgba;
  for (let c = 0; c < 3; c++) {
    const upper = (pixels[at + c] ?? 0) * (1 - fx) + (pixels[at + 4 + c] ?? 0) * fx;
    const lower = (pixels[below + c] ?? 0) * (1 - fx) + (pixels[below + 4 + c] ?? 0) * fx;
    rgba[to + c] = upper * (1 - fy) + lower * fy;
  }
}

/** Mean brightness of a chip, and the variance of its Laplacian: low when blurred. */
export function lightAndSharpness(chip: Picture): { readonly light: number; readonly sharpness: number } {
  const { width, height, rgba } = chip;
  const luma = new Float32Array(width * height);
  let light = 0;
  for (let at = 0; at < luma.length; at++) light += luma[at] = lumaAt(rgba, at * 4);
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const edge = 4 * (luma[at] ?? 0) - (luma[at - 1] ?? 0) - (luma[at + 1] ?? 0) - (luma[at - width] ?? 0) - (luma[at + width] ?? 0);
      sum += edge;
      squares += edge * edge;
    }
  }
  const count = (width - 2) * (height - 2);
  luma.fill(0);
  return { light: light / (width * height), sharpness: squares / count - (sum / count) ** 2 };
}
