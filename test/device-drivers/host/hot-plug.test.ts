import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../../base/clock.ts";
import { silentLog } from "../../../base/log.ts";
import { must, ok } from "../../../base/result.ts";
import type { DeviceStatus } from "../../../device-drivers/host/api.ts";
import { DeviceHost } from "../../../device-drivers/host/host.ts";
import { SAMPLE_CARDS } from "../../../device-drivers/id-card-reader/sample-cards.ts";
import { SamSimulator } from "../../../device-drivers/id-card-reader/simulator.ts";
import type { WatchPath } from "../../../device-drivers/transport/watch-path.ts";
import { deviceBench } from "../../support/device-bench.ts";
import { settle } from "../../support/fake-clock.ts";
import { half } from "./host-bench.ts";

describe("a port that is plugged in again", () => {
  it("is opened at once, and no other path is ever looked at", async () => {
    const path = "/dev/serial/by-id/usb-reader";
    const transport = { kind: "serial", path, baud: 115_200 };
    const watched: string[] = [];
    const opened: unknown[] = [];
    let appear: () => void = () => undefined;
    let open = 0;
    const watch: WatchPath = (at, _clock, then) => {
      watched.push(at);
      open += 1;
      appear = then;
      const close = () => {
        open -= 1;
      };
      return ok({ close });
    };
    const connect = async (settings: unknown) => {
      opened.push(settings);
      return { ok: false, error: { code: "transport.no-such-port", facts: { port: path } } } as const;
    };
    const bench = deviceBench({ id: "reader", kind: "id-card-reader", driver: "sam", options: { transport } }, connect, { watch });
    await bench.start();
    for (let second = 0; second < 120; second++) await bench.clock.advance(1_000);
    const tries = opened.length;
    appear();
    await settle();
    assert.equal(opened.length, tries + 1);
    assert.deepEqual([...new Set(watched)], [path]);
    assert.ok(opened.every((one) => (one as { path: string }).path === path));
    await bench.close();
    assert.equal(open, 0, "no watch is left");
  });
});

describe("a reader on a real line that is unplugged and comes back under the same name", () => {
  let folder: string;
  const lines: ChildProcess[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "zz-plug-"));
  });
  afterEach(async () => {
    for (const line of lines.splice(0)) await cut(line);
    rmSync(folder, { recursive: true });
  });

  async function plug(link: string, farEnd: string): Promise<ChildProcess> {
    const line = spawn("socat", ["-d", "-d", `pty,raw,echo=0,link=${link}`, farEnd], { stdio: ["ignore", "ignore", "pipe"] });
    lines.push(line);
    await new Promise<void>((resolve) => {
      let said = "";
      line.stderr?.on("data", (chunk) => {
        said += chunk;
        if (said.includes("starting data transfer loop")) resolve();
      });
    });
    return line;
  }

  async function cut(line: ChildProcess): Promise<void> {
    if (line.exitCode !== null || line.signalCode !== null) return;
    const gone = once(line, "exit");
    // SIGTERM, so that the link goes with it, as udev takes its own away.
    line.kill("SIGTERM");
    await gone;
  }

  it("is read again, though the device behind the name is another", async () => {
    const simulator = new SamSimulator(systemClock);
    const server = await simulator.listen(0);
    const reader = `tcp:127.0.0.1:${server.port}`;
    const path = join(folder, "usb-reader");
    // What was told, not what is: a cable that is back within the coalescing time is not told at all.
    let told: DeviceStatus | undefined;
    let look: () => void = () => undefined;
    const transport = { kind: "serial", path, baud: 115_200 };
    const host = new DeviceHost({
      devices: [{ id: "reader", kind: "id-card-reader", driver: "sam", options: { transport } }],
      ...{ clock: systemClock, random: half, log: silentLog, counts: { load: () => ({}), save: () => undefined } },
    });
    host.onStatus((status) => {
      told = status;
      look();
    });
    const until = (isOnline: boolean) =>
      new Promise<void>((resolve) => {
        look = () => {
          if (told && told.state !== "starting" && (told.state === "online") === isOnline) resolve();
        };
        look();
      });
    await host.start();
    await until(false);
    const first = await plug(path, reader);
    await until(true);
    const was = readlinkSync(path);
    await cut(first);
    await until(false);
    // Another terminal takes the number that the first line gave back.
    await plug(join(folder, "stranger"), "pty,raw,echo=0");
    await plug(path, reader);
    await until(true);
    assert.notEqual(readlinkSync(path), was);
    simulator.insertCard(SAMPLE_CARDS.resident);
    const { lease } = must(host.acquire("citizen", 1));
    const request = { device: "reader", command: "read-card", args: { photo: false }, lease, key: "k", withinMs: 10_000 };
    assert.deepEqual(must(await host.execute(request, new AbortController().signal)), { card: SAMPLE_CARDS.resident });
    await host.close();
    for (const line of lines.splice(0)) await cut(line);
    await server.close();
  }).timeout(60_000);
});
