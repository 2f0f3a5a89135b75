import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../../../base/clock.ts";
import { must } from "../../../../base/result.ts";
import driver from "../../../../device-drivers/id-card-reader/bridge/driver.ts";
import { sampleBmp } from "../../../../device-drivers/id-card-reader/bridge/sample-messages.ts";
import type { BridgeOptions } from "../../../../device-drivers/id-card-reader/bridge/service.ts";
import { type BridgeFault, BridgeSimulator } from "../../../../device-drivers/id-card-reader/bridge/simulator.ts";
import { photoFileName } from "../../../../device-drivers/id-card-reader/photo-decoder.ts";
import { SAMPLE_CARDS, samplePhotoBlock } from "../../../../device-drivers/id-card-reader/sample-cards.ts";
import { driverContext } from "../../../support/driver-context.ts";
import { bridgeBench, inShort } from "./bridge-bench.ts";

const { resident, expired } = SAMPLE_CARDS;

interface Hazard {
  readonly fault: BridgeFault;
  readonly times: number;
  /** What the person's reading comes to. */
  readonly comes: string;
  /** How the reader is afterwards, before it had time to come back. */
  readonly state: "online" | "offline" | "hardwareError";
}

const HTTP: readonly Hazard[] = [
  { fault: "silence", times: 1, comes: "device.timeout sent=indeterminate", state: "offline" },
  { fault: "garbage", times: 1, comes: "done", state: "online" },
  { fault: "garbage", times: 3, comes: "device.bad-reply sent=yes", state: "online" },
  { fault: "huge", times: 1, comes: "done", state: "online" },
  { fault: "huge", times: 3, comes: "device.bad-reply sent=indeterminate", state: "online" },
  { fault: "http-error", times: 3, comes: "device.bad-reply sent=indeterminate", state: "online" },
  { fault: "cut", times: 3, comes: "device.bad-reply sent=indeterminate", state: "online" },
  { fault: "wrong-types", times: 1, comes: "card.text-malformed sent=yes", state: "online" },
  { fault: "wrong-number", times: 1, comes: "card.text-malformed sent=yes", state: "online" },
  { fault: "unreadable", times: 2, comes: "done", state: "online" },
  { fault: "unreadable", times: 3, comes: "card.unreadable sent=yes", state: "online" },
  { fault: "reader-away", times: 1, comes: "device.offline sent=yes", state: "online" },
];

const WS: readonly Hazard[] = [
  // A service that says nothing may have nothing to say; it is asked whether it lives.
  { fault: "silence", times: 1, comes: "device.timeout sent=yes", state: "online" },
  { fault: "garbage", times: 1, comes: "device.timeout sent=yes", state: "online" },
  { fault: "binary", times: 1, comes: "device.timeout sent=yes", state: "online" },
  { fault: "huge", times: 1, comes: "device.offline sent=indeterminate", state: "offline" },
  { fault: "cut", times: 1, comes: "device.offline sent=indeterminate", state: "offline" },
  { fault: "wrong-types", times: 1, comes: "card.text-malformed sent=yes", state: "online" },
  { fault: "wrong-number", times: 1, comes: "card.text-malformed sent=yes", state: "online" },
  { fault: "reader-away", times: 1, comes: "device.offline sent=yes", state: "online" },
];

