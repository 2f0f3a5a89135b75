import assert from "node:assert/strict";
import type { Log } from "../../../base/log.ts";
import { ok } from "../../../base/result.ts";
import { STOP_GRACE_MS } from "../../../device-drivers/host/command-queue.ts";
import { SAMPLE_CARDS } from "../../../device-drivers/id-card-reader/sample-cards.ts";
import { settle } from "../../support/fake-clock.ts";
import { hostBench, inShort, reader, readUntilStopped, ScriptedDriver } from "./host-bench.ts";

describe("device-host commands", () => {
  it("answers with what the driver read", async () => {
    const { execute } = await hostBench();
    assert.deepEqual(await execute(), { ok: true, value: { card: SAMPLE_CARDS.resident } });
  });

  it("refuses, with nothing sent, what it must not pass on", async () => {
    const { execute, host, lease } = await hostBench();
    assert.equal(inShort(await execute({ device: "other" })), "device.unknown no");
    assert.equal(inShort(await execute({ lease: "wrong" })), "device.leased no");
    assert.equal(inShort(await execute({ command: "print" })), "device.unsupported no");
    assert.equal(inShort(await execute({ command: "constructor" })), "device.unsupported no");
    assert.equal(inShort(await execute({ args: { photo: "yes" } })), "device.refused no");
    assert.equal(inShort(await execute({ withinMs: 0 })), "device.refused no");
    assert.equal(inShort(await execute({ withinMs: Number.NaN })), "device.refused no");
    host.release(lease);
    assert.equal(inShort(await execute()), "device.no-lease no");
  });

  it("runs one command of a device at a time, in the order they came", async () => {
    const { execute, driver } = await hostBench();
    const log: string[] = [];
    driver.read = async () => {
      const mine = driver.reads;
      log.push(`start ${mine}`);
      await settle();
      log.push(`end ${mine}`);
      return ok({ card: SAMPLE_CARDS.resident });
    };
    await Promise.all([execute(), execute(), execute()]);
    assert.deepEqual(log, ["start 1", "end 1", "start 2", "end 2", "start 3", "end 3"]);
  });

  it("looks at the state beside a command that is running", async () => {
    const { execute, driver, clock, host } = await hostBench();
    driver.read = readUntilStopped;
    const reading = execute({ withinMs: 60_000 });
    driver.status = () => Promise.resolve({ state: "userError", paper: {}, cover: "open", reasons: [] });
    await clock.advance(15_000);
    assert.equal(host.list()[0]?.cover, "open");
    await clock.advance(60_000);
    await reading;
  });

  it("stops a command at its deadline; one that still waited in the queue was never started", async () => {
    const { execute, driver, clock } = await hostBench();
    driver.read = readUntilStopped;
    const running = execute({ withinMs: 5_000 });
    const queued = execute({ withinMs: 3_000 });
    await clock.advance(3_000);
    assert.equal(inShort(await queued), "device.timeout no");
    await clock.advance(2_000);
    assert.equal(inShort(await running), "device.timeout yes");
    assert.equal(driver.reads, 1);
  });

  it("stops a command when its caller gives up", async () => {
    const { execute, driver } = await hostBench();
    driver.read = readUntilStopped;
    const [first, second] = [new AbortController(), new AbortController()];
    const running = execute({}, first.signal);
    const queued = execute({}, second.signal);
    await settle();
    second.abort();
    first.abort();
    assert.equal(inShort(await queued), "device.cancelled no");
    assert.equal(inShort(await running), "device.cancelled yes");
    assert.equal(driver.reads, 1);
  });

  it("takes a driver that does not stop for hung: says so truthfully, connects anew, goes on with the next command", async () => {
    const { execute, driver, clock, host } = await hostBench();
    driver.read = () => new Promise(() => undefined);
    const hung = execute({ withinMs: 1_000 });
    const next = execute({ withinMs: 20_000 });
    await clock.advance(1_000 + STOP_GRACE_MS);
    assert.equal(inShort(await hung), "device.timeout indeterminate");
    assert.equal(inShort(await next), "device.offline no");
    assert.equal(host.list()[0]?.state, "hardwareError");
    driver.read = async () => ok({ card: SAMPLE_CARDS.resident });
    await clock.advance(1_000);
    assert.deepEqual([driver.opens, driver.closes, host.list()[0]?.state], [2, 1, "online"]);
    assert.equal(inShort(await execute()), "ok");
  });

  it("takes a throw for a fault of that device and of no other, and logs where it came from but nothing of the person", async () => {
    const lines: string[] = [];
    const note = (event: string, facts?: unknown) => void lines.push(`${event} ${JSON.stringify(facts)}`);
    const log: Log = { debug: note, info: note, warn: note, error: note, channel: () => log };
    const other = new ScriptedDriver();
    const { execute, driver, host, clock } = await hostBench({
      log,
      devices: [reader("reader"), reader("second", "other")],
      modules: { other: other.module },
    });
    driver.read = () => {
      throw new RangeError(`no place for ${SAMPLE_CARDS.resident.name} ${SAMPLE_CARDS.resident.number}`);
    };
    const failed = await execute();
    assert.equal(inShort(failed), "device.hardware indeterminate");
    assert.equal(failed.ok ? "" : failed.error.facts["driverThrew"], "RangeError");
    await settle();
    assert.equal(host.list()[0]?.state, "hardwareError");
    assert.equal(host.list()[1]?.state, "online");
    assert.equal(inShort(await execute({ device: "second" })), "ok");
    assert.ok(lines.some((line) => line.includes("driver.failed") && line.includes("commands.test.ts")));
    assert.ok(!lines.join().includes(SAMPLE_CARDS.resident.name) && !lines.join().includes(SAMPLE_CARDS.resident.number));
    await clock.advance(2_000);
    assert.equal(host.list()[0]?.state, "online");
  });

  it("settles every waiter when it closes, and closes the devices", async () => {
    const { execute, driver, host } = await hostBench();
    driver.read = readUntilStopped;
    const waiting = [execute(), execute(), execute()];
    await settle();
    await host.close();
    assert.deepEqual((await Promise.all(waiting)).map(inShort), ["device.closed yes", "device.closed no", "device.closed no"]);
    assert.equal(driver.closes, 1);
    assert.equal(inShort(await execute()), "device.closed no");
  });

  it("closes although a driver neither stops nor closes, and leaves no timer behind", async () => {
    const { execute, driver, host, clock } = await hostBench();
    driver.read = () => new Promise(() => undefined);
    driver.close = () => new Promise(() => undefined);
    const hung = execute({ withinMs: 60_000 });
    await settle();
    const closing = host.close();
    await clock.advance(10_000);
    await closing;
    assert.equal(inShort(await hung), "device.closed indeterminate");
    assert.equal(clock.pending, 0);
  });
});
