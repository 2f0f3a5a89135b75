import type { DeviceSettings } from "../../../config/settings/settings.ts";
import { StampSimulator } from "../../../device-drivers/stamp/simulator.ts";
import { Cable, deviceBench } from "../../support/device-bench.ts";
import { FakeClock } from "../../support/fake-clock.ts";

export const stampMachine = (transport: unknown = { kind: "serial", path: "cable", baud: 9_600 }): DeviceSettings => ({
  id: "stamp",
  kind: "stamp",
  driver: "stamp-line",
  options: { transport },
});

export function stampRig() {
  const clock = new FakeClock();
  const simulator = new StampSimulator(clock);
  const cable = new Cable((stream) => simulator.attach(stream));
  return { bench: deviceBench(stampMachine(), cable.connect, { clock }), simulator, cable };
}
