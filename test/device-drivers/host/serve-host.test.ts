import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../../base/clock.ts";
import { silentLog } from "../../../base/log.ts";
import { must } from "../../../base/result.ts";
import { Client } from "../../../base/rpc.ts";
import type { DeviceHostContract, DeviceStatus, Execute } from "../../../device-drivers/host/api.ts";
import { serveHost } from "../../../device-drivers/host/serve-host.ts";
import { hostBench, readUntilStopped } from "./host-bench.ts";

describe("device-host on its socket", () => {
  let folder: string;
  let path: string;
  const clients: Client<DeviceHostContract>[] = [];
  const cleanUp: (() => Promise<void>)[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "zz-host-"));
    path = join(folder, "s");
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    for (const clean of cleanUp.splice(0)) await clean();
    rmSync(folder, { recursive: true });
  });

  async function connect(): Promise<Client<DeviceHostContract>> {
    const client = new Client<DeviceHostContract>(path, systemClock, silentLog);
    clients.push(client);
    await new Promise<void>((resolve) => client.onLink((isUp) => isUp && resolve()));
    return client;
  }

  async function served() {
    const bench = await hostBench();
    bench.host.release(bench.lease);
    const server = await serveHost(bench.host, path, silentLog);
    cleanUp.push(() => server.close());
    return bench;
  }
  const request = (lease: string): Execute => ({
    device: "reader",
    command: "read-card",
    args: { photo: false },
    lease,
    key: "k",
    withinMs: 60_000,
  });

  it("lists, leases, executes, counts and gives back", async () => {
    const { driver } = await served();
    const client = await connect();
    assert.equal(must(await client.call("devices.list", {}))[0]?.state, "online");
    const { lease } = must(must(await client.call("lease.acquire", { holder: "citizen" })));
    assert.equal(must(await client.call("device.execute", request(lease))).ok, true);
    driver.context?.count("GoodReadCount");
    assert.deepEqual(must(await client.call("device.statistics", { device: "reader" })), { GoodReadCount: 1 });
    assert.deepEqual(must(await client.call("lease.release", { lease })), { released: true });
  });

  it("looks at a device anew when asked to, and says what it is, at the time when it would not look by itself", async () => {
    const { driver } = await served();
    const client = await connect();
    driver.status = () => Promise.resolve({ state: "userError", paper: {}, cover: "open", reasons: ["lid"] });
    const { status, healing } = must(must(await client.call("device.look", { device: "reader" })));
    assert.deepEqual([status.state, status.cover, status.reasons, healing.givenUp], ["userError", "open", ["lid"], false]);
    const unknown = must(await client.call("device.look", { device: "toaster" }));
    assert.equal(unknown.ok ? "" : unknown.error.code, "device.unknown");
  });

  it("tells every peer of a change", async () => {
    const { driver, clock } = await served();
    await clock.advance(1_000);
    const peers = [await connect(), await connect()];
    const heard = peers.map((peer) => new Promise<DeviceStatus>((resolve) => peer.on("device.status", resolve)));
    driver.context?.report({ cover: "open" });
    assert.deepEqual(
      (await Promise.all(heard)).map(({ cover }) => cover),
      ["open", "open"],
    );
  });

  it("stops the command and frees the devices when the holder's process dies", async () => {
    const { driver } = await served();
    const reading = new Promise<void>((resolve) => {
      driver.read = (args, call) => {
        resolve();
        return readUntilStopped(args, call);
      };
    });
    const dying = await connect();
    const { lease } = must(must(await dying.call("lease.acquire", { holder: "citizen" })));
    void dying.call("device.execute", request(lease));
    await reading;
    const other = await connect();
    assert.deepEqual(must(await other.call("lease.acquire", { holder: "technician" })), { ok: false, error: { heldBy: "citizen" } });
    dying.close();
    for (;;) if (must(await other.call("lease.acquire", { holder: "technician" })).ok) break;
  });

  it("refuses a message of another shape and stays up", async () => {
    await served();
    const client = await connect();
    const bad = await client.call("lease.acquire", { holder: "passer-by" } as never);
    assert.equal(bad.ok ? "" : bad.error.code, "rpc.failed");
    const worse = await client.call("device.execute", { device: 3 } as never);
    assert.equal(worse.ok ? "" : worse.error.code, "rpc.failed");
    assert.equal((await client.call("devices.list", {})).ok, true);
  });
});
