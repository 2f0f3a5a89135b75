import type { Clock } from "../../base/clock.ts";
import type { SeenCard } from "./pcsc.ts";

export type Waited =
  | "met"
  /** The reader or the service is gone. */
  | "ended"
  /** The caller gave up. */
  | "stopped"
  | "late";

/** The reader that was chosen: which card lies in it, and whoever waits for that to change. */
export class Slot {
  readonly #clock: Clock;
  readonly #waiting = new Set<() => void>();
  #card: SeenCard | undefined;
  #ended: string | undefined;

  constructor(clock: Clock, card: SeenCard | undefined) {
    this.#clock = clock;
    this.#card = card;
  }

  get card(): SeenCard | undefined {
    return this.#card;
  }

  /** Why it is gone; undefined while it is not. */
  get ended(): string | undefined {
    return this.#ended;
  }

  see(card: SeenCard | undefined): void {
    this.#card = card;
    this.#tell();
  }

  end(why: string): void {
    this.#ended ??= why;
    this.#tell();
  }

  /** Waits until the card is as wanted; for ever, unless `withinMs` says how long. */
  until(is: (card: SeenCard | undefined) => boolean, signal?: AbortSignal, withinMs?: number): Promise<Waited> {
    return new Promise((resolve) => {
      const settle = (how: Waited) => {
        timer?.cancel();
        signal?.removeEventListener("abort", stop);
        this.#waiting.delete(look);
        resolve(how);
      };
      const stop = () => settle("stopped");
      const look = () => {
        if (this.#ended !== undefined) settle("ended");
        else if (is(this.#card)) settle("met");
      };
      const timer = withinMs === undefined ? undefined : this.#clock.after(withinMs, () => settle("late"));
      this.#waiting.add(look);
      signal?.addEventListener("abort", stop, { once: true });
      if (signal?.aborted) stop();
      else look();
    });
  }

  #tell(): void {
    for (const look of [...this.#waiting]) look();
  }
}
