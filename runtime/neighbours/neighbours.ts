import { join } from "node:path";
import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import { Devices } from "./devices.ts";
import { Faces } from "./faces.ts";
import { Hub } from "./hub.ts";

/** The processes the runtime speaks with. Each may die and come back at any time. */
export interface Neighbours {
  readonly devices: Devices;
  readonly faces: Faces;
  readonly hub: Hub;
  /** A person has left: each frees what it held of them. */
  forget(): void;
  close(): void;
}

export function meetNeighbours(sockets: string, clock: Clock, log: Log): Neighbours {
  const devices = new Devices(join(sockets, "device-host.sock"), clock, log.channel("device-host"));
  const faces = new Faces(join(sockets, "face-engine.sock"), clock, log.channel("face-engine"));
  const hub = new Hub(join(sockets, "sync-agent.sock"), clock, log.channel("sync-agent"));
  return {
    devices,
    faces,
    hub,
    forget() {
      for (const one of [devices, faces, hub]) one.forget();
    },
    close() {
      for (const one of [devices, faces, hub]) one.close();
    },
  };
}
