import { uuidv7 } from "../../base/random.ts";
import { err } from "../../base/result.ts";
import type { DeviceKind } from "../../config/settings/device-kinds.ts";
import type { Unit } from "../contract/contract.ts";
import type { Bench } from "./bench.ts";
import type { Devices } from "./devices.ts";
import { Interrupted } from "./hands.ts";
import type { Trouble } from "./trouble.ts";

const CALL_WITHIN_MS = 30_000;

/** Ends a contract from inside a call: without device-host nothing more can be tested. */
export class LinkLost extends Error {
  readonly trouble: Trouble;

  constructor(trouble: Trouble) {
    super(trouble.text);
    this.trouble = trouble;
  }
}

/** The device before the technician, as a contract wants it. */
export function unitOf({ clock, random, stop }: Bench, devices: Devices, device: string, lease: string): Unit<DeviceKind> {
  return {
    id: device,
    async status() {
      const list = await devices.list();
      if (!list.ok) throw new LinkLost(list.error);
      const status = list.value.find(({ id }) => id === device);
      if (!status) throw new Error(`device ${device} is no longer in the list`);
      return status;
    },
    async execute(command: string, args: unknown, { withinMs = CALL_WITHIN_MS, signal }: { withinMs?: number; signal?: AbortSignal } = {}) {
      const key = uuidv7(clock.now(), random);
      const either = signal ? AbortSignal.any([signal, stop]) : stop;
      const executed = await devices.execute({ device, command, args, lease, key, withinMs }, either);
      if (stop.aborted) throw new Interrupted();
      if (executed.ok) return executed.value as never;
      // A case that gives its call up hears nothing over the link; the device heard `device.cancelled`.
      if (signal?.aborted && executed.error.exit === "interrupted") return cancelled(device, command) as never;
      throw new LinkLost(executed.error);
    },
  };
}

function cancelled(device: string, command: string) {
  return err({ code: "device.cancelled", device, command, sent: "indeterminate", recovery: "retry", facts: {} });
}
