/**
 * Hands over the newest item: one that was not fetched in time is replaced, and given to `discard`. For a camera, where an old
 * picture is worth nothing. One reader; what was put before `end` is still read.
 */
export class Newest<T> {
  readonly #discard: (item: T) => void;
  #item: { readonly value: T } | undefined;
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(discard: (item: T) => void) {
    this.#discard = discard;
  }

  put(value: T): void {
    if (this.#ended) {
      this.#discard(value);
      return;
    }
    if (this.#item) this.#discard(this.#item.value);
    this.#item = { value };
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** The next item, or undefined once ended and empty. */
  async take(): Promise<T | undefined> {
    while (!this.#item && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const taken = this.#item;
    this.#item = undefined;
    return taken?.value;
  }

  /** Ends, and throws away what was not read. */
  close(): void {
    if (this.#item) this.#discard(this.#item.value);
    this.#item = undefined;
    this.end();
  }
}
