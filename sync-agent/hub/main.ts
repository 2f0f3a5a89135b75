import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describeInvalid, type Invalid, readJson } from "../../base/checked.ts";
import { systemClock } from "../../base/clock.ts";
import { openLog } from "../../base/log.ts";
import { systemRandom } from "../../base/random.ts";
import type { Result } from "../../base/result.ts";
import { loadConnectors } from "../departments/load-connectors.ts";
import { startHub } from "./hub.ts";
import { checkHubKeys } from "./keys.ts";
import { loadKiosks } from "./kiosks.ts";
import { loadHubSettings } from "./settings.ts";
import { SqliteHubStore } from "./sqlite-store.ts";

const [file] = process.argv.slice(2);
if (!file) stop("usage: node sync-agent/hub/main.ts <hub-settings.json>");

const settings = needed(loadHubSettings(file));
mkdirSync(settings.data, { recursive: true });
const hub = await startHub({
  ...settings,
  store: new SqliteHubStore(join(settings.data, "hub.db")),
  kiosks: needed(loadKiosks(settings.kiosks)),
  keys: needed(readJson(settings.keys, checkHubKeys)),
  connectors: needed(loadConnectors(settings.connectors)),
  clock: systemClock,
  random: systemRandom,
  log: openLog("hub"),
});

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => void hub.close().then(() => process.exit(0)));
}

function needed<T>(result: Result<T, Invalid>): T {
  return result.ok ? result.value : stop(describeInvalid(result.error));
}

function stop(why: string): never {
  process.stderr.write(`hub cannot start:\n${why}\n`);
  process.exit(1);
}
