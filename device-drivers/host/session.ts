import type { DeviceState } from "./api.ts";
import type { DriverInstance, Observed } from "./driver.ts";

export interface Ending {
  readonly state: DeviceState;
  readonly reason: string;
}

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
  end(state: DeviceState, reason: string): void {
    this.#resolve({ state, reason });
    this.#over.abort("device.closed");
  }
}
