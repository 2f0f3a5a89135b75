import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../../base/clock.ts";
import { silentLog } from "../../../base/log.ts";
import { must } from "../../../base/result.ts";
import { Client } from "../../../base/rpc.ts";
import type { DeviceHostContract, DeviceStatus } from "../../../device-drivers/host/api.ts";
import { SAMPLE_CARDS } from "../../../device-drivers/id-card-reader/sample-cards.ts";
import { SamSimulator } from "../../../device-drivers/id-card-reader/simulator.ts";

const MAIN = new URL("../../../device-drivers/host/main.ts", import.meta.url).pathname;

describe("device-host process", () => {
  let folder: string;
  let child: ChildProcess | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "zz-"));
  });
  afterEach(async () => {
    if (child && child.exitCode === null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    rmSync(folder, { recursive: true });
  });

  function start(devices: unknown): { said: () => string } {
    const settings = {
      kiosk: { id: "K1", hall: { "zh-CN": "示例市样张大厅", en: "Specimen Hall" }, region: "990101" },
      ...{ data: "data", sockets: "run", catalogue: "catalogue", hub: { url: "http://127.0.0.1:1", publicKeys: "keys" }, devices },
      face: { pass: 0.6, reject: 0.4, calibrationSha256: "0".repeat(64) },
      technicians: ["a", "b"].map((id) => ({ id, name: id, pinHash: `${"0".repeat(32)}:${"0".repeat(64)}` })),
    };
    writeFileSync(join(folder, "settings.json"), JSON.stringify(settings));
    let said = "";
    child = spawn(process.execPath, [MAIN, join(folder, "settings.json")], { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk) => {
        said += chunk;
      });
    }
    return { said: () => said };
  }

  it("reads a card from a reader on the network, saves its counters and stops cleanly at SIGTERM", async () => {
    const simulator = new SamSimulator(systemClock);
    const server = await simulator.listen(0);
    const transport = { kind: "tcp", host: "127.0.0.1", port: server.port };
    const { said } = start([
      { id: "reader", kind: "id-card-reader", driver: "sam", options: { transport } },
      { id: "wrong", kind: "id-card-reader", driver: "sam", options: {} },
    ]);
    const client = new Client<DeviceHostContract>(join(folder, "run", "device-host.sock"), systemClock, silentLog);
    const online = new Promise<void>((resolve) =>
      client.on("device.status", (status: DeviceStatus) => status.state === "online" && resolve()),
    );
    await new Promise<void>((resolve) => client.onLink((isUp) => isUp && resolve()));
    const states = must(await client.call("devices.list", {})).map(({ state }) => state);
    assert.equal(states[1], "userError");
    if (states[0] !== "online") await online;
    const { lease } = must(must(await client.call("lease.acquire", { holder: "citizen" })));
    simulator.insertCard(SAMPLE_CARDS.resident);
    const request = { device: "reader", command: "read-card", args: { photo: true }, lease, key: "k", withinMs: 10_000 };
    assert.deepEqual(must(must(await client.call("device.execute", request))), { card: SAMPLE_CARDS.resident });
    assert.ok(child);
    const exit = once(child, "exit");
    child.kill("SIGTERM");
    assert.deepEqual(await exit, [0, null]);
    client.close();
    await server.close();
    assert.deepEqual(JSON.parse(readFileSync(join(folder, "data", "device-statistics.json"), "utf8")), { reader: { GoodReadCount: 1 } });
    assert.ok(!said().includes(SAMPLE_CARDS.resident.number) && !said().includes("林晓岚"));
  });

  it("loads a package in a process of its own, and says there that it is no driver", async () => {
    start([{ id: "foreign", kind: "id-card-reader", driver: "ajv", options: {} }]);
    const client = new Client<DeviceHostContract>(join(folder, "run", "device-host.sock"), systemClock, silentLog);
    const wrong = new Promise<DeviceStatus>((resolve) =>
      client.on("device.status", (status: DeviceStatus) => status.state === "userError" && resolve(status)),
    );
    await new Promise<void>((resolve) => client.onLink((isUp) => isUp && resolve()));
    const [now] = must(await client.call("devices.list", {}));
    const { reasons } = now?.state === "userError" ? now : await wrong;
    assert.match(reasons.join(), /"ajv" has no default export made by defineDriver/);
    const info = must(must(await client.call("device.info", { device: "foreign" })));
    assert.deepEqual([info.isIsolated, info.options, info.healing.givenUp], [true, null, true]);
    assert.deepEqual(must(must(await client.call("device.reset", { device: "foreign" }))), { reset: true });
    client.close();
  }).timeout(60_000);

  it("does not start with settings that are wrong, and says what is", async () => {
    const { said } = start([{ id: "reader", kind: "toaster", driver: "sam", options: {} }]);
    assert.ok(child);
    assert.deepEqual(await once(child, "close"), [78, null]);
    assert.match(said(), /\/devices\/0\/kind/);
  });
});
