import { createHash } from "node:crypto";
import type { DownloadStore } from "./download-store.ts";

export const DOWNLOAD_TRIES = 5;

/**
 * How often each ticket was tried, and whether its file has been taken, until the ticket expires: in the hub's store, so that a restart gives
 * nobody more tries. Only who is being served this very moment is in memory.
 */
export class DownloadDesk {
  readonly #store: DownloadStore;
  readonly #busy = new Set<string>();

  constructor(store: DownloadStore) {
    this.#store = store;
  }

  /** Nobody else is served with this ticket until the function that it gives is called; null: somebody is. */
  enter(id: string): (() => void) | null {
    if (this.#busy.has(id)) return null;
    this.#busy.add(id);
    let inside = true;
    return () => {
      if (inside) this.#busy.delete(id);
      inside = false;
    };
  }

  isBusy(id: string): boolean {
    return this.#busy.has(id);
  }

  /** Why this ticket gets nothing any more; null when it may. */
  async refusal(id: string): Promise<"spent" | "taken" | null> {
    const { tries, isTaken } = await this.#store.find(nameOf(id));
    if (isTaken) return "taken";
    return tries >= DOWNLOAD_TRIES ? "spent" : null;
  }

  /** Counts a wrong answer; how many are left. */
  async wrong(id: string, until: number): Promise<number> {
    return Math.max(0, DOWNLOAD_TRIES - (await this.#store.countTry(nameOf(id), until)));
  }

  /** Before the first byte leaves: a hub that is killed on the way must not hand the file out twice. False: it was taken already. */
  take(id: string, until: number): Promise<boolean> {
    return this.#store.take(nameOf(id), until);
  }

  /** The phone went away before it had the whole file. */
  giveBack(id: string): Promise<void> {
    return this.#store.giveBack(nameOf(id));
  }
}

function nameOf(id: string): string {
  return createHash("sha256").update(`zizhu download ticket ${id}`).digest("hex");
}
