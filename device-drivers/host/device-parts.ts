import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { Random } from "../../base/random.ts";
import type { OpenTransport } from "../transport/open-transport.ts";
import type { WatchPath } from "../transport/watch-path.ts";
import type { DeviceStatus } from "./api.ts";
import type { HostedDriver } from "./hosted-driver.ts";

export interface DeviceParts {
  readonly id: string;
  readonly driver: HostedDriver;
  readonly options: unknown;
  /** Options without secrets; undefined until a driver in another process tells. */
  readonly shownOptions?: unknown;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly connect: OpenTransport;
  readonly watch: WatchPath;
  readonly count: (name: string, by?: number) => void;
  readonly onStatus: (status: DeviceStatus) => void;
}
