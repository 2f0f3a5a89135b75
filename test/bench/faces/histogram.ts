const BINS_PER_UNIT = 10_000;
const LOWEST = -1;
const HIGHEST = 1;

/** Similarities from −1 to 1, counted to the fourth decimal: millions of impostor comparisons take no more room than ten. */
export class Histogram {
  readonly #bins = new Float64Array((HIGHEST - LOWEST) * BINS_PER_UNIT + 1);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(value: number): void {
    const at = binOf(value);
    this.#bins[at] = (this.#bins[at] ?? 0) + 1;
    this.#count += 1;
  }

  /** How many are `threshold` or more. */
  atLeast(threshold: number): number {
    let found = 0;
    for (let at = binOf(threshold); at < this.#bins.length; at++) found += this.#bins[at] ?? 0;
    return found;
  }

  below(threshold: number): number {
    return this.#count - this.atLeast(threshold);
  }

  /** The value below which `share` of them lie; null of nothing. */
  quantile(share: number): number | null {
    if (this.#count === 0) return null;
    let left = share * this.#count;
    for (let at = 0; at < this.#bins.length; at++) {
      left -= this.#bins[at] ?? 0;
      if (left <= 0 && (this.#bins[at] ?? 0) > 0) return likenessOf(at);
    }
    return this.quantile(0.999_999);
  }

  /** The lowest threshold at which at most `share` of them pass. */
  thresholdFor(share: number): number | null {
    if (this.#count === 0) return null;
    let passing = 0;
    for (let at = this.#bins.length - 1; at >= 0; at--) {
      passing += this.#bins[at] ?? 0;
      if (passing > share * this.#count) return likenessOf(Math.min(at + 1, this.#bins.length - 1));
    }
    return LOWEST;
  }

  /** What a reader wants of a distribution. */
  summary(): Readonly<Record<string, number | null>> {
    const shares = { min: 0, p1: 0.01, p5: 0.05, p50: 0.5, p95: 0.95, p99: 0.99, "p99.9": 0.999, max: 1 };
    const values = Object.entries(shares).map(([name, share]) => [name, this.quantile(share)] as const);
    return { n: this.#count, ...Object.fromEntries(values) };
  }
}

function binOf(value: number): number {
  const held = Math.min(HIGHEST, Math.max(LOWEST, value));
  return Math.round((held - LOWEST) * BINS_PER_UNIT);
}

function likenessOf(bin: number): number {
  return Number((LOWEST + bin / BINS_PER_UNIT).toFixed(4));
}
