import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { pause, systemClock } from "../../../base/clock.ts";
import { silentLog } from "../../../base/log.ts";
import { must, ok } from "../../../base/result.ts";
import type { DeviceSettings } from "../../../config/settings/settings.ts";
import type { DeviceStatus } from "../../../device-drivers/host/api.ts";
import { DeviceHost } from "../../../device-drivers/host/host.ts";
import { driverProcesses } from "../../../device-drivers/host/isolated/driver-process.ts";
import { SAMPLE_CARDS } from "../../../device-drivers/id-card-reader/sample-cards.ts";
import { half, inShort } from "./host-bench.ts";
import type { Misdeed } from "./misbehaving-driver.ts";

const start = driverProcesses(fileURLToPath(new URL("misbehaving-main.ts", import.meta.url)));

const device = (does: Misdeed, id: string = does): DeviceSettings => ({
  ...{ id, kind: "id-card-reader", driver: "misbehaving-driver", options: { does } },
});

/** A host with real processes in real time: nothing here waits for a time, only for what the host tells. */
class Bench {
  readonly host: DeviceHost;
  readonly #waiting = new Set<() => void>();
  #lease = "";
  #key = 0;

  constructor(devices: readonly DeviceSettings[]) {
    const counts = { load: () => ({}), save: () => undefined };
    this.host = new DeviceHost({ devices, clock: systemClock, random: half, log: silentLog, counts, startProcess: start });
    this.host.onStatus(() => {
      for (const look of this.#waiting) look();
    });
  }

  async start(): Promise<void> {
    await this.host.start();
    this.#lease = must(this.host.acquire("self-test", 1)).lease;
  }

  status(id: string): DeviceStatus {
    const status = this.host.list().find((one) => one.id === id);
    assert.ok(status);
    return status;
  }

  until(id: string, is: (status: DeviceStatus) => boolean): Promise<DeviceStatus> {
    return new Promise((resolve) => {
      const look = () => {
        if (!is(this.status(id))) return;
        this.#waiting.delete(look);
        resolve(this.status(id));
      };
      this.#waiting.add(look);
      look();
    });
  }

  async online(id: string): Promise<void> {
    await this.until(id, ({ state }) => state === "online");
  }

  read(id: string) {
    const request = { device: id, command: "read-card", args: { photo: false }, lease: this.#lease, key: `key-${this.#key++}` };
    return this.host.execute({ ...request, withinMs: 30_000 }, new AbortController().signal);
  }

  /** The next state that is not the present one's, after the command. */
  async misbehave(id: string): Promise<{ result: string; reason: string; state: string }> {
    await this.online(id);
    const result = inShort(await this.read(id));
    const { state, reasons } = await this.until(id, (status) => status.state !== "online");
    return { result, state, reason: reasons.join("; ") };
  }
}

const BROKEN: readonly { does: Misdeed; title: string; reason: RegExp }[] = [
  { does: "throw-later", title: "throws outside of any command", reason: /^driver threw: RangeError$/ },
  { does: "exit", title: "ends the process", reason: /^driver process ended by itself: exit 3$/ },
  { does: "abort", title: "crashes in native code", reason: /^driver process ended by itself: SIGABRT$/ },
  { does: "swell", title: "takes more and more memory", reason: /^driver process ran out of memory$/ },
  { does: "report-flood", title: "floods device-host with reports", reason: /^driver process floods: more than 500 messages in 1 s$/ },
  { does: "print-flood", title: "floods its standard error", reason: /^driver process floods: .* bytes printed in 1 s$/ },
  { does: "garbage", title: "writes into the channel", reason: /^driver process answers wrongly: a message that is not JSON$/ },
];

describe("a driver in a process of its own", () => {
  let bench: Bench;
  let hanging: ReturnType<Bench["misbehave"]>;

  before(async () => {
    const others: Misdeed[] = ["none", "loop", "start-another", "open-exit", "other-port"];
    const devices = [...others, ...BROKEN.map(({ does }) => does)].map((does) => device(does));
    const wrong = { ...device("none", "wrong"), options: { does: "juggle", password: 7 } };
    const loading = { ...device("none", "loading"), driver: "looping-module" };
    bench = new Bench([...devices, wrong, loading]);
    await bench.start();
    // It takes its five seconds while the others are looked at.
    hanging = bench.misbehave("loop");
  });
  after(() => bench.host.close());
  // Whatever one does, another one serves.
  afterEach(async () => assert.deepEqual(await bench.read("none"), ok({ card: SAMPLE_CARDS.resident })));

  it("serves as one in the host's process does", async () => {
    await bench.online("none");
    assert.deepEqual(await bench.read("none"), ok({ card: SAMPLE_CARDS.resident }));
    assert.equal(bench.status("none").model, "Misbehaving reader");
    const info = must(bench.host.info("none"));
    assert.deepEqual([info.isIsolated, info.models, info.options], [true, ["Misbehaving reader"], { does: "none" }]);
  }).timeout(60_000);

  for (const { does, title, reason } of BROKEN) {
    it(`that ${title} is ended, its command is settled, and the reason is there to be read`, async () => {
      const seen = await bench.misbehave(does);
      assert.match(seen.reason, reason);
      assert.deepEqual([seen.result, seen.state], ["device.hardware indeterminate", "hardwareError"]);
    }).timeout(60_000);
  }

  it("is started afresh at the next try", async () => {
    await bench.online("exit");
    const { healing } = must(bench.host.info("exit"));
    assert.deepEqual([healing.givenUp, healing.failures.length], [false, 1]);
    assert.match((await bench.misbehave("exit")).reason, /exit 3/);
    assert.equal(must(bench.host.info("exit")).healing.failures[0]?.times, 2);
  }).timeout(60_000);

  it("has its options checked by its own schema, and what is wrong is told with its place, once and for all", async () => {
    const { state, reasons } = await bench.until("wrong", (status) => status.state === "userError");
    assert.equal(state, "userError");
    assert.match(reasons[0] ?? "", /^device "wrong" \(\/devices\/\d+\)\/options \/does: must be equal to one of/);
    assert.match(reasons[1] ?? "", /options \/password: must be string$/);
    assert.equal(must(bench.host.info("wrong")).healing.givenUp, true);
  }).timeout(60_000);

  it("that ends its process in open is a fault of that device", async () => {
    const { reasons } = await bench.until("open-exit", ({ state }) => state === "hardwareError");
    assert.match(reasons[0] ?? "", /driver process ended by itself: exit 4/);
  }).timeout(60_000);

  it("opens no port that its settings do not name", async () => {
    const { reasons } = await bench.until("other-port", ({ state }) => state === "offline");
    assert.deepEqual(reasons, ["device.offline why=transport.not-permitted"]);
  }).timeout(60_000);

  it("takes with it what it started", async () => {
    await bench.online("start-another");
    assert.equal(inShort(await bench.read("start-another")), "device.hardware indeterminate");
    const pid = bench.host.statistics("start-another")["GoodReadCount"];
    assert.ok(pid);
    while (existsSync(`/proc/${pid}/exe`)) await pause(systemClock, 10);
  }).timeout(60_000);

  it("dies with device-host, even while it loops and device-host is killed", async () => {
    const parent = spawn(process.execPath, [fileURLToPath(new URL("orphan-main.ts", import.meta.url))], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [said] = await once(parent.stdout, "data");
    const pid = Number(said);
    assert.ok(existsSync(`/proc/${pid}/exe`));
    parent.kill("SIGKILL");
    while (existsSync(`/proc/${pid}/exe`)) await pause(systemClock, 10);
  }).timeout(60_000);

  it("that loops for ever is ended when it gives no sign of life, in a command or while it is loaded", async () => {
    const seen = await hanging;
    assert.deepEqual([seen.result, seen.state], ["device.hardware indeterminate", "hardwareError"]);
    assert.equal(seen.reason, "driver process hangs: no sign of life for 5000 ms");
    const { reasons } = await bench.until("loading", ({ state }) => state === "hardwareError");
    assert.deepEqual(reasons, ["driver process hangs: no sign of life for 5000 ms"]);
  }).timeout(60_000);
});
