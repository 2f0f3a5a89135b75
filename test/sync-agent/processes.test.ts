import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { systemClock } from "../../base/clock.ts";
import { Database } from "../../base/database.ts";
import { silentLog } from "../../base/log.ts";
import { systemRandom, uuidv7 } from "../../base/random.ts";
import { Client } from "../../base/rpc.ts";
import type { AgentContract, HubLink } from "../../sync-agent/agent/api.ts";
import { Outbox } from "../../sync-agent/outbox/outbox.ts";
import { freePort } from "../support/free-ports.ts";
import { caseBody, DEVICE_KEY, HUB_KEYS, KIOSK, removeTempFolders, seededRandom, tempFolder } from "./support.ts";

const ROOM = join(import.meta.dirname, "../../sync-agent");
const CONNECTORS = join(import.meta.dirname, "../../config/catalogue/connectors");
const ROWS = 90;
const KILLS = 3;

/** Starts a main and waits for the log event that says it is up. */
async function start(main: string, settings: string, up: string, children: Set<ChildProcess>): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(ROOM, main), settings], { stdio: ["ignore", "pipe", "inherit"] });
  children.add(child);
  child.once("exit", () => children.delete(child));
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes(`"msg":"${up}"`)) break;
  }
  child.stdout.resume();
  assert.equal(child.exitCode, null, `${main} ended before ${up}`);
  return child;
}

const kill = async (child: ChildProcess, signal: NodeJS.Signals) => {
  const gone = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  child.kill(signal);
  return gone;
};

describe("sync-agent: the processes themselves", () => {
  const children = new Set<ChildProcess>();
  afterEach(async () => {
    await Promise.all([...children].map((child) => kill(child, "SIGKILL")));
    removeTempFolders();
  });

  async function setUp() {
    const folder = tempFolder();
    const port = await freePort();
    mkdirSync(join(folder, "data", "keys"), { recursive: true });
    const write = (name: string, value: unknown) => {
      writeFileSync(join(folder, name), typeof value === "string" ? value : JSON.stringify(value));
      return join(folder, name);
    };
    write("data/keys/device.key.pem", DEVICE_KEY.privateKey);
    write("hub-public.json", HUB_KEYS.public);
    write("hub-keys.json", HUB_KEYS.private);
    write("kiosks.json", { kiosks: [{ id: KIOSK, hall: "示例市市民中心", publicKey: DEVICE_KEY.publicKey }] });
    const hubSettings = {
      city: "示例市",
      port,
      data: "hub",
      connectors: CONNECTORS,
      kiosks: "kiosks.json",
      keys: "hub-keys.json",
      adminPasswordHash: `${"00".repeat(16)}:${"00".repeat(32)}`,
      adminPages: ".",
    };
    const settings = {
      kiosk: { id: KIOSK, hall: { "zh-CN": "示例市市民中心", en: "Civic Centre" }, region: "990101" },
      data: "data",
      sockets: "s",
      catalogue: "catalogue",
      server: { port: 8080 },
      screen: { widthMm: 340, heightMm: 600 },
      session: { idleMs: 60_000, countdownMs: 15_000, seniorFactor: 2 },
      hub: { url: `http://127.0.0.1:${port}`, publicKeys: "hub-public.json" },
      devices: [],
      camera: null,
      face: { pass: 0.6, reject: 0.4, calibrationSha256: "0".repeat(64) },
      technicians: ["a", "b"].map((id) => ({ id, name: id, pinHash: `${"00".repeat(16)}:${"00".repeat(32)}` })),
    };
    return { folder, hubFile: write("hub.json", hubSettings), agentFile: write("settings.json", settings) };
  }

  it(`${ROWS} cases arrive exactly once while agent and hub are killed ${KILLS} times each`, async function () {
    this.timeout(60_000);
    const { folder, hubFile, agentFile } = await setUp();
    const startHub = () => start("hub/main.ts", hubFile, "hub.started", children);
    const startAgent = () => start("agent/main.ts", agentFile, "agent.started", children);
    let [hub, agent] = [await startHub(), await startAgent()];
    const db = new Database(join(folder, "data", "kiosk.db"), [], "runtime");
    const outbox = new Outbox(db, HUB_KEYS.public.seal, systemRandom, systemClock);
    const client = new Client<AgentContract>(join(folder, "s", "sync-agent.sock"), systemClock, silentLog);
    const random = seededRandom(7);
    const written: string[] = [];
    const link = (wanted: (link: HubLink) => boolean) =>
      new Promise<HubLink>((resolve) => {
        client.on("agent.link", (one) => wanted(one) && resolve(one));
        client.onLink((up) => {
          if (up) void client.call("agent.link", {}).then((reply) => reply.ok && wanted(reply.value) && resolve(reply.value));
        });
      });
    for (let round = 0; round < KILLS; round++) {
      while (written.length < ((round + 1) * ROWS) / KILLS) {
        const id = uuidv7(systemClock.now(), systemRandom);
        db.transaction(() => outbox.enqueue("case", id, id, caseBody(id)));
        written.push(id);
        if (random.fraction() < 0.3) await client.call("agent.poke", {});
      }
      await kill(agent, "SIGKILL");
      await kill(hub, "SIGKILL");
      [hub, agent] = [await startHub(), await startAgent()];
    }
    await link((one) => one.waiting === 0 && one.hub === "reachable");
    client.close();
    assert.deepEqual([outbox.depth(), outbox.quarantinedCount()], [0, 0]);
    db.close();
    assert.deepEqual((await kill(agent, "SIGTERM"))[0], 0);
    assert.deepEqual((await kill(hub, "SIGTERM"))[0], 0);
    const store = new Database(join(folder, "hub", "hub.db"), [], "test");
    assert.deepEqual(
      store.all<{ id: string }>("SELECT id FROM cases ORDER BY inbox").map((row) => row.id),
      written,
    );
    store.close();
  });

  for (const [main, name] of [
    ["hub/main.ts", "hub"],
    ["departments/main.ts", "departments"],
    ["agent/main.ts", "sync-agent"],
  ] as const) {
    it(`${name} with bad settings says what is wrong and where, and does not start`, async () => {
      const file = join(tempFolder(), "settings.json");
      writeFileSync(file, '{"port": "eighty"}');
      const child = spawn(process.execPath, [join(ROOM, main), file], { stdio: ["ignore", "ignore", "pipe"] });
      children.add(child);
      let said = "";
      child.stderr.on("data", (chunk: Buffer) => {
        said += chunk.toString();
      });
      const [code] = (await once(child, "close")) as [number];
      children.delete(child);
      assert.equal(code, 78);
      assert.match(said, /cannot start: .*settings\.json \/[a-z]*: must/);
    });
  }

  it("the departments start and stop as a process", async () => {
    const folder = tempFolder();
    const settings = {
      ports: { "provident-fund": 0, "case-centre": 0, "market-registration": 0, "social-insurance": 0 },
      data: "d",
      verifyBase: "http://127.0.0.1:1/verify/",
    };
    writeFileSync(join(folder, "departments.json"), JSON.stringify(settings));
    const child = await start("departments/main.ts", join(folder, "departments.json"), "departments.started", children);
    assert.deepEqual(await kill(child, "SIGTERM"), [0, null]);
  });
});
