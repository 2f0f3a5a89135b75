import type { DeviceState } from "./api.ts";
import type { DriverInstance, Observed } from "./driver.ts";

export interface Ending {
  readonly state: DeviceState;
  readonly reason: string;
  /**
   * How it counts. `away`: cable or power, tried again for ever. `fault`: the driver itself failed, tried again so many
   * times. `final`: trying again cannot help. `reset`: a person asked for it.
   */
  readonly weight: "away" | "fault" | "final" | "reset";
}

/** A reason is read by a person; the mistakes in a device's settings, a line each, are the longest. */
const MOST_REASON_CHARS = 2_000;

/** One connection of one device, from the start of `open` to its end; what a driver says after that is not heard. */
export class Session {
  /** What the driver reported while it was opening. */
  early: Partial<Observed> = {};
  instance: DriverInstance<never> | undefined;
  /** A status question is out, perhaps long overdue; a second one would only pile up behind it. */
  isAsking = false;
  readonly gone: Promise<Ending>;
  readonly #over = new AbortController();
  #resolve: (ending: Ending) => void = () => undefined;

  constructor() {
    this.gone = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  get isOver(): boolean {
    return this.#over.signal.aborted;
  }

  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** The first ending counts. */
  end(state: DeviceState, reason: string, weight: Ending["weight"] = "away"): void {
    // A driver's reason is a string by its type only.
    this.#resolve({ state, reason: String(reason).slice(0, MOST_REASON_CHARS), weight });
    this.#over.abort("device.closed");
  }
}
