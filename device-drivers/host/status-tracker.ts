import { isDeepStrictEqual } from "node:util";
import type { Clock, Timer } from "../../base/clock.ts";
import type { DeviceStatus } from "./api.ts";
import type { Observed } from "./driver.ts";

/** Switches bounce and loose plugs chatter; a person does not miss a fifth of a second. */
export const COALESCE_MS = 200;

/**
 * What is known of one device, and who is told: the first change at once, what follows within `COALESCE_MS` together,
 * and nothing that says the same as the last.
 */
export class StatusTracker {
  readonly #clock: Clock;
  readonly #tell: (status: DeviceStatus) => void;
  #current: DeviceStatus;
  #told: DeviceStatus;
  #quiet: Timer | undefined;

  constructor(first: DeviceStatus, clock: Clock, tell: (status: DeviceStatus) => void) {
    this.#current = first;
    this.#told = first;
    this.#clock = clock;
    this.#tell = tell;
  }

  get current(): DeviceStatus {
    return this.#current;
  }

  set(change: Partial<Observed & Pick<DeviceStatus, "model">>): void {
    const next = { ...this.#current, ...change };
    if (isDeepStrictEqual(next, this.#current)) return;
    this.#current = { ...next, since: this.#clock.now() };
    if (!this.#quiet) this.#tellIfNew();
  }

  /** Nothing is told any more. */
  stop(): void {
    this.#quiet?.cancel();
    this.#told = this.#current;
  }

  #tellIfNew(): void {
    this.#quiet = undefined;
    if (isDeepStrictEqual({ ...this.#current, since: 0 }, { ...this.#told, since: 0 })) return;
    this.#told = this.#current;
    this.#quiet = this.#clock.after(COALESCE_MS, () => this.#tellIfNew());
    this.#tell(this.#current);
  }
}
