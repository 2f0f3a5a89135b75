import assert from "node:assert/strict";
import { must, ok } from "../../../base/result.ts";
import { STATUS_POLL_MS } from "../../../device-drivers/host/device.ts";
import { failed } from "../../../device-drivers/host/driver.ts";
import { FAULT_WINDOW_MS, GIVEN_UP, MOST_FAULTS } from "../../../device-drivers/host/healing.ts";
import { SAVE_AFTER_MS } from "../../../device-drivers/host/statistics.ts";
import { COALESCE_MS } from "../../../device-drivers/host/status-tracker.ts";
import type { FakeClock } from "../../support/fake-clock.ts";
import { settle } from "../../support/fake-clock.ts";
import { hostBench, inShort, ONLINE, reader, ScriptedDriver } from "./host-bench.ts";

async function minutes(clock: FakeClock, count: number) {
  for (let second = 0; second < count * 60; second++) await clock.advance(1_000);
}

async function crashing() {
  const device = new ScriptedDriver();
  device.open = () => Promise.reject(new TypeError("a bug"));
  const bench = await hostBench({ devices: [reader("reader", "crashing")], modules: { crashing: device.module } });
  bench.host.release(bench.lease);
  return { ...bench, device, healing: () => must(bench.host.info("reader")).healing };
}

describe("bringing a device back", () => {
  it("is given up after some faults of the driver, and says so in words to act on", async () => {
    const { host, device, clock, healing, told } = await crashing();
    await minutes(clock, 15);
    assert.deepEqual([device.opens, healing().givenUp, healing().nextTryAt], [MOST_FAULTS, true, null]);
    assert.equal(host.list()[0]?.state, "hardwareError");
    assert.deepEqual(host.list()[0]?.reasons, ["driver threw in open: TypeError", GIVEN_UP]);
    assert.deepEqual(told.at(-1)?.reasons, host.list()[0]?.reasons, "everybody has been told");
    assert.deepEqual(
      healing().failures.map(({ times, reason }) => [times, reason]),
      [[MOST_FAULTS, "driver threw in open: TypeError"]],
    );
  });

  it("is tried again by a reset, which counts, and starts the counting of faults anew", async () => {
    const { host, device, clock, healing } = await crashing();
    await minutes(clock, 1);
    assert.deepEqual(must(host.reset("reader")), { reset: true });
    await settle();
    assert.deepEqual([device.opens, healing().givenUp], [MOST_FAULTS + 1, false]);
    assert.equal(host.statistics("reader")["DeviceResetCount"], 1);
    device.open = async () => ok();
    await clock.advance(2_000);
    assert.equal(host.list()[0]?.state, "online");
  });

  it("goes on for ever for a cable that is unplugged", async () => {
    const device = new ScriptedDriver();
    device.open = async () => failed("device.offline", "no", "operator");
    const { clock, host } = await hostBench({ devices: [reader("reader", "absent")], modules: { absent: device.module } });
    await minutes(clock, 30);
    assert.ok(device.opens > 60);
    const { healing } = must(host.info("reader"));
    assert.deepEqual([healing.givenUp, healing.failures.length], [false, 1]);
    assert.equal(healing.failures[0]?.times, device.opens);
    assert.ok(healing.nextTryAt !== null && healing.nextTryAt > clock.now() - 1_000);
  });

  it("forgets faults that lie far enough apart", async () => {
    const { driver, host, clock } = await hostBench();
    for (let time = 0; time < 3 * MOST_FAULTS; time++) {
      driver.status = () => {
        driver.status = () => Promise.resolve(ONLINE);
        return Promise.reject(new TypeError("a bug"));
      };
      await clock.advance(STATUS_POLL_MS);
      await clock.advance(FAULT_WINDOW_MS / (MOST_FAULTS - 1));
      assert.equal(host.list()[0]?.state, "online");
    }
    assert.equal(must(host.info("reader")).healing.failures[0]?.times, 3 * MOST_FAULTS);
  });

  it("shows the tries since a connection last held", async () => {
    const { driver, host, clock } = await hostBench();
    const attempt = () => must(host.info("reader")).healing.attempt;
    assert.equal(attempt(), 0);
    driver.context?.lost("gone");
    await settle();
    assert.equal(attempt(), 1);
    await clock.advance(1_000);
    driver.context?.lost("gone again");
    await settle();
    assert.equal(attempt(), 2);
    await minutes(clock, 1);
    assert.equal(attempt(), 0);
    const { failures } = must(host.info("reader")).healing;
    assert.deepEqual(
      failures.map(({ state, reason }) => [state, reason]),
      [
        ["offline", "gone"],
        ["offline", "gone again"],
      ],
    );
  });

  it("by a reset settles the running command and is refused while a citizen is served", async () => {
    const { driver, host, lease, execute } = await hostBench();
    assert.deepEqual(host.reset("reader"), { ok: false, error: { code: "device.leased", heldBy: "citizen" } });
    assert.deepEqual(host.reset("toaster"), { ok: false, error: { code: "device.unknown" } });
    host.release(lease);
    const { lease: own } = must(host.acquire("self-test", 1));
    let end: () => void = () => undefined;
    driver.read = () => new Promise((resolve) => (end = () => resolve(failed("device.closed", "yes", "retry"))));
    driver.close = async () => end();
    const reading = execute({ lease: own });
    await settle();
    must(host.reset("reader"));
    assert.equal(inShort(await reading), "device.closed yes");
    await settle();
    assert.deepEqual([host.list()[0]?.state, driver.opens], ["online", 2]);
    assert.deepEqual(must(host.info("reader")).healing.failures, []);
  });

  it("is not possible for a device whose settings are wrong", async () => {
    const { host, lease } = await hostBench({ devices: [{ ...reader("reader"), options: { mood: 7 } }] });
    host.release(lease);
    const refused = host.reset("reader");
    assert.ok(!refused.ok && refused.error.code === "device.refused");
    assert.match(refused.error.reasons[0] ?? "", /mood/);
    assert.equal(must(host.info("reader")).options, null);
  });
});

