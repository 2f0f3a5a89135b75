import { mkdirSync } from "node:fs";
import { systemClock } from "../../base/clock.ts";
import { openLog } from "../../base/log.ts";
import { Program } from "../../base/program.ts";
import { startDepartments } from "./sandbox/start-departments.ts";
import { loadDepartmentsSettings } from "./settings.ts";

/** `node sync-agent/departments/main.ts <departments-settings.json>`: the sandbox departments of a demonstration city. */
const program: Program = new Program("departments");
const settings = program.needed(loadDepartmentsSettings(program.argument("sync-agent/departments/main.ts <departments-settings.json>")));
mkdirSync(settings.data, { recursive: true });
const log = openLog("departments");
const running = await startDepartments({ ...settings, clock: systemClock, log });
program.onStop(log, () => Promise.all(Object.values(running).map((one) => one.close())));
log.info("departments.started", { departments: Object.keys(running) });
