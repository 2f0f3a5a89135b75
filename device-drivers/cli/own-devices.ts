import type { Clock } from "../../base/clock.ts";
import { silentLog } from "../../base/log.ts";
import type { Random } from "../../base/random.ts";
import { ok } from "../../base/result.ts";
import type { DeviceSettings } from "../../config/settings/settings.ts";
import { DeviceHost } from "../host/host.ts";
import type { ModuleLoader } from "../host/registry.ts";
import type { CountStore } from "../host/statistics.ts";
import type { Devices } from "./devices.ts";
import { troubled } from "./trouble.ts";

export interface OwnParts {
  readonly devices: readonly DeviceSettings[];
  readonly clock: Clock;
  readonly random: Random;
  /** What device-host has counted; the counters of a test are not added to it. */
  readonly counts: CountStore;
  readonly load?: ModuleLoader;
}

/** The one who holds the lease: there is nobody else in this process. */
const OURSELVES = 1;

/** A device-host inside this process, for when none runs. */
export async function openOwnDevices(parts: OwnParts): Promise<Devices> {
  const { devices, clock, random, counts, load } = parts;
  const host = new DeviceHost({
    ...{ devices, clock, random, log: silentLog },
    counts: { load: () => counts.load(), save: () => undefined },
    ...(load ? { load } : {}),
  });
  await host.start();
  let lease = "";
  return {
    isOwn: true,
    list: async () => ok(host.list()),
    info: async (device) => ok(host.info(device)),
    async enter() {
      const acquired = host.acquire("self-test", OURSELVES);
      if (!acquired.ok) return troubled("busy", "mode.taken", { by: acquired.error.heldBy });
      lease = acquired.value.lease;
      return ok(lease);
    },
    leave: async () => void host.release(lease),
    execute: async (request, signal) => ok(await host.execute(request, signal)),
    onStatus: (then) => host.onStatus(then),
    onLink: (then) => then(true),
    close: () => host.close(),
  };
}
