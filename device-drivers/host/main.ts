import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../../base/clock.ts";
import { openLog } from "../../base/log.ts";
import { Program } from "../../base/program.ts";
import { systemRandom } from "../../base/random.ts";
import { loadSettings } from "../../config/settings/load-settings.ts";
import { DeviceHost } from "./host.ts";
import { driverProcesses } from "./isolated/driver-process.ts";
import { serveHost } from "./serve-host.ts";
import { DRIVER_MAIN } from "./slot.ts";
import { countFile } from "./statistics.ts";

/** `node device-drivers/host/main.ts <settings.json>`: the process that owns every device file. */
const log = openLog("device-host");
const program: Program = new Program("device-host");
const { devices, data, sockets } = program.needed(loadSettings(program.argument("device-drivers/host/main.ts <settings.json>")));
for (const folder of [data, sockets]) mkdirSync(folder, { recursive: true });

const counts = countFile(join(data, "device-statistics.json"), log);
const startProcess = driverProcesses(DRIVER_MAIN);
const host = new DeviceHost({ devices, clock: systemClock, random: systemRandom, log, counts, startProcess });
await host.start();
const served = await serveHost(host, join(sockets, "device-host.sock"), log);
program.onStop(log, async () => {
  await host.close();
  await served.close();
});
log.info("device-host.started", { devices: devices.map(({ id, driver }) => `${id}: ${driver}`) });
