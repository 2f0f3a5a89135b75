import assert from "node:assert/strict";
import { systemRandom } from "../../../base/random.ts";
import { backOffMs, STABLE_MS } from "../../../device-drivers/host/back-off.ts";
import { STATUS_POLL_MS, STATUS_WITHIN_MS } from "../../../device-drivers/host/device.ts";
import { failed } from "../../../device-drivers/host/driver.ts";
import { CLOSE_WITHIN_MS, OPEN_WITHIN_MS } from "../../../device-drivers/host/open-session.ts";
import { COALESCE_MS } from "../../../device-drivers/host/status-tracker.ts";
import { settle } from "../../support/fake-clock.ts";
import { hostBench, inShort, ONLINE, reader, ScriptedDriver } from "./host-bench.ts";

describe("device-host connection", () => {
  it("offers a device only after it has looked at its state", async () => {
    const { host, driver, clock, told } = await hostBench({ devices: [] });
    assert.deepEqual(host.list(), []);
    const second = new ScriptedDriver();
    let answer: (seen: typeof ONLINE) => void = () => undefined;
    second.status = () => new Promise((resolve) => (answer = resolve));
    const bench = await hostBench({ devices: [reader("slow", "second")], modules: { second: second.module } });
    assert.equal(bench.host.list()[0]?.state, "starting");
    answer({ ...ONLINE, paper: { roll: "out" } });
    await settle();
    assert.deepEqual([bench.host.list()[0]?.state, bench.host.list()[0]?.paper], ["online", { roll: "out" }]);
    assert.deepEqual([driver.opens, clock.pending, told], [0, 0, []]);
  });

  it("says at once that a device is away, with everything about it unknown, and comes back after looking anew", async () => {
    const { host, driver, clock, told } = await hostBench();
    driver.context?.report({ paper: { roll: "full" }, cover: "closed" });
    await clock.advance(COALESCE_MS);
    driver.context?.lost("transport.closed: hang-up");
    await settle();
    const away = host.list()[0];
    assert.deepEqual(
      [away?.state, away?.paper, away?.cover, away?.reasons],
      ["offline", { roll: "unknown" }, "unknown", ["transport.closed: hang-up"]],
    );
    assert.equal(driver.closes, 1);
    await clock.advance(1_000);
    assert.deepEqual([host.list()[0]?.state, driver.opens], ["online", 2]);
    assert.deepEqual(
      told.map(({ state }) => state),
      ["online", "online", "offline", "online"],
    );
    assert.equal(host.statistics("reader")["CommunicationErrorCount"], 1);
  });

  it("does not hear a driver whose connection is over", async () => {
    const { host, driver, clock } = await hostBench();
    const old = driver.context;
    old?.lost("gone");
    await clock.advance(2_000);
    old?.report({ state: "potentialFraud" });
    old?.lost("again");
    await clock.advance(100);
    assert.deepEqual([host.list()[0]?.state, driver.opens], ["online", 2]);
  });

  it("waits longer and longer for a device that does not open, up to half a minute, and says why once", async () => {
    const device = new ScriptedDriver();
    device.open = async () => failed("device.offline", "no", "operator", { transport: "transport.no-such-port" });
    const { host, clock, told } = await hostBench({ devices: [reader("reader", "absent")], modules: { absent: device.module } });
    const at: number[] = [];
    const start = clock.now();
    for (let step = 0; step < 1_200; step++) {
      const before = device.opens;
      await clock.advance(100);
      if (device.opens > before) at.push(clock.now() - start);
    }
    const gaps = at.map((time, index) => time - (at[index - 1] ?? 0));
    assert.ok(
      gaps.every((gap, index) => index === 0 || gap >= (gaps[index - 1] ?? 0) - 100),
      gaps.join(),
    );
    assert.ok(Math.max(...gaps) <= 30_000);
    assert.equal(told.length, 1);
    assert.deepEqual([host.list()[0]?.state, host.list()[0]?.reasons], ["offline", ["device.offline transport=transport.no-such-port"]]);
    assert.deepEqual(host.statistics("reader"), {});
  }).timeout(60_000);

  it("does not start the waiting anew for a device that comes and goes, but does for one that held", async () => {
    const { driver, clock } = await hostBench();
    const gapAfterLoss = async () => {
      const opens = driver.opens;
      driver.context?.lost("flapping");
      const lostAt = clock.now();
      while (driver.opens === opens) await clock.advance(50);
      return clock.now() - lostAt;
    };
    const gaps: number[] = [];
    for (let time = 0; time < 4; time++) gaps.push(await gapAfterLoss());
    assert.ok((gaps[3] ?? 0) > 4 * (gaps[0] ?? 0), gaps.join());
    await clock.advance(STABLE_MS + 1_000);
    assert.ok((await gapAfterLoss()) <= (gaps[0] ?? 0));
  });

  it("spreads its tries over the whole wait", () => {
    const waits = Array.from({ length: 500 }, () => backOffMs(6, systemRandom));
    assert.ok(Math.min(...waits) >= 100 && Math.max(...waits) <= 30_000);
    assert.ok(Math.min(...waits) < 5_000 && Math.max(...waits) > 25_000);
    assert.ok(Array.from({ length: 100 }, () => backOffMs(1, systemRandom)).every((wait) => wait <= 1_000));
  });

  it("gives up on an open that hangs or throws, and tries again", async () => {
    const device = new ScriptedDriver();
    device.open = () => new Promise(() => undefined);
    const { host, clock } = await hostBench({ devices: [reader("reader", "hangs")], modules: { hangs: device.module } });
    await clock.advance(OPEN_WITHIN_MS);
    assert.equal(host.list()[0]?.state, "hardwareError");
    device.open = () => Promise.reject(new TypeError("a bug"));
    await clock.advance(1_000);
    assert.deepEqual(host.list()[0]?.reasons, ["driver threw in open: TypeError"]);
    device.open = async () => ({ ok: true, value: undefined });
    await clock.advance(5_000);
    assert.equal(host.list()[0]?.state, "online");
  });

  it("closes a device that opens after nobody waits for it any more", async () => {
    const device = new ScriptedDriver();
    let open: () => void = () => undefined;
    device.open = () => new Promise((resolve) => (open = () => resolve({ ok: true, value: undefined })));
    const { host } = await hostBench({ devices: [reader("reader", "late")], modules: { late: device.module } });
    await host.close();
    open();
    await settle();
    assert.equal(device.closes, 1);
  });

  it("holds nothing up for a state that is not answered, and does not ask twice at a time", async () => {
    const { host, driver, clock, execute } = await hostBench();
    let asked = 0;
    driver.status = () => {
      asked += 1;
      return new Promise(() => undefined);
    };
    await clock.advance(STATUS_POLL_MS + 10);
    assert.equal(inShort(await execute()), "ok");
    await clock.advance(STATUS_WITHIN_MS + 3 * STATUS_POLL_MS);
    assert.deepEqual([host.list()[0]?.state, asked], ["online", 1]);
  });

  it("connects anew after a status that throws", async () => {
    const { host, driver, clock } = await hostBench();
    driver.status = () => Promise.reject(new TypeError("a bug"));
    await clock.advance(STATUS_POLL_MS);
    assert.deepEqual(host.list()[0]?.reasons, ["driver threw in status: TypeError"]);
    driver.status = () => Promise.resolve(ONLINE);
    await clock.advance(CLOSE_WITHIN_MS);
    assert.equal(host.list()[0]?.state, "online");
  });
});

