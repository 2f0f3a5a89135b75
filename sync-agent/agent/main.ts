import { createPrivateKey, createPublicKey } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describeInvalid, type Invalid, readJson } from "../../base/checked.ts";
import { systemClock } from "../../base/clock.ts";
import { Database } from "../../base/database.ts";
import { openLog } from "../../base/log.ts";
import { systemRandom } from "../../base/random.ts";
import type { Result } from "../../base/result.ts";
import { serve } from "../../base/rpc.ts";
import { loadSettings } from "../../config/settings/load-settings.ts";
import { checkHubKeys } from "../hub/keys.ts";
import { Outbox } from "../outbox/outbox.ts";
import { Agent } from "./agent.ts";
import type { AgentContract } from "./api.ts";
import { HubClient } from "./hub-client.ts";

const [file] = process.argv.slice(2);
if (!file) stop("usage: node sync-agent/agent/main.ts <settings.json>");

const log = openLog("sync-agent");
const settings = needed(loadSettings(file));
const hubKeys = needed(readJson(settings.hub.publicKeys, checkHubKeys));
mkdirSync(settings.sockets, { recursive: true });
// The runtime owns the file and its tables; here only those of the outbox are named.
const db = new Database(join(settings.data, "kiosk.db"), [], "sync-agent");
const kiosk = settings.kiosk.id;
const agent = new Agent({
  outbox: new Outbox(db, hubKeys.seal, systemRandom, systemClock),
  client: new HubClient({
    url: settings.hub.url,
    kiosk,
    deviceKey: createPrivateKey(readFileSync(join(settings.data, "keys", "device.key.pem"), "utf8")),
    hubKey: createPublicKey(hubKeys.sign),
    clock: systemClock,
  }),
  kiosk,
  clock: systemClock,
  random: systemRandom,
  log,
});

const served = await serve<AgentContract>(
  join(settings.sockets, "sync-agent.sock"),
  {
    "agent.query": ({ operation, params, withinMs, item }, { signal }) => agent.query({ operation, params, withinMs, item }, signal),
    "agent.poke": () => {
      agent.poke();
      return {};
    },
    "agent.link": () => agent.link(),
  },
  log,
);
agent.onLink((link) => served.notify("agent.link", link));
agent.start();
log.info("agent.started", { kiosk, hub: settings.hub.url, waiting: agent.link().waiting });

for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void end());

async function end(): Promise<void> {
  await agent.stop();
  await served.close();
  db.close();
  process.exit(0);
}

function needed<T>(result: Result<T, Invalid>): T {
  return result.ok ? result.value : stop(describeInvalid(result.error));
}

function stop(why: string): never {
  process.stderr.write(`sync-agent cannot start:\n${why}\n`);
  process.exit(1);
}
