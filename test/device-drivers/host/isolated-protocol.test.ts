import assert from "node:assert/strict";
import { type Duplex, duplexPair } from "node:stream";
import type { Facts, Log } from "../../../base/log.ts";
import { must, ok } from "../../../base/result.ts";
import { DeviceHost } from "../../../device-drivers/host/host.ts";
import type { StartDriverProcess } from "../../../device-drivers/host/isolated/driver-process.ts";
import { HEARTBEAT_MS, MISSED_BEATS, MOST_RESIDENT_BYTES } from "../../../device-drivers/host/isolated/limits.ts";
import { DriverServer } from "../../../device-drivers/host/isolated/serve-driver.ts";
import { SAMPLE_CARDS } from "../../../device-drivers/id-card-reader/sample-cards.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";
import { half, inShort } from "./host-bench.ts";
import misbehavingDriver, { type Misdeed } from "./misbehaving-driver.ts";

/** Both ends of the channel in one process, so that time stands still until told. */
async function bench(does: Misdeed) {
  const clock = new FakeClock();
  const lines: string[] = [];
  const state = { started: 0, killed: 0, residentBytes: 0, isDeaf: false, theirs: undefined as Duplex | undefined };
  const line = (event: string, facts?: Facts) => void lines.push(`${event} ${JSON.stringify(facts)}`);
  const log: Log = { debug: line, info: line, warn: line, error: line, channel: () => log };
  const startProcess: StartDriverProcess = () => {
    state.started += 1;
    const [ours, theirs] = duplexPair();
    state.theirs = theirs;
    let exited: (how: string) => void = () => undefined;
    let hasEnded = false;
    const end = (how: string) => {
      if (hasEnded) return;
      hasEnded = true;
      ours.destroy();
      theirs.destroy();
      exited(how);
    };
    if (!state.isDeaf) {
      const load = async () => ({ default: misbehavingDriver });
      const connect = () => Promise.reject(new Error("no port here"));
      new DriverServer({ stream: theirs, clock, random: half, load, connect, exit: (code) => end(`exit ${code}`) });
    } else theirs.resume().write(`${JSON.stringify({ tell: "ready" })}\n`);
    return {
      ...{ pid: 1, stream: ours, onOutput: () => undefined },
      onExit: (then) => {
        exited = then;
      },
      kill: () => {
        state.killed += 1;
        setImmediate(() => end("SIGKILL"));
      },
      residentBytes: async () => state.residentBytes,
    };
  };
  const host = new DeviceHost({
    devices: [{ id: "reader", kind: "id-card-reader", driver: "a-package", options: { does, password: "hidden" } }],
    ...{ clock, random: half, log, startProcess, counts: { load: () => ({}), save: () => undefined } },
  });
  await host.start();
  await settle(20);
  const { lease } = must(host.acquire("self-test", 1));
  let key = 0;
  const read = (withinMs = 10_000, signal = new AbortController().signal) =>
    host.execute({ device: "reader", command: "read-card", args: { photo: false }, lease, key: `k${key++}`, withinMs }, signal);
  const status = () => {
    const [first] = host.list();
    assert.ok(first);
    return first;
  };
  return { clock, host, lines, state, read, status, startProcess };
}

