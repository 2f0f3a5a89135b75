import { mkdirSync } from "node:fs";
import { describeInvalid } from "../../base/checked.ts";
import { systemClock } from "../../base/clock.ts";
import { openLog } from "../../base/log.ts";
import { startDepartments } from "./sandbox/start-departments.ts";
import { loadDepartmentsSettings } from "./settings.ts";

const [file] = process.argv.slice(2);
if (!file) stop("usage: node sync-agent/departments/main.ts <departments-settings.json>");
const settings = loadDepartmentsSettings(file);
if (!settings.ok) stop(describeInvalid(settings.error));
mkdirSync(settings.value.data, { recursive: true });
const log = openLog("departments");
const running = await startDepartments({ ...settings.value, clock: systemClock, log });

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => void Promise.all(Object.values(running).map((one) => one.close())).then(() => process.exit(0)));
}
log.info("departments.started", { departments: Object.keys(running) });

function stop(why: string): never {
  process.stderr.write(`departments cannot start:\n${why}\n`);
  process.exit(1);
}
