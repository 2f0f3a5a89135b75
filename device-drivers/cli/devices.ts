import type { Result } from "../../base/result.ts";
import type { DeviceFailure, DeviceStatus, Execute } from "../host/api.ts";
import type { DeviceInfo } from "../host/device-info.ts";
import type { Trouble } from "./trouble.ts";

/** The devices of one kiosk as the command gets at them: through device-host, or in its own hands. */
export interface Devices {
  readonly isOwn: boolean;
  list(): Promise<Result<readonly DeviceStatus[], Trouble>>;
  info(device: string): Promise<Result<Result<DeviceInfo, { code: "device.unknown" }>, Trouble>>;
  /** Nobody else uses the devices from here to `leave`. Gives the lease. */
  enter(signal: AbortSignal): Promise<Result<string, Trouble>>;
  leave(): Promise<void>;
  execute(request: Execute, signal: AbortSignal): Promise<Result<Result<unknown, DeviceFailure>, Trouble>>;
  onStatus(then: (status: DeviceStatus) => void): void;
  /** Called when the link to device-host goes and comes back. */
  onLink(then: (isUp: boolean) => void): void;
  close(): Promise<void>;
}