describe("the channel to a driver's process", () => {
  it("carries commands, states and what the driver is known by, but no secret", async () => {
    const { read, status, host } = await bench("none");
    assert.deepEqual(await read(), ok({ card: SAMPLE_CARDS.resident }));
    assert.deepEqual([status().state, status().model], ["online", "Misbehaving reader"]);
    assert.deepEqual(must(host.info("reader")).options, { does: "none" });
  });

  const FAULTS: readonly [Misdeed, RegExp][] = [
    ["throw", /^driver threw in read-card: TypeError$/],
    ["not-json", /^driver threw in read-card: TypeError$/],
    ["nonsense", /^driver answers wrongly in read-card: \/error/],
    ["long-report", /^driver process floods: more than 65536 bytes in one message$/],
    ["report-flood", /^driver process floods: more than 500 messages in 1 s$/],
  ];
  for (const [does, reason] of FAULTS) {
    it(`ends a process that does this: ${does}`, async () => {
      const { read, status, state, lines } = await bench(does);
      assert.equal(inShort(await read()), "device.hardware indeterminate");
      await settle(20);
      assert.equal(status().state, "hardwareError");
      assert.match(status().reasons[0] ?? "", reason);
      assert.ok(state.killed > 0);
      assert.ok(!lines.some((line) => line.includes("quote a person")));
    });
  }

  it("ends a process that answers what nobody asked", async () => {
    const { status, state } = await bench("none");
    state.theirs?.write(`${JSON.stringify({ answer: 4_711, value: "made up" })}\n`);
    await settle(20);
    assert.deepEqual(status().reasons, ["driver process answers wrongly: an answer that nobody asked for"]);
  });

  it("ends a process whose driver lies of its state, and tries it again some times", async () => {
    const { status, state, host, clock } = await bench("status-lie");
    assert.match(status().reasons[0] ?? "", /driver answers wrongly in status: .*\/state/);
    for (let second = 0; second < 60; second++) await clock.advance(1_000);
    assert.deepEqual([state.started, must(host.info("reader")).healing.givenUp], [5, true]);
  });

  it("tells when the device is away, which is not a fault, and passes a failed open on", async () => {
    const lost = await bench("lose");
    assert.equal(inShort(await lost.read()), "device.offline yes");
    await settle(20);
    assert.deepEqual([lost.status().state, lost.status().reasons], ["offline", ["transport.closed: hang-up"]]);
    const refused = await bench("open-refuse");
    assert.deepEqual(refused.status().reasons, ["device.offline transport=transport.no-such-port"]);
    assert.equal(refused.status().state, "offline");
    for (let second = 0; second < 120; second++) await refused.clock.advance(1_000);
    assert.ok(refused.state.started > 6, "a cable is tried for ever");
  });

  it("passes on that a command is to stop: at its deadline, and when the caller gives up", async () => {
    const { read, clock, status } = await bench("wait-to-be-stopped");
    const late = read(500);
    await clock.advance(600);
    assert.equal(inShort(await late), "device.timeout yes");
    const stop = new AbortController();
    const given = read(10_000, stop.signal);
    await settle(20);
    stop.abort();
    assert.equal(inShort(await given), "device.cancelled yes");
    assert.equal(status().state, "online");
  });

  it("ends a process whose driver does not stop, and starts a fresh one", async () => {
    const { read, clock, status, state } = await bench("never-answer");
    const hung = read(500);
    await clock.advance(500);
    await clock.advance(2_000);
    assert.equal(inShort(await hung), "device.timeout indeterminate");
    assert.deepEqual(status().reasons, ["driver hangs in read-card"]);
    await clock.advance(1_000);
    await settle(20);
    assert.deepEqual([status().state, state.started], ["online", 2]);
  });

  it("lets a process live while it answers, and ends it when it missed so many beats", async () => {
    const { clock, status } = await bench("none");
    for (let beat = 0; beat < 3 * MISSED_BEATS; beat++) await clock.advance(HEARTBEAT_MS);
    assert.equal(status().state, "online");
    const deaf = await bench("none");
    deaf.state.isDeaf = true;
    deaf.host.release("");
    const opened = deaf.status().state;
    deaf.state.theirs?.pause();
    deaf.state.theirs?.removeAllListeners("data");
    for (let beat = 0; beat <= MISSED_BEATS; beat++) await deaf.clock.advance(HEARTBEAT_MS);
    await settle(20);
    const { healing } = must(deaf.host.info("reader"));
    assert.deepEqual([opened, healing.failures[0]?.reason], ["online", "driver process hangs: no sign of life for 5000 ms"]);
  });

  it("ends a process that takes too much memory outside of its heap", async () => {
    const { clock, status, state } = await bench("none");
    state.residentBytes = MOST_RESIDENT_BYTES + 1;
    await clock.advance(HEARTBEAT_MS);
    assert.match(status().reasons[0] ?? "", /^driver process took more than \d+ bytes of memory$/);
  });

  it("hands on some log lines in a second and drops the others", async () => {
    const { read, lines } = await bench("log-flood");
    assert.equal(inShort(await read()), "ok");
    assert.equal(lines.filter((line) => line.startsWith("noise")).length, 20);
  });

  it("leaves no process and no timer behind when the host stops", async () => {
    const { host, state, clock, read } = await bench("wait-to-be-stopped");
    const running = read();
    await settle(20);
    await host.close();
    await settle(20);
    assert.equal(inShort(await running), "device.closed yes");
    assert.ok(state.killed > 0);
    assert.equal(clock.pending, 0);
  });
});
