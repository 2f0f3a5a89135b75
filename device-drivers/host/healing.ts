import type { Clock } from "../../base/clock.ts";
import type { Random } from "../../base/random.ts";
import { backOffMs, STABLE_MS } from "./back-off.ts";
import type { DeviceFault, DeviceHealing } from "./device-info.ts";
import type { Ending } from "./session.ts";

/**
 * So many faults of the driver itself within this time, and it is given up: a glitch does not come back five times in
 * ten minutes, a bug does, and each try takes a second of the machine from the person in front of it. Ten minutes also
 * holds five opens that hang for their whole time.
 */
export const MOST_FAULTS = 5;
export const FAULT_WINDOW_MS = 10 * 60_000;

const KEPT_FAILURES = 10;

/** How one device is brought back: when the next try is, and when there is none any more. */
export class Healing {
  readonly #clock: Clock;
  readonly #random: Random;
  #attempt = 0;
  #connectedAt: number | undefined;
  #nextTryAt: number | undefined;
  #isGivenUp = false;
  /** When the driver itself failed, on the monotonic clock. */
  #faultsAt: readonly number[] = [];
  #failures: readonly DeviceFault[] = [];

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  get report(): DeviceHealing {
    const holds = this.#connectedAt !== undefined && this.#clock.monotonic() - this.#connectedAt >= STABLE_MS;
    return {
      attempt: holds ? 0 : this.#attempt,
      nextTryAt: this.#nextTryAt ?? null,
      givenUp: this.#isGivenUp,
      failures: this.#failures,
    };
  }

  trying(): void {
    this.#nextTryAt = undefined;
  }

  connected(): void {
    this.#connectedAt = this.#clock.monotonic();
  }

  /** After a try or a connection that took `heldMs`: how long to wait before the next, or that there is none. */
  after(ending: Ending, heldMs: number): number | "given-up" {
    this.#connectedAt = undefined;
    if (ending.weight === "reset") return 0;
    this.#remember(ending);
    // A device that comes and goes is not new each time: only a connection that held starts the count again.
    this.#attempt = heldMs >= STABLE_MS ? 1 : this.#attempt + 1;
    const now = this.#clock.monotonic();
    if (ending.weight === "fault") this.#faultsAt = [...this.#faultsAt.filter((at) => now - at < FAULT_WINDOW_MS), now];
    this.#isGivenUp = ending.weight === "final" || (ending.weight === "fault" && this.#faultsAt.length >= MOST_FAULTS);
    if (this.#isGivenUp) return "given-up";
    const wait = backOffMs(this.#attempt, this.#random);
    this.#nextTryAt = this.#clock.now() + wait;
    return wait;
  }

  /** A person asks for a fresh start; what went wrong before stays to be read. */
  reset(): void {
    this.#attempt = 0;
    this.#faultsAt = [];
    this.#isGivenUp = false;
    this.#nextTryAt = undefined;
  }

  #remember({ state, reason }: Ending): void {
    const now = this.#clock.now();
    const last = this.#failures.at(-1);
    const again = last?.state === state && last.reason === reason ? last : undefined;
    const others = again ? this.#failures.slice(0, -1) : this.#failures;
    this.#failures = [...others, { at: again?.at ?? now, lastAt: now, times: (again?.times ?? 0) + 1, state, reason }].slice(
      -KEPT_FAILURES,
    );
  }
}

/** For the technician, in `reasons`, after why it failed last. */
export const GIVEN_UP = `given up after ${MOST_FAULTS} faults of the driver in ${FAULT_WINDOW_MS / 60_000} minutes: check device and cable, then reset the device`;
