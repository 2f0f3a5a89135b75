import type { Clock } from "../../base/clock.ts";

export const DOWNLOAD_TRIES = 5;

interface Known {
  tries: number;
  state: "open" | "busy" | "taken";
  readonly until: number;
}

/**
 * How often each ticket was tried, and whether its file has been taken: in this process's memory, until the ticket expires. A restart, or a
 * second process of the same hub, begins anew, so that a ticket is good for one more download and five more tries there, within its quarter
 * of an hour: the price of keeping nothing about anybody.
 */
export class DownloadDesk {
  readonly #clock: Clock;
  readonly #known = new Map<string, Known>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Why this ticket gets nothing now; null when it may. `busy`: it is being served this very moment. */
  refusal(id: string): "spent" | "taken" | "busy" | null {
    const known = this.#known.get(id);
    if (!known) return null;
    if (known.state !== "open") return known.state;
    return known.tries >= DOWNLOAD_TRIES ? "spent" : null;
  }

  /** Counts a wrong answer; how many are left. */
  wrong(id: string, until: number): number {
    const known = this.#of(id, until);
    known.tries += 1;
    return Math.max(0, DOWNLOAD_TRIES - known.tries);
  }

  /** Nobody else is served with this ticket until the function that it gives is called, once: whether the whole file went out. */
  begin(id: string, until: number): (taken: boolean) => void {
    const known = this.#of(id, until);
    known.state = "busy";
    return (taken) => {
      if (known.state === "busy") known.state = taken ? "taken" : "open";
    };
  }

  #of(id: string, until: number): Known {
    const now = this.#clock.now();
    for (const [old, one] of this.#known) if (one.until <= now && one.state !== "busy") this.#known.delete(old);
    const known = this.#known.get(id) ?? { tries: 0, state: "open", until };
    this.#known.set(id, known);
    return known;
  }
}
