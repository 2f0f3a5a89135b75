import assert from "node:assert/strict";
import { ok } from "../../../base/result.ts";
import { REMEMBERED } from "../../../device-drivers/host/answers.ts";
import { STOP_GRACE_MS } from "../../../device-drivers/host/command-queue.ts";
import { SAMPLE_CARDS } from "../../../device-drivers/id-card-reader/sample-cards.ts";
import { settle } from "../../support/fake-clock.ts";
import { hostBench, inShort, readUntilStopped } from "./host-bench.ts";

describe("device-host idempotency", () => {
  it("answers the same key with the same answer, without a second act", async () => {
    const { execute, driver } = await hostBench();
    const first = await execute({ key: "k" });
    assert.deepEqual(await execute({ key: "k" }), first);
    assert.equal(driver.reads, 1);
    await execute({ key: "other" });
    assert.equal(driver.reads, 2);
  });

  it("joins what is being done; it goes on until the last caller has given up", async () => {
    const { execute, driver } = await hostBench();
    driver.read = readUntilStopped;
    const [first, second] = [new AbortController(), new AbortController()];
    const both = [execute({ key: "k" }, first.signal), execute({ key: "k" }, second.signal)];
    let isSettled = false;
    void Promise.race(both).then(() => {
      isSettled = true;
    });
    first.abort();
    await settle();
    assert.equal(isSettled, false);
    second.abort();
    assert.deepEqual((await Promise.all(both)).map(inShort), ["device.cancelled yes", "device.cancelled yes"]);
    assert.equal(driver.reads, 1);
  });

  it("refuses a key that was used for something else", async () => {
    const { execute, driver } = await hostBench();
    await execute({ key: "k" });
    assert.equal(inShort(await execute({ key: "k", command: "await-removal", args: {} })), "device.refused no");
    assert.equal(driver.reads, 1);
  });

  it("keeps a failure after something was sent, and forgets one with nothing sent", async () => {
    const { execute, driver, clock } = await hostBench();
    driver.read = () => new Promise(() => undefined);
    const hung = execute({ key: "sent", withinMs: 100 });
    await clock.advance(100 + STOP_GRACE_MS);
    assert.equal(inShort(await hung), "device.timeout indeterminate");
    assert.equal(inShort(await execute({ key: "unsent" })), "device.offline no");
    driver.read = async () => ok({ card: SAMPLE_CARDS.resident });
    await clock.advance(2_000);
    assert.equal(inShort(await execute({ key: "sent" })), "device.timeout indeterminate");
    assert.equal(inShort(await execute({ key: "unsent" })), "ok");
    assert.equal(driver.reads, 2);
  });

  it("forgets who was read when the lease ends", async () => {
    const { execute, driver, host, lease } = await hostBench();
    await execute({ key: "k" });
    host.release(lease);
    const again = host.acquire("citizen", 1);
    assert.ok(again.ok);
    await execute({ key: "k", lease: again.value.lease });
    assert.equal(driver.reads, 2);
  });

  it("remembers a bounded number of acts", async () => {
    const { execute, driver } = await hostBench();
    for (let act = 0; act <= REMEMBERED; act++) await execute({ key: `act ${act}` });
    await execute({ key: `act ${REMEMBERED}` });
    assert.equal(driver.reads, REMEMBERED + 1);
    await execute({ key: "act 0" });
    assert.equal(driver.reads, REMEMBERED + 2);
  });
});

describe("device-host lease", () => {
  it("has one holder over all devices, and says who", async () => {
    const { host, lease } = await hostBench();
    assert.deepEqual(host.acquire("technician", 2), { ok: false, error: { heldBy: "citizen" } });
    assert.equal(host.release("wrong"), false);
    assert.equal(host.release(lease), true);
    assert.equal(host.acquire("technician", 2).ok, true);
    assert.deepEqual(host.acquire("citizen", 1), { ok: false, error: { heldBy: "technician" } });
  });

  it("ends with the connection of its holder, not of another", async () => {
    const { host, execute } = await hostBench();
    host.peerGone(7);
    assert.equal(inShort(await execute()), "ok");
    host.peerGone(1);
    assert.equal(inShort(await execute()), "device.no-lease no");
    assert.equal(host.acquire("self-test", 3).ok, true);
  });
});
