import { type Clock, pause } from "../../base/clock.ts";
import { err, type Result } from "../../base/result.ts";
import type { DeviceKind } from "../../config/settings/device-kinds.ts";
import type { DeviceFailure, LeaseHolder } from "../../device-drivers/host/api.ts";
import type { CommandName, Commands } from "../../device-drivers/kinds/kinds.ts";
import type { CommandCall, Devices } from "./devices.ts";

/** A lease that somebody else is just giving back is waited for this long. */
const TRIES = 8;
const TRY_AGAIN_MS = 500;

/**
 * One holder's grip on the devices for as long as it needs them. A device-host that was restarted has forgotten the lease; the grip is
 * then taken anew, because a command refused for want of a lease was certainly not sent.
 */
export class Hold {
  readonly #devices: Devices;
  readonly #holder: LeaseHolder;
  readonly #clock: Clock;
  readonly #over = new AbortController();
  #lease: Promise<string | null> | undefined;

  constructor(devices: Devices, holder: LeaseHolder, clock: Clock) {
    this.#devices = devices;
    this.#holder = holder;
    this.#clock = clock;
  }

  /** Null when somebody else keeps the devices, or device-host is away. */
  acquire(): Promise<string | null> {
    this.#lease ??= this.#take();
    return this.#lease;
  }

  async execute<K extends DeviceKind, C extends CommandName<K>>(
    kind: K,
    command: C,
    args: Commands[K][C] extends { args: infer A } ? A : never,
    call: Omit<CommandCall, "lease">,
  ): Promise<Result<Commands[K][C] extends { value: infer V } ? V : never, DeviceFailure>> {
    for (let first = true; ; first = false) {
      const lease = await this.acquire();
      if (lease === null) {
        this.#lease = undefined;
        const facts = { why: this.#devices.up ? "the devices are in use" : "device-host is away" };
        const code = this.#devices.up ? "device.leased" : "device.offline";
        return err({ code, device: kind, command, sent: "no", recovery: "retry", facts });
      }
      const done = await this.#devices.execute(kind, command, args, { ...call, lease });
      const refused = !done.ok && (done.error.code === "device.no-lease" || done.error.code === "device.leased");
      const forgotten = refused && done.error.sent === "no";
      if (!forgotten || !first) return done;
      this.#lease = undefined;
    }
  }

  async release(): Promise<void> {
    this.#over.abort();
    const lease = await this.#lease;
    if (lease) await this.#devices.release(lease);
  }

  async #take(): Promise<string | null> {
    for (let tried = 1; ; tried++) {
      if (this.#over.signal.aborted) return null;
      const leased = await this.#devices.lease(this.#holder);
      if (leased.ok) return leased.value;
      if (tried === TRIES) return null;
      await pause(this.#clock, TRY_AGAIN_MS, this.#over.signal);
    }
  }
}
