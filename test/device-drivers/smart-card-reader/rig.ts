import { ok } from "../../../base/result.ts";
import type { DeviceSettings } from "../../../config/settings/settings.ts";
import type { Unit } from "../../../device-drivers/contract/contract.ts";
import { smartCardReaderDriver } from "../../../device-drivers/smart-card-reader/driver.ts";
import { SAMPLE_SOCIAL_SECURITY_CARDS } from "../../../device-drivers/smart-card-reader/sample-cards.ts";
import { SimulatedPcsc } from "../../../device-drivers/smart-card-reader/simulator/simulated-pcsc.ts";
import { SimulatedCard } from "../../../device-drivers/smart-card-reader/simulator.ts";
import { deviceBench } from "../../support/device-bench.ts";

export const PERSON = SAMPLE_SOCIAL_SECURITY_CARDS.citizen;

export const readerSettings = (options: DeviceSettings["options"] = {}): DeviceSettings => ({
  id: "card",
  kind: "smart-card-reader",
  driver: "pcsc",
  options,
});

/** The real host and driver over PC/SC in memory, with time that stands still until told. */
export function readerRig(options: DeviceSettings["options"] = {}, readers: readonly string[] = ["Sample Reader 00 00"]) {
  const pcsc = new SimulatedPcsc(...readers);
  const load = async () => ({ default: smartCardReaderDriver(async () => ok(pcsc)) });
  const bench = deviceBench(readerSettings(options), undefined, { load });
  const unit = bench.unit as unknown as Unit<"smart-card-reader">;
  const online = async () => {
    await bench.start();
    if (!(await bench.untilStatus(({ state }) => state === "online"))) throw new Error(`is ${bench.status().state}`);
  };
  return { pcsc, bench, unit, online };
}

export const socialSecurityCard = () => new SimulatedCard(PERSON);
export const otherCard = () => new SimulatedCard();

/** In short, for an assertion. */
export const inShort = (result: { ok: true } | { ok: false; error: { code: string; sent: string } }): string =>
  result.ok ? "ok" : `${result.error.code} ${result.error.sent}`;
