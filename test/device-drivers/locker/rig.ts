import type { DeviceSettings } from "../../../config/settings/settings.ts";
import type { LockAddress } from "../../../device-drivers/locker/codec.ts";
import { LockerSimulator } from "../../../device-drivers/locker/simulator.ts";
import { Cable, deviceBench } from "../../support/device-bench.ts";
import { FakeClock } from "../../support/fake-clock.ts";

export const BOX_1: LockAddress = { board: 1, lock: 1 };

export const locker = (transport: unknown = { kind: "serial", path: "cable", baud: 9_600 }): DeviceSettings => ({
  id: "cabinet",
  kind: "locker",
  driver: "locker-8a",
  options: {
    transport,
    boards: [
      { address: 1, locks: 2 },
      { address: 2, locks: 1 },
    ],
  },
});

/** Three boxes on two boards, on a cable that can be pulled. */
export function lockerRig() {
  const clock = new FakeClock();
  const simulator = new LockerSimulator(clock);
  const cable = new Cable((stream) => simulator.attach(stream));
  const bench = deviceBench(locker(), cable.connect, { clock });
  return { bench, simulator, cable };
}
