import { type Clock, every, pause, type Timer } from "../../base/clock.ts";
import type { HidFarEnd } from "../transport/hid-simulator.ts";
import { encodePen, type PenReport } from "./pen-report.ts";
import type { PadProfile } from "./profiles.ts";

/** What is wrong with the tablet until it is repaired. `mouse`: it lost its mode and speaks as a mouse. */
export type PadFault = "none" | "silent" | "garbage" | "slow" | "endless" | "mouse";

/** Corners of strokes in shares of the surface. */
export type Hand = readonly (readonly (readonly [number, number])[])[];

/** 永, as it is taught: what a hand writes when it is told to sign. */
export const SAMPLE_HAND: Hand = [
  [
    [0.45, 0.1],
    [0.52, 0.18],
  ],
  [
    [0.35, 0.28],
    [0.52, 0.28],
    [0.52, 0.85],
    [0.46, 0.8],
  ],
  [
    [0.22, 0.45],
    [0.4, 0.45],
    [0.24, 0.75],
  ],
  [
    [0.75, 0.3],
    [0.55, 0.5],
  ],
  [
    [0.55, 0.5],
    [0.8, 0.8],
  ],
];

const REPORT_MS = 10;
const SLOW_REPORT_MS = 60;
const STEPS = 5;

/** A pen tablet on USB with a hand before it; can be told to fail. */
export class PadSimulator {
  fault: PadFault = "none";
  readonly #clock: Clock;
  readonly #profile: PadProfile;
  readonly #ends = new Set<HidFarEnd>();
  readonly #onInk: (() => void)[] = [];
  #turn = 0;
  #flood: Timer | undefined;

  constructor(clock: Clock, profile: PadProfile) {
    this.#clock = clock;
    this.#profile = profile;
  }

  attach(end: HidFarEnd): void {
    this.#ends.add(end);
    end.onClose(() => this.#ends.delete(end));
  }

  /** Called once, when the second stroke of a hand begins. */
  onInk(then: () => void): void {
    this.#onInk.push(then);
  }

  /** Writes stroke by stroke and takes the pen away. */
  async write(hand: Hand = SAMPLE_HAND): Promise<void> {
    for (const [at, stroke] of hand.entries()) {
      if (at === 1) for (const then of this.#onInk.splice(0)) then();
      for (const place of alongThe(stroke)) await this.#send(place, true);
      await this.#send(stroke.at(-1) ?? [0, 0], false);
      await pause(this.#clock, 200);
    }
  }

  /** The pen is put down and stays where it is. */
  async rest(place: readonly [number, number]): Promise<void> {
    await this.#send(place, true);
  }

  async lift(place: readonly [number, number]): Promise<void> {
    await this.#send(place, false);
  }

  /** Reports without end, as from a broken pen. */
  flood(): void {
    this.#flood ??= every(this.#clock, REPORT_MS, () => {
      for (let one = 0; one < 50; one++) this.#report(this.#pen([(this.#turn * 0.37) % 1, (this.#turn * 0.73) % 1], true));
    });
  }

  calm(): void {
    this.#flood?.cancel();
    this.#flood = undefined;
  }

  async #send(place: readonly [number, number], isDown: boolean): Promise<void> {
    this.#report(this.#pen(place, isDown));
    await pause(this.#clock, this.fault === "slow" ? SLOW_REPORT_MS : REPORT_MS);
  }

  #pen([x, y]: readonly [number, number], isDown: boolean): PenReport {
    this.#turn += 1;
    const { widthMm, heightMm } = this.#profile;
    return { isDown, x: x * widthMm, y: y * heightMm, pressure: isDown ? 0.5 : 0 };
  }

  #report(pen: PenReport): void {
    if (this.fault === "silent") return;
    const report = encodePen(pen, this.#profile);
    if (this.fault === "garbage") report.fill(0xff, 1);
    if (this.fault === "mouse") report[0] = this.#profile.reportNumber + 1;
    for (const end of this.#ends) end.send(report);
  }
}

function alongThe(stroke: Hand[number]): (readonly [number, number])[] {
  return stroke.flatMap((to, at): (readonly [number, number])[] => {
    const from = stroke[at - 1];
    if (!from) return [to];
    return Array.from({ length: STEPS }, (_, step) => {
      const share = (step + 1) / STEPS;
      return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
    });
  });
}
