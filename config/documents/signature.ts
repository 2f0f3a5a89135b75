/** A point of a pen's path: millimetres from the upper left corner of the pad, milliseconds since the first touch. */
export interface InkPoint {
  readonly x: number;
  readonly y: number;
  readonly at: number;
  /** 0–1; 0.5 where the pad does not measure it. */
  readonly pressure: number;
}

/** A signature as it was written: the strokes are the record, pictures are drawn from them. */
export interface Signature {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly strokes: readonly (readonly InkPoint[])[];
}
