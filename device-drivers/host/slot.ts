import { fileURLToPath } from "node:url";
import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { Random } from "../../base/random.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { DeviceSettings } from "../../config/settings/settings.ts";
import { commandNames } from "../kinds/kinds.ts";
import { type OpenTransport, openTransport } from "../transport/open-transport.ts";
import { type WatchPath, watchPath } from "../transport/watch-path.ts";
import type { DeviceStatus } from "./api.ts";
import { Device } from "./device.ts";
import type { DeviceInfo } from "./device-info.ts";
import type { HostedDriver } from "./hosted-driver.ts";
import type { StartDriverProcess } from "./isolated/driver-process.ts";
import { isolatedDriver } from "./isolated/isolated-driver.ts";
import { portAdvice } from "./ports.ts";
import { configure, loadDriverModule, type ModuleLoader, needsOwnProcess } from "./registry.ts";

/** The program of a driver's own process, for `driverProcesses`. */
export const DRIVER_MAIN = fileURLToPath(new URL("isolated/main.ts", import.meta.url));

export interface SlotParts {
  readonly devices: readonly DeviceSettings[];
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Brings drivers by name; the registry's own unless a test hands in another. */
  readonly load?: ModuleLoader;
  /** Opens ports; the machine's own unless a test or a replay hands in another. Not used by a driver in a process of its own. */
  readonly connect?: OpenTransport;
  /** Tells of ports that are plugged in; the machine's own unless a test hands in another. */
  readonly watch?: WatchPath;
  /** Starts a process for a driver that needs its own; without it (tests, replay) every driver runs in this one. */
  readonly startProcess?: StartDriverProcess;
}

/** One entry of the settings: a device, or why there is none. */
export type Slot = { readonly settings: DeviceSettings; readonly isIsolated: boolean } & (
  | { readonly device: Device }
  | { readonly broken: DeviceStatus }
);

interface Loaded {
  readonly driver: HostedDriver;
  readonly options: unknown;
  readonly shownOptions?: unknown;
}

export async function makeSlot(
  parts: SlotParts,
  index: number,
  settings: DeviceSettings,
  tell: { count(name: string, by?: number): void; onStatus(status: DeviceStatus): void },
): Promise<Slot> {
  const { clock, random, connect = openTransport, watch = watchPath } = parts;
  const { id } = settings;
  const log = parts.log.channel(`device ${id}`);
  const isIsolated = parts.startProcess !== undefined && needsOwnProcess(settings);
  const loaded = await load(parts, index, settings);
  if (loaded.ok) return { settings, isIsolated, device: new Device({ id, ...loaded.value, clock, random, log, connect, watch, ...tell }) };
  log.error("device.misconfigured", { problem: loaded.error });
  return { settings, isIsolated, broken: { ...misconfigured(settings, clock.now()), reasons: loaded.error.split("\n") } };
}

export function statusOf(slot: Slot): DeviceStatus {
  return "device" in slot ? slot.device.status : slot.broken;
}

export function infoOf(slot: Slot, statistics: Record<string, number>): DeviceInfo {
  const { settings, isIsolated } = slot;
  const never = { attempt: 0, nextTryAt: null, givenUp: true, failures: [] };
  return {
    ...("device" in slot ? slot.device.info : { status: slot.broken, models: [], options: null, healing: never }),
    driver: settings.driver,
    isIsolated,
    commands: commandNames(settings.kind),
    statistics,
    advice: portAdvice(settings.options),
  };
}

async function load(parts: SlotParts, index: number, settings: DeviceSettings): Promise<Result<Loaded, string>> {
  const { devices, load: loader = loadDriverModule, startProcess } = parts;
  const isTwice = devices.findIndex((one) => one.id === settings.id) !== index;
  if (isTwice) return err(`device "${settings.id}" (/devices/${index})/id: is used twice`);
  if (startProcess && needsOwnProcess(settings)) {
    return ok({ driver: isolatedDriver(settings, index, startProcess), options: settings.options });
  }
  return configure(settings, index, loader);
}

function misconfigured({ id, kind, driver }: DeviceSettings, since: number): Omit<DeviceStatus, "reasons"> {
  return { id, kind, model: driver, state: "userError", paper: {}, cover: "unknown", sensors: {}, since };
}
