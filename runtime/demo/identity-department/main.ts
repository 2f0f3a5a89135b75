import { readFileSync } from "node:fs";
import { systemClock } from "../../../base/clock.ts";
import { openLog } from "../../../base/log.ts";
import { Program } from "../../../base/program.ts";
import { serveDepartment } from "../../../sync-agent/departments/sandbox/department-service.ts";
import { loadCitizens } from "./citizens.ts";
import { openComparer } from "./compare-faces.ts";
import { IdentityDepartment } from "./identity-department.ts";
import { loadIdentityDepartmentSettings } from "./settings.ts";

/** `node runtime/demo/identity-department/main.ts <settings.json>`: the identity service of the demonstration city. */
const program: Program = new Program("identity-department");
const settings = program.needed(
  loadIdentityDepartmentSettings(program.argument("runtime/demo/identity-department/main.ts <settings.json>")),
);
const log = openLog("identity-department");
const department = new IdentityDepartment({
  citizens: program.needed(loadCitizens(settings.register)),
  privateKey: readFileSync(settings.privateKey, "utf8"),
  clock: systemClock,
  log,
  async openComparer() {
    const comparer = await openComparer(settings.face);
    return comparer.ok ? comparer.value : program.refuse(JSON.stringify(comparer.error));
  },
});
const running = await serveDepartment(department, settings, log);
program.onStop(log, () => running.close());
