import type { Histogram } from "./histogram.ts";

export interface Rate {
  readonly n: number;
  readonly events: number;
  /** Null when nothing was tried. */
  readonly rate: number | null;
  /** 95 %, Wilson score; null when nothing was tried. Trials of one person are not independent: with few people it is wider in truth. */
  readonly interval: readonly [number, number] | null;
}

const Z95 = 1.959_964;

/** A share with its interval. Wilson, because the plain one says "0 to 0" when nothing happened in ten trials. */
export function rateOf(events: number, n: number): Rate {
  if (n === 0) return { n, events, rate: null, interval: null };
  const share = events / n;
  const spread = Z95 ** 2 / n;
  const centre = (share + spread / 2) / (1 + spread);
  const half = (Z95 * Math.sqrt((share * (1 - share)) / n + spread / (4 * n))) / (1 + spread);
  return { n, events, rate: short(share), interval: [short(Math.max(0, centre - half)), short(Math.min(1, centre + half))] };
}

export interface ErrorRates {
  readonly threshold: number;
  readonly falseAccepts: Rate;
  readonly falseRejects: Rate;
}

export function errorsAt(threshold: number, genuine: Histogram, impostor: Histogram): ErrorRates {
  return {
    threshold,
    falseAccepts: rateOf(impostor.atLeast(threshold), impostor.count),
    falseRejects: rateOf(genuine.below(threshold), genuine.count),
  };
}

/** False rejects at the threshold where at most `falseAccepts` of the impostors pass; null when there are too few to tell. */
export function errorsAtFalseAccepts(falseAccepts: number, genuine: Histogram, impostor: Histogram): ErrorRates | null {
  const threshold = impostor.thresholdFor(falseAccepts);
  if (threshold === null || genuine.count === 0 || impostor.count * falseAccepts < 1) return null;
  return errorsAt(threshold, genuine, impostor);
}

/** Where as many are wrongly rejected as accepted; null when one side is empty. */
export function equalErrorRate(genuine: Histogram, impostor: Histogram): number | null {
  if (genuine.count === 0 || impostor.count === 0) return null;
  let [low, high] = [-1, 1];
  for (let step = 0; step < 20; step++) {
    const middle = (low + high) / 2;
    if (impostor.atLeast(middle) / impostor.count > genuine.below(middle) / genuine.count) low = middle;
    else high = middle;
  }
  return short((impostor.atLeast(high) / impostor.count + genuine.below(high) / genuine.count) / 2);
}

function short(value: number): number {
  return Number(value.toPrecision(4));
}
