import type { InkPoint, Signature } from "../../config/documents/signature.ts";

/** Where a pointer is, in millimetres from the upper left corner of the pad. */
export interface InkSample {
  readonly pointer: number;
  readonly type: "pen" | "touch" | "mouse";
  readonly x: number;
  readonly y: number;
  /** Any clock, milliseconds. */
  readonly at: number;
  readonly pressure: number;
  /** Longer side of what touches the glass; 0 where nobody measures it. */
  readonly contactMm: number;
}

/** A fingertip covers 8 to 15 mm; the edge of a hand twice as much. */
const PALM_MM = 28;
/** A hand that rests sends the same place over and over. */
const LEAST_STEP_MM = 0.1;

/** Strokes from pointers, one pointer at a time: what else lies on the glass meanwhile is a palm, a sleeve or a child. */
export class InkCapture {
  #strokes: InkPoint[][] = [];
  #writer: { readonly pointer: number; readonly type: InkSample["type"]; readonly from: number } | null = null;
  #startedAt: number | null = null;
  /** The pen was off the pad: what it writes next is a stroke of its own. */
  #isAway = false;
  #hasPen = false;

  get strokes(): readonly (readonly InkPoint[])[] {
    return this.#strokes;
  }

  /** True when this pointer writes from here on. */
  down(sample: InkSample, pad: Pick<Signature, "widthMm" | "heightMm">): boolean {
    if (!this.#mayWrite(sample)) return false;
    if (sample.type === "pen") this.#hasPen = true;
    this.#startedAt ??= sample.at;
    this.#writer = { pointer: sample.pointer, type: sample.type, from: this.#strokes.length };
    this.#isAway = true;
    this.move(sample, pad);
    return true;
  }

  /** True when there is more ink than before. */
  move(sample: InkSample, { widthMm, heightMm }: Pick<Signature, "widthMm" | "heightMm">): boolean {
    if (this.#writer?.pointer !== sample.pointer) return false;
    const { x, y } = sample;
    if (x < 0 || y < 0 || x > widthMm || y > heightMm) {
      this.#isAway = true;
      return false;
    }
    if (this.#isAway) this.#strokes.push([]);
    this.#isAway = false;
    const stroke = this.#strokes.at(-1) ?? [];
    const last = stroke.at(-1);
    if (last && Math.hypot(x - last.x, y - last.y) < LEAST_STEP_MM) return false;
    stroke.push({ x, y, at: Math.max(0, sample.at - (this.#startedAt ?? 0)), pressure: pressureOf(sample) });
    return true;
  }

  up(pointer: number): boolean {
    if (this.#writer?.pointer !== pointer) return false;
    this.#writer = null;
    return true;
  }

  /** The system found that it was no writing after all. */
  cancel(pointer: number): boolean {
    if (this.#writer?.pointer !== pointer) return false;
    this.#strokes.length = this.#writer.from;
    this.#writer = null;
    return true;
  }

  clear(): void {
    this.#strokes = [];
    this.#writer = null;
    this.#startedAt = null;
    this.#hasPen = false;
  }

  #mayWrite({ type, contactMm }: InkSample): boolean {
    if (type === "touch" && (contactMm > PALM_MM || this.#hasPen)) return false;
    if (!this.#writer) return true;
    // The hand came down before the pen it holds: its mark goes, the pen writes.
    if (type !== "pen" || this.#writer.type !== "touch") return false;
    return this.cancel(this.#writer.pointer);
  }
}

function pressureOf({ type, pressure }: InkSample): number {
  return type === "pen" && pressure > 0 ? Math.min(1, pressure) : 0.5;
}
