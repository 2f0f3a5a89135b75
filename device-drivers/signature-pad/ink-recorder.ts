import { checkSignature, type InkPoint, type Signature, simplifySignature } from "../../config/documents/signature.ts";
import type { PenReport } from "./pen-report.ts";
import type { PadProfile } from "./profiles.ts";
import { REPORT_GAP_MS } from "./timing.ts";

/** Two minutes of a pen that never rests, at 200 reports a second: nobody signs longer. */
export const MAX_POINTS_HELD = 24_000;
/** A pen that rests sends the same place over and over. */
const LEAST_STEP_MM = 0.05;

/** Ink of one signature, from the first touch on. What was begun before it is not taken: the pen has to be lifted once. */
export class InkRecorder {
  readonly #pad: PadProfile;
  #strokes: InkPoint[][] = [];
  #held = 0;
  #isDown: boolean;
  #isOurs: boolean;
  #startedAt: number | null = null;
  #lastAt: number | null = null;

  constructor(pad: PadProfile, isDownAlready: boolean) {
    this.#pad = pad;
    this.#isDown = isDownAlready;
    this.#isOurs = !isDownAlready;
  }

  get isDown(): boolean {
    return this.#isDown;
  }

  get pointsHeld(): number {
    return this.#held;
  }

  get isFull(): boolean {
    return this.#held >= MAX_POINTS_HELD;
  }

  /** `at`: monotonic milliseconds. */
  take({ isDown, x, y, pressure }: PenReport, at: number): void {
    const isTorn = this.#lastAt !== null && at - this.#lastAt > REPORT_GAP_MS;
    const begins = isDown && (!this.#isDown || isTorn);
    if (!isDown || isTorn) this.#isOurs = true;
    this.#lastAt = at;
    this.#isDown = isDown;
    if (!isDown || !this.#isOurs || this.isFull) return;
    this.#startedAt ??= at;
    if (begins || this.#strokes.length === 0) this.#strokes.push([]);
    const stroke = this.#strokes.at(-1) ?? [];
    const last = stroke.at(-1);
    if (last && Math.hypot(x - last.x, y - last.y) < LEAST_STEP_MM) return;
    stroke.push({ x, y, at: at - this.#startedAt, pressure });
    this.#held += 1;
  }

  /** Undefined as long as the ink is no signature. */
  signature(): Signature | undefined {
    const { widthMm, heightMm } = this.#pad;
    const signature = simplifySignature({ widthMm, heightMm, strokes: this.#strokes });
    return checkSignature(signature).ok ? signature : undefined;
  }

  forget(): void {
    this.#strokes = [];
    this.#held = 0;
  }
}
