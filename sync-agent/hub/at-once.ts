/** So many at the same time for each client, and no more. */
export class AtOnce {
  readonly #most: number;
  readonly #now = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** What `work` gives; null, and nothing was begun, when `client` has all its places taken. */
  async run<T>(client: string, work: () => Promise<T>): Promise<T | null> {
    const before = this.#now.get(client) ?? 0;
    if (before >= this.#most) return null;
    this.#now.set(client, before + 1);
    try {
      return await work();
    } finally {
      const left = (this.#now.get(client) ?? 1) - 1;
      if (left > 0) this.#now.set(client, left);
      else this.#now.delete(client);
    }
  }
}
