import { systemClock } from "../../base/clock.ts";
import { silentLog } from "../../base/log.ts";
import { systemRandom } from "../../base/random.ts";
import { must } from "../../base/result.ts";
import type { DeviceKind } from "../../config/settings/device-kinds.ts";
import type { DeviceSettings } from "../../config/settings/settings.ts";
import type { Unit } from "../../device-drivers/contract/contract.ts";
import type { DeviceStatus } from "../../device-drivers/host/api.ts";
import { DeviceHost } from "../../device-drivers/host/host.ts";

/** One device behind the real host on the machine's own ports and clock, once it is online. */
export async function realUnit<K extends DeviceKind>(settings: DeviceSettings): Promise<{ unit: Unit<K>; close(): Promise<void> }> {
  const host = new DeviceHost({
    devices: [settings],
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
    counts: { load: () => ({}), save: () => undefined },
  });
  const online = new Promise<void>((resolve) => host.onStatus(({ state }) => state === "online" && resolve()));
  await host.start();
  await online;
  const { lease } = must(host.acquire("self-test", 1));
  let key = 0;
  return {
    unit: {
      id: settings.id,
      status: async () => host.list()[0] as DeviceStatus,
      execute: async (command, args, { withinMs = 30_000, signal = new AbortController().signal } = {}) =>
        (await host.execute({ device: settings.id, command, args, lease, key: `key-${key++}`, withinMs }, signal)) as never,
    },
    close: () => host.close(),
  };
}
