import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { readJson } from "../../base/checked.ts";
import { systemClock } from "../../base/clock.ts";
import { openLog } from "../../base/log.ts";
import { Program } from "../../base/program.ts";
import { systemRandom } from "../../base/random.ts";
import { checkBlanks } from "../../config/catalogue/load-catalogue.ts";
import { loadConnectors } from "../departments/load-connectors.ts";
import { startHub } from "./hub.ts";
import { checkHubKeys } from "./keys.ts";
import { loadKiosks } from "./kiosks.ts";
import { loadHubSettings } from "./settings.ts";
import { SqliteHubStore } from "./sqlite-store.ts";

/** `node sync-agent/hub/main.ts <hub-settings.json>`: the city's side. */
const program: Program = new Program("hub");
const settings = program.needed(loadHubSettings(program.argument("sync-agent/hub/main.ts <hub-settings.json>")));
const log = openLog("hub");
mkdirSync(settings.data, { recursive: true });
const hub = await startHub({
  ...settings,
  store: new SqliteHubStore(join(settings.data, "hub.db")),
  kiosks: program.needed(loadKiosks(settings.kiosks)),
  keys: program.needed(readJson(settings.keys, checkHubKeys)),
  blankTypes: settings.blanks === undefined ? {} : program.needed(readJson(settings.blanks, checkBlanks)),
  connectors: program.needed(loadConnectors(settings.connectors)),
  clock: systemClock,
  random: systemRandom,
  log,
});

program.onStop(log, () => hub.close());