describe("id-card-reader/bridge hazards", () => {
  for (const [profile, hazards] of [
    ["sample-http", HTTP],
    ["sample-ws", WS],
  ] as const) {
    for (const { fault, times, comes, state } of hazards) {
      it(`${profile}: ${fault} × ${times}: ${comes}, ${state}, and the next card is read`, async () => {
        const { simulator, until, read, status, untilStatus, close } = await bridgeBench(profile);
        simulator.insertCard(resident);
        simulator.failNext(fault, times);
        const got = await until(read());
        assert.deepEqual([inShort(got), status().state], [comes, state]);
        assert.ok(!JSON.stringify(got.ok ? "" : got).match(/林|9901/), "nothing of the person is in a failure");
        assert.ok(await untilStatus((now) => now.state === "online"));
        simulator.removeCard();
        const next = read();
        simulator.insertCard(expired);
        const second = await until(next);
        assert.deepEqual(second.ok && second.value.card, expired);
        await close();
      });
    }

    it(`${profile}: a service that ends is offline, and back when it is started again`, async () => {
      const { simulator, cable, until, read, untilStatus, close } = await bridgeBench(profile);
      cable.pull();
      simulator.kill();
      assert.match(inShort(await until(read(3_000))), /^device\.offline/);
      assert.ok(await untilStatus(({ state }) => state === "offline"));
      cable.plug();
      assert.ok(await untilStatus(({ state }) => state === "online"));
      simulator.insertCard(resident);
      assert.equal(inShort(await until(read())), "done");
      await close();
    });

    it(`${profile}: another person's card is read though the first was never seen to go`, async () => {
      const { simulator, until, read, close } = await bridgeBench(profile);
      simulator.insertCard(resident);
      assert.equal(inShort(await until(read())), "done");
      simulator.insertCard(expired);
      const next = await until(read());
      assert.deepEqual(next.ok && next.value.card, expired);
      await close();
    });

    it(`${profile}: a card changed for another's in one movement has been taken, whether or not somebody watched`, async () => {
      const { simulator, until, read, awaitRemoval, clock, close } = await bridgeBench(profile);
      simulator.insertCard(resident);
      assert.equal(inShort(await until(read())), "done");
      const removal = awaitRemoval();
      await clock.advance(100);
      simulator.insertCard(expired);
      assert.equal(inShort(await until(removal)), "done");
      assert.equal(inShort(await until(read())), "done");
      await clock.advance(1_000);
      simulator.insertCard(resident);
      await clock.advance(1_000);
      assert.equal(inShort(await until(awaitRemoval())), "done");
      const next = await until(read());
      assert.deepEqual(next.ok && next.value.card, resident);
      await close();
    });

    it(`${profile}: leaves nobody waiting and no timer behind when it is closed`, async () => {
      const { clock, until, read, close } = await bridgeBench(profile);
      const reading = read();
      await clock.advance(300);
      await close();
      assert.equal(inShort(await until(reading)).split(" ")[0], "device.closed");
      assert.equal(clock.pending, 0);
    });

    it(`${profile}: a photo that is none is left out, and the person is served`, async () => {
      const { simulator, until, read, close } = await bridgeBench(profile);
      simulator.insertCard(resident);
      simulator.failNext("wrong-photo");
      const got = await until(read(10_000, true));
      assert.deepEqual(got.ok && got.value, { card: resident });
      await close();
    });
  }

  it("sample-ws: gives the photo that the service decoded", async () => {
    const { simulator, until, read, close } = await bridgeBench("sample-ws");
    simulator.insertCard(resident);
    const got = await until(read(10_000, true));
    assert.deepEqual(got.ok && got.value, { card: resident, photo: sampleBmp().toString("base64") });
    await close();
  });

  it("sample-http: gives the photo that the site's decoder makes of the block", async () => {
    const folder = mkdtempSync(join(tmpdir(), "zz-bridge-"));
    writeFileSync(join(folder, photoFileName(samplePhotoBlock(resident))), sampleBmp());
    const { simulator, read, clock, close } = await bridgeBench("sample-http", { photoDecoder: { kind: "lookup", folder } });
    simulator.insertCard(resident);
    const reading = read(10_000, true);
    await clock.advance(100);
    // The file system's answer takes real time, so time is not pushed on: nothing here waits for it.
    const got = await reading;
    assert.equal(got.ok && got.value.photo, sampleBmp().toString("base64"));
    await close();
    rmSync(folder, { recursive: true });
  });

  it("sample-http: finds the reader unplugged from the service, without reading a card", async () => {
    const { simulator, untilStatus, close } = await bridgeBench("sample-http");
    simulator.insertCard(resident);
    simulator.failNext("reader-away");
    assert.ok(await untilStatus(({ state, reasons }) => state === "offline" && reasons[0] === "device.offline toldBy=service"));
    await close();
  });

  for (const profile of ["sample-ws", "sample-http"] as const) {
    it(`${profile}: works over the machine's own sockets`, async () => {
      const simulator = new BridgeSimulator(profile);
      const server = await simulator.listen(0);
      const options: BridgeOptions = { host: "127.0.0.1", port: server.port, profile, photoDecoder: { kind: "none" } };
      const reader = must(await driver.open(driverContext({ options, clock: systemClock })));
      const call = { signal: new AbortController().signal, deadline: Number.POSITIVE_INFINITY };
      const reading = reader.commands["read-card"]({ photo: false }, call);
      simulator.insertCard(resident);
      assert.deepEqual(await reading, { ok: true, value: { card: resident } });
      const removal = reader.commands["await-removal"]({}, call);
      simulator.removeCard();
      assert.deepEqual(await removal, { ok: true, value: { removed: true } });
      await reader.close();
      await server.close();
    });
  }
});
