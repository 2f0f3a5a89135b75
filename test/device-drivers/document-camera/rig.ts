import type { DeviceSettings } from "../../../config/settings/settings.ts";
import type { Unit } from "../../../device-drivers/contract/contract.ts";
import { documentCameraDriver } from "../../../device-drivers/document-camera/driver.ts";
import { DESK_HEIGHT, DESK_WIDTH, DeskSimulator } from "../../../device-drivers/document-camera/simulator.ts";
import { deviceBench } from "../../support/device-bench.ts";
import { FakeClock } from "../../support/fake-clock.ts";

export const SETTINGS: DeviceSettings = {
  id: "desk",
  kind: "document-camera",
  driver: "v4l2-document",
  options: { path: "/dev/v4l/by-path/desk", width: DESK_WIDTH, height: DESK_HEIGHT },
};

/** The real host and driver over a drawn desk, with time that stands still until told. */
export function deskRig(options: DeviceSettings["options"] = {}) {
  const clock = new FakeClock();
  const desk = new DeskSimulator(clock);
  const settings = { ...SETTINGS, options: { ...(SETTINGS.options as object), ...(options as object) } };
  const load = async () => ({ default: documentCameraDriver(desk.makeSource) });
  const bench = deviceBench(settings, undefined, { clock, load });
  const unit = bench.unit as unknown as Unit<"document-camera">;
  const online = async () => {
    await bench.start();
    if (!(await bench.untilStatus(({ state }) => state === "online"))) throw new Error(`is ${bench.status().state}`);
  };
  return { clock, desk, bench, unit, online };
}
