import { type Box, iou } from "./geometry.ts";

export interface Found {
  readonly score: number;
  readonly box: Box;
}

/** Sizes that TinyFaceDetector's five boxes of a cell start from, in cells. */
const ANCHORS = [
  [1.603231, 2.094468],
  [6.041143, 7.080126],
  [2.882459, 3.518061],
  [4.266906, 5.178857],
  [9.041765, 10.66308],
] as const;

/** x, y, width, height and score of each anchor. */
const PER_ANCHOR = 5;

/** Two boxes that overlap more are one face. */
const SAME_FACE = 0.4;

/**
 * The faces in TinyFaceDetector's 25 planes of `count`×`count` numbers, surest first. `longSide`: of the picture, in px, which the square of
 * cells covers. YOLO's coding: middle = (cell + σ(x)) / count, size = anchor · eʷ / count, score = σ(s).
 */
export function readCells(cells: Float32Array, longSide: number, minScore: number): Found[] {
  const count = Math.round(Math.sqrt(cells.length / (PER_ANCHOR * ANCHORS.length)));
  const plane = count * count;
  const px = longSide / count;
  const found: Found[] = [];
  for (const [which, anchor] of ANCHORS.entries()) {
    for (let cell = 0; cell < plane; cell++) {
      const at = which * PER_ANCHOR * plane + cell;
      const score = sigmoid(cells[at + 4 * plane] ?? 0);
      // Also refuses a score that is no number.
      if (!(score > minScore)) continue;
      const width = Math.exp(cells[at + 2 * plane] ?? 0) * anchor[0] * px;
      const height = Math.exp(cells[at + 3 * plane] ?? 0) * anchor[1] * px;
      const x = ((cell % count) + sigmoid(cells[at] ?? 0)) * px - width / 2;
      const y = (Math.floor(cell / count) + sigmoid(cells[at + plane] ?? 0)) * px - height / 2;
      found.push({ score, box: { x, y, width, height } });
    }
  }
  return surest(found);
}

/** Non-maximum suppression. */
function surest(found: readonly Found[]): Found[] {
  const kept: Found[] = [];
  for (const one of found.toSorted((a, b) => b.score - a.score)) {
    if (kept.every(({ box }) => iou(box, one.box) <= SAME_FACE)) kept.push(one);
  }
  return kept;
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
