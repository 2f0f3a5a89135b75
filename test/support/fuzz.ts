/** One parser under fire. */
export interface FuzzTarget {
  /** `receipt-printer replies`. */
  readonly name: string;
  /** Frames as they come from a good device: the seeds that are mutated. */
  readonly seeds: readonly Uint8Array[];
  /**
   * A fresh parser, as it sees one connection. `push` takes bytes cut anywhere and must not throw; `held` is how many
   * bytes it keeps for later, and stays below `mostHeld` whatever comes.
   */
  make(): { push(bytes: Buffer): void; held(): number };
  readonly mostHeld: number;
}
