import { createConnection } from "node:net";
import { join } from "node:path";
import { silentLog } from "../../base/log.ts";
import { ok, type Result } from "../../base/result.ts";
import type { Settings } from "../../config/settings/settings.ts";
import { countFile } from "../host/statistics.ts";
import type { Bench } from "./bench.ts";
import type { Devices } from "./devices.ts";
import { linkToHost } from "./host-devices.ts";
import { openOwnDevices } from "./own-devices.ts";
import { type Trouble, troubled } from "./trouble.ts";

export function hostSocket({ sockets }: Settings): string {
  return join(sockets, "device-host.sock");
}

/** Through device-host where one runs; else in this process, and says so. */
export async function reachDevices(bench: Bench, settings: Settings): Promise<Result<Devices, Trouble>> {
  const socket = hostSocket(settings);
  switch (await probe(socket)) {
    case "running":
      return linkToHost(socket, bench.clock);
    case "not-permitted":
      return troubled("unavailable", "reach.not-permitted", { socket });
    case "absent": {
      bench.terminal.note(bench.say("reach.own"));
      const counts = countFile(join(settings.data, "device-statistics.json"), silentLog);
      return ok(await openOwnDevices({ devices: settings.devices, clock: bench.clock, random: bench.random, counts }));
    }
  }
}

/** Whether somebody listens there. A socket file that a killed process left answers like none. */
export function probe(path: string): Promise<"running" | "absent" | "not-permitted"> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve("running");
    });
    socket.once("error", (cause: NodeJS.ErrnoException) => {
      resolve(cause.code === "EACCES" || cause.code === "EPERM" ? "not-permitted" : "absent");
    });
  });
}
