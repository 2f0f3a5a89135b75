import { systemClock } from "../../base/clock.ts";
import { silentLog } from "../../base/log.ts";
import { systemRandom } from "../../base/random.ts";
import type { DriverContext } from "../../device-drivers/host/driver.ts";
import { openTransport } from "../../device-drivers/transport/open-transport.ts";

/** What a host gives a driver, where a test cares about a part of it only: the machine's ports, and nobody listening. */
export function driverContext<Options>(
  over: Partial<DriverContext<Options>> & Pick<DriverContext<Options>, "options">,
): DriverContext<Options> {
  const clock = over.clock ?? systemClock;
  const signal = over.signal ?? new AbortController().signal;
  return {
    id: "device",
    clock,
    random: systemRandom,
    log: silentLog,
    signal,
    connect: (settings) => openTransport(settings, clock, signal),
    report: () => undefined,
    lost: () => undefined,
    count: () => undefined,
    ...over,
  };
}