describe("what a driver claims", () => {
  const CIRCLE: Record<string, unknown> = {};
  CIRCLE["circle"] = CIRCLE;
  const LIES: readonly [string, unknown][] = [
    ["no state at all", null],
    ["a state that does not exist", { ...ONLINE, state: "banana" }],
    ["paper that is null", { ...ONLINE, paper: null }],
    ["paper that is a list", { ...ONLINE, paper: ["full"] }],
    ["a supply that does not exist", { ...ONLINE, paper: { roll: "plenty" } }],
    ["ten megabytes of reasons", { ...ONLINE, reasons: ["x".repeat(10 * 1024 * 1024)] }],
    ["a thousand reasons", { ...ONLINE, reasons: new Array(1_000).fill("r") }],
    ["reasons that are no words", { ...ONLINE, reasons: [{ toString: () => "r" }] }],
    ["a number as a sensor's word", { ...ONLINE, sensors: { door: 1 } }],
    ["a circle", { ...ONLINE, paper: CIRCLE }],
    ["a function", { ...ONLINE, cover: () => "open" }],
    [
      "a trap",
      {
        get state() {
          throw new Error("trap");
        },
      },
    ],
  ];
  for (const [what, lie] of LIES) {
    it(`is refused when it is ${what}, in a report and in an answer`, async () => {
      const { driver, host, clock } = await hostBench();
      driver.context?.report(lie as never);
      await settle();
      assert.equal(host.list()[0]?.state, "hardwareError");
      assert.match(host.list()[0]?.reasons.join() ?? "", /^driver answers wrongly in report: status.{0,300}$/s);
      driver.status = () => Promise.resolve(lie as never);
      await clock.advance(1_000);
      assert.match(host.list()[0]?.reasons.join() ?? "", /^driver answers wrongly in status: status.{0,300}$/s);
      driver.status = () => Promise.resolve(ONLINE);
      await clock.advance(5_000);
      assert.equal(host.list()[0]?.state, "online");
    });
  }

  it("keeps what belongs to the host: a report cannot rename a device, nor change what was reported", async () => {
    const { driver, host } = await hostBench();
    const reasons = ["first"];
    driver.context?.report({ reasons, id: "other", kind: "camera" } as never);
    reasons.push("second");
    assert.deepEqual([host.list()[0]?.id, host.list()[0]?.kind, host.list()[0]?.reasons], ["reader", "id-card-reader", ["first"]]);
  });

  it("as the answer to a command is checked too; a count that is no number spoils no counter", async () => {
    const { driver, host, clock, execute } = await hostBench();
    driver.read = () => Promise.resolve({ ok: false, error: { code: "device.timeout", sent: "maybe" } } as never);
    assert.equal(inShort(await execute()), "device.hardware indeterminate");
    assert.match(host.list()[0]?.reasons[0] ?? "", /^driver answers wrongly in read-card/);
    await clock.advance(1_000);
    driver.context?.count("GoodReadCount", Number.NaN);
    await settle();
    assert.deepEqual(host.list()[0]?.reasons, ["driver answers wrongly in count"]);
    assert.deepEqual(host.statistics("reader"), {});
  });

  it("a thousand times a second is told some five times a second", async () => {
    const { driver, clock, told } = await hostBench();
    await clock.advance(COALESCE_MS);
    told.length = 0;
    for (let ms = 0; ms < 3_000; ms++) {
      driver.context?.report({ sensors: { count: String(ms) } });
      await clock.advance(1);
    }
    assert.ok(told.length <= 3_000 / COALESCE_MS + 1, String(told.length));
    await clock.advance(COALESCE_MS);
    assert.deepEqual(told.at(-1)?.sensors, { count: "2999" });
  }).timeout(10_000);
});

describe("counters of a process that is killed", () => {
  it("are at most a minute old, however busy the device is", async () => {
    const { driver, clock, saved } = await hostBench();
    const at: number[] = [];
    for (let second = 1; second <= 600; second++) {
      driver.context?.count("GoodReadCount");
      at.push(saved.at(-1)?.["reader"]?.["GoodReadCount"] ?? 0);
      await clock.advance(1_000);
    }
    // What would be lost at each second: what had been counted, less what had been saved.
    assert.ok(at.every((kept, index) => index + 1 - kept <= SAVE_AFTER_MS / 1_000 + 1));
    assert.ok(saved.length <= 10);
  });
});
