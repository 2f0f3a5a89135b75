import { pause } from "../../base/clock.ts";
import { ok, type Result } from "../../base/result.ts";
import type { DeviceStatus } from "../host/api.ts";
import type { Bench } from "./bench.ts";
import type { Devices } from "./devices.ts";
import { wordFor } from "./texts.ts";
import { type Trouble, troubled } from "./trouble.ts";

/** A reader's module starts within a second or two; a printer that is switched off is known after three. */
const SETTLES_WITHIN_MS = 8_000;
const LOOK_EVERY_MS = 100;

type Listed = Promise<Result<readonly DeviceStatus[], Trouble>>;

/** The list once no device, or not the one that is asked for, is just being opened; as it is after a while. */
export async function settled({ clock, stop }: Bench, devices: Devices, device?: string): Listed {
  const until = clock.monotonic() + SETTLES_WITHIN_MS;
  for (;;) {
    const list = await devices.list();
    if (!list.ok) return list;
    if (device !== undefined && !list.value.some(({ id }) => id === device)) return unknownDevice(device, list.value);
    const isStarting = list.value.some(({ id, state }) => state === "starting" && (device === undefined || id === device));
    if (!isStarting || stop.aborted || clock.monotonic() >= until) return list;
    await pause(clock, LOOK_EVERY_MS, stop);
  }
}

/** The one device, online; else what keeps it from being tested. */
export async function onlineDevice(bench: Bench, devices: Devices, device: string): Promise<Result<DeviceStatus, Trouble>> {
  const list = await settled(bench, devices, device);
  if (!list.ok) return list;
  const status = list.value.find(({ id }) => id === device);
  if (!status) return unknownDevice(device, list.value);
  if (status.state === "online" || status.state === "deviceBusy") return ok(status);
  const reason = status.reasons.join(" ");
  if (reason.includes("transport.locked")) return troubled("unavailable", "device.locked", { device, reason });
  return troubled("failed", "device.away", { device, reason, state: wordFor(bench.say, "state", status.state) });
}

export function unknownDevice(device: string, list: readonly { readonly id: string }[]) {
  return troubled("unavailable", "device.unknown", { device, known: list.map(({ id }) => id).join(", ") || "-" });
}
