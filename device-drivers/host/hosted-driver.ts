import type { Result } from "../../base/result.ts";
import type { DeviceKind } from "../../config/settings/device-kinds.ts";
import type { DriverContext, DriverFailure, DriverInstance } from "./driver.ts";

/** What a loaded driver is known by. */
export interface Known {
  readonly models: readonly string[];
  /** Without secrets. */
  readonly options: unknown;
}

/** What the host tells its own stand-in for a driver in another process, beyond what every driver is told. */
export interface HostContext extends DriverContext<unknown> {
  known(what: Known): void;
  /** The process failed: a fault of the driver. */
  broke(reason: string): void;
  /** The settings are wrong; trying again cannot help. */
  misconfigured(problem: string): void;
}

/** A driver as a `Device` sees it, in this process or not. Every `Driver` is one. */
export interface HostedDriver {
  readonly kind: DeviceKind;
  readonly models: readonly [string, ...string[]];
  open(context: HostContext): Promise<Result<DriverInstance<DeviceKind>, DriverFailure>>;
}
