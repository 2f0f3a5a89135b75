import type { CertificatePrinterOptions } from "../../../device-drivers/certificate-printer/driver.ts";
import { CertificatePrinterSimulator } from "../../../device-drivers/certificate-printer/simulator.ts";
import { Cable, deviceBench } from "../../support/device-bench.ts";
import { FakeClock } from "../../support/fake-clock.ts";

export const laser = (options: Partial<CertificatePrinterOptions> = {}) => ({
  id: "laser",
  kind: "certificate-printer" as const,
  driver: "ipp",
  options: { uri: "ipp://192.0.2.7/ipp/print", ...options },
});

/** The simulated printer at the end of a cable that can be pulled: no sockets, so that only the fake clock makes time pass. */
export function laserRig(options: Partial<CertificatePrinterOptions> = {}) {
  const clock = new FakeClock();
  const simulator = new CertificatePrinterSimulator({ clock });
  const cable = new Cable((stream) => simulator.attach(stream));
  const bench = deviceBench(laser(options), cable.connect, { clock });
  return { bench, simulator, cable, clock };
}
