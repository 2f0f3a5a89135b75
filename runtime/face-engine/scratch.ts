/** Buffers for something of a face, used again from frame to frame rather than left to the collector. They hold zeros while nobody has them. */
export class Scratch<Values extends Float32Array | Uint8ClampedArray> {
  readonly #make: (length: number) => Values;
  readonly #keep: number;
  readonly #free: Values[] = [];

  /** `keep`: how many at most wait for use. */
  constructor(make: (length: number) => Values, keep: number) {
    this.#make = make;
    this.#keep = keep;
  }

  take(length: number): Values {
    const at = this.#free.findIndex((one) => one.length === length);
    return at < 0 ? this.#make(length) : (this.#free.splice(at, 1)[0] ?? this.#make(length));
  }

  /** Wipes it; nobody may look at it afterwards. */
  give(values: Values): void {
    values.fill(0);
    if (this.#free.includes(values)) return;
    this.#free.push(values);
    if (this.#free.length > this.#keep) this.#free.shift();
  }
}
