import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeInvalid, readJson } from "../base/checked.ts";
import { systemClock } from "../base/clock.ts";
import { DatabaseUnusable } from "../base/database.ts";
import { openLog } from "../base/log.ts";
import { Program } from "../base/program.ts";
import { systemRandom } from "../base/random.ts";
import { loadCatalogue } from "../config/catalogue/load-catalogue.ts";
import { Documents } from "../config/documents/documents.ts";
import { openFonts } from "../config/documents/fonts.ts";
import { loadTemplates } from "../config/documents/load-templates.ts";
import { surroundingsOf } from "../config/documents/template-surroundings.ts";
import { loadIdentityServiceKey } from "../config/identity/identity-service-key.ts";
import { loadSettings } from "../config/settings/load-settings.ts";
import { checkHubKeys } from "../sync-agent/hub/keys.ts";
import { PersonKeyUnusable } from "./cases/person-key.ts";
import { House } from "./house.ts";
import { paperTrayFaults } from "./issuance/paper-tray-faults.ts";
import { meetNeighbours } from "./neighbours/neighbours.ts";
import { openRecords, type Records } from "./open-records.ts";

/** `node runtime/main.ts <settings.json>`: the process that serves the citizen. */
const ROOT = join(import.meta.dirname, "..");
// Records and keys are for the kiosk's own users only.
process.umask(0o027);

const program: Program = new Program("runtime");
const file = program.argument("runtime/main.ts <settings.json>");
const settings = program.needed(loadSettings(file));
const hubKeys = readJson(settings.hub.publicKeys, checkHubKeys);
if (!hubKeys.ok) program.refuse(`${describeInvalid(hubKeys.error)}; the hub's administrator has this file`);
const identityKey = settings.identityService && program.needed(loadIdentityServiceKey(settings.identityService.publicKeys));
const fonts = openFonts();
if (!fonts.ok) program.refuse(`${fonts.error.code}: ${fonts.error.problem}`);
const templates = loadTemplates(join(settings.catalogue, "documents"));
if (!templates.ok) program.refuse(templates.error.map(describeInvalid).join("\n"));
const catalogue = loadCatalogue(settings.catalogue, surroundingsOf(templates.value));
if (!catalogue.ok) program.refuse(catalogue.error.map(describeInvalid).join("\n"));
const trayFaults = paperTrayFaults(settings.devices, catalogue.value, templates.value);
if (trayFaults.length > 0) program.refuse(describeInvalid({ kind: "wrong-shape", what: file, faults: trayFaults }));

const log = openLog("runtime");
const release = (JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string }).version;
const records = open();
const { journal } = records;
if (records.orphanedCases > 0)
  log.error("person-key.changed", { cases: records.orphanedCases, next: "put keys/person-hash.key back from a copy and start again" });
journal.append("process.started", { process: "runtime", release });
const settingsSha256 = createHash("sha256").update(readFileSync(file)).digest("hex");
journal.append("settings.loaded", { sha256: settingsSha256, production: settings.kiosk.production ?? true });
journal.append("catalogue.loaded", { sha256: catalogue.value.sha256, items: catalogue.value.items.size });

const house = new House({
  settings,
  release,
  catalogue: catalogue.value,
  templates: templates.value,
  documents: new Documents(templates.value, fonts.value),
  records,
  neighbours: meetNeighbours(settings.sockets, systemClock, log),
  hubKey: hubKeys.value.sign,
  identityKey,
  uiFolder: join(ROOT, "build", "ui"),
  clock: systemClock,
  random: systemRandom,
  log,
});
const listening = await house.listen();
if (!listening.ok) {
  const { code, port, detail } = listening.error;
  const todo = code === "server.port-in-use" ? "stop what uses it, or set /server/port in the settings to a free one" : detail;
  program.refuse(`port ${port} of 127.0.0.1: ${code}; ${todo}`);
}
program.onStop(log, () => house.stop());
log.info("runtime.ready", { port: listening.value.port, kiosk: settings.kiosk.id, items: catalogue.value.items.size });

function open(): Records {
  try {
    return openRecords(settings.data, settings.kiosk.id, hubKeys.ok ? hubKeys.value.seal : "", systemClock, systemRandom);
  } catch (cause) {
    if (cause instanceof DatabaseUnusable || cause instanceof PersonKeyUnusable) program.refuse(cause.message);
    throw cause;
  }
}