describe("device-host status events", () => {
  it("tell a flood of changes as the first and the last", async () => {
    const { driver, clock, told } = await hostBench();
    await clock.advance(COALESCE_MS);
    told.length = 0;
    for (let bounce = 0; bounce < 1_000; bounce++) driver.context?.report({ cover: bounce % 2 === 0 ? "open" : "closed" });
    driver.context?.report({ cover: "open", paper: { roll: "low" } });
    await clock.advance(10 * COALESCE_MS);
    assert.deepEqual(
      told.map(({ cover, paper }) => [cover, paper]),
      [
        ["open", {}],
        ["open", { roll: "low" }],
      ],
    );
  });

  it("tell nothing when nothing changed, also not when it changed there and back", async () => {
    const { driver, clock, told } = await hostBench();
    await clock.advance(COALESCE_MS);
    told.length = 0;
    for (let time = 0; time < 100; time++) driver.context?.report({ state: "online", reasons: [] });
    await clock.advance(60_000);
    assert.deepEqual(told, []);
    driver.context?.report({ cover: "open" });
    driver.context?.report({ cover: "closed" });
    driver.context?.report({ cover: "open" });
    await clock.advance(10 * COALESCE_MS);
    assert.equal(told.length, 1);
  });

  it("keep the time of the change, not of the asking", async () => {
    const { host, clock } = await hostBench();
    const since = host.list()[0]?.since;
    await clock.advance(60_000);
    assert.equal(host.list()[0]?.since, since);
  });
});
