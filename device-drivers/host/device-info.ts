import type { DeviceState, DeviceStatus, LeaseHolder } from "./api.ts";

/** One way in which a device failed; the same again and again is one entry. */
export interface DeviceFault {
  /** Epoch ms of the first and of the last time. */
  readonly at: number;
  readonly lastAt: number;
  readonly times: number;
  readonly state: DeviceState;
  readonly reason: string;
}

/** What the host does by itself to get a device back. */
export interface DeviceHealing {
  /** Tries that failed since a connection last held; 0 while one does. */
  readonly attempt: number;
  /** Epoch ms; null while connected, while a try is running, and when it has given up. */
  readonly nextTryAt: number | null;
  /** Only `device.reset` or a restart of device-host tries again. */
  readonly givenUp: boolean;
  /** The last ones, newest last. */
  readonly failures: readonly DeviceFault[];
}

/** `unstable-path`: the settings name a device file that another device may get after the next boot or re-plug. */
export interface DeviceAdvice {
  readonly code: "unstable-path";
  readonly path: string;
}

/** All that a technician may want to know of one device. */
export interface DeviceInfo {
  readonly status: DeviceStatus;
  /** As named in the settings. */
  readonly driver: string;
  /** True when the driver runs in a process of its own. */
  readonly isIsolated: boolean;
  /** Device families that the driver was written for; empty until it has been loaded. */
  readonly models: readonly string[];
  /** Checked, defaults filled in, secrets left out; null while the driver has not been loaded. */
  readonly options: unknown;
  /** Names of all commands of its kind. */
  readonly commands: readonly string[];
  readonly statistics: Readonly<Record<string, number>>;
  readonly healing: DeviceHealing;
  readonly advice: readonly DeviceAdvice[];
}

/** Why a device was not reset. `device.leased`: a citizen is using the devices. `device.refused`: the settings must be corrected first. */
export type ResetRefusal =
  | { readonly code: "device.unknown" }
  | { readonly code: "device.leased"; readonly heldBy: LeaseHolder }
  | { readonly code: "device.refused"; readonly reasons: readonly string[] };
