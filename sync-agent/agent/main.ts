import { createPrivateKey, createPublicKey } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readJson } from "../../base/checked.ts";
import { systemClock } from "../../base/clock.ts";
import { Database } from "../../base/database.ts";
import { openLog } from "../../base/log.ts";
import { Program } from "../../base/program.ts";
import { systemRandom } from "../../base/random.ts";
import { serve } from "../../base/rpc.ts";
import { loadSettings } from "../../config/settings/load-settings.ts";
import { checkHubKeys } from "../hub/keys.ts";
import { Outbox } from "../outbox/outbox.ts";
import { Agent } from "./agent.ts";
import type { AgentContract } from "./api.ts";
import { HubClient } from "./hub-client.ts";

/** `node sync-agent/agent/main.ts <settings.json>`: the process that carries the outbox to the hub. */
const program: Program = new Program("sync-agent");
const settings = program.needed(loadSettings(program.argument("sync-agent/agent/main.ts <settings.json>")));
const log = openLog("sync-agent");
const hubKeys = program.needed(readJson(settings.hub.publicKeys, checkHubKeys));
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
    "agent.document": ({ operation, params, withinMs, item, nonce }, { signal }) =>
      agent.document({ operation, params, withinMs, item, nonce }, signal),
    "agent.download": ({ operation, params, withinMs, item }, { signal }) => agent.download({ operation, params, withinMs, item }, signal),
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
program.onStop(log, async () => {
  await agent.stop();
  await served.close();
  db.close();
});
log.info("agent.started", { kiosk, hub: settings.hub.url, waiting: agent.link().waiting });
