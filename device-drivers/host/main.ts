import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describeInvalid } from "../../base/checked.ts";
import { systemClock } from "../../base/clock.ts";
import { openLog } from "../../base/log.ts";
import { systemRandom } from "../../base/random.ts";
import { loadSettings } from "../../config/settings/load-settings.ts";
import { DeviceHost } from "./host.ts";
import { serveHost } from "./serve-host.ts";
import { countFile } from "./statistics.ts";

/** `node device-drivers/host/main.ts <settings.json>`: the process that owns every device file. */
const log = openLog("device-host");
const loaded = loadSettings(process.argv[2] ?? "settings.json");
if (!loaded.ok) {
  log.error("settings.invalid", { problem: describeInvalid(loaded.error) });
  process.exit(78); // EX_CONFIG: starting again will not help
}
const { devices, data, sockets } = loaded.value;
for (const folder of [data, sockets]) mkdirSync(folder, { recursive: true });

const counts = countFile(join(data, "device-statistics.json"), log);
const host = new DeviceHost({ devices, clock: systemClock, random: systemRandom, log, counts });
await host.start();
const served = await serveHost(host, join(sockets, "device-host.sock"), log);
log.info("device-host.started", { devices: devices.map(({ id, driver }) => `${id}: ${driver}`) });

let isStopping = false;
const stop = async (signal: string) => {
  if (isStopping) return;
  isStopping = true;
  log.info("device-host.stopping", { signal });
  await host.close();
  await served.close();
  process.exit(0);
};
process.on("SIGTERM", () => void stop("SIGTERM"));
process.on("SIGINT", () => void stop("SIGINT"));
