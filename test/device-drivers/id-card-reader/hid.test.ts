import assert from "node:assert/strict";
import fc from "fast-check";
import { checker } from "../../../base/checked.ts";
import { must } from "../../../base/result.ts";
import driver from "../../../device-drivers/id-card-reader/driver.ts";
import { HID_PROFILES, LengthFirstReader, throughReports, withLengths } from "../../../device-drivers/id-card-reader/hid-profiles.ts";
import { samOverHid } from "../../../device-drivers/id-card-reader/hid-simulator.ts";
import { Sam } from "../../../device-drivers/id-card-reader/sam.ts";
import { SAMPLE_CARDS } from "../../../device-drivers/id-card-reader/sample-cards.ts";
import { SamSimulator } from "../../../device-drivers/id-card-reader/simulator.ts";
import { HidTransport } from "../../../device-drivers/transport/hid.ts";
import { deviceBench } from "../../support/device-bench.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { plugIn } from "../transport/plug-in.ts";

const HID = { kind: "hid", path: "/dev/hidraw0", reportBytes: 64 } as const;

describe("id-card-reader on USB-HID", () => {
  it("takes the fill of the last report for padding, not for noise on the line", async () => {
    for (const profile of ["whole", "length-first"] as const) {
      const clock = new FakeClock();
      const simulator = new SamSimulator(clock);
      simulator.insertCard(SAMPLE_CARDS.resident);
      const hid = new HidTransport(HID, samOverHid(simulator, profile));
      must(await hid.open());
      const sam = new Sam(throughReports(hid, profile, 64), clock, () => assert.fail("a stray reply"));
      for (const request of ["find", "select", "read-base"] as const) assert.ok((await sam.ask(request)).ok, request);
      assert.deepEqual(sam.noise, { garbage: 0, length: 0, checksum: 0, stale: 0 });
      await hid.close();
    }
  });

  it("gives back any bytes that were put behind lengths, however they are cut", () => {
    const bytes = fc.uint8Array({ maxLength: 500 });
    fc.assert(
      fc.property(
        fc.array(bytes, { maxLength: 4 }),
        fc.integer({ min: 8, max: 255 }),
        fc.integer({ min: 1, max: 300 }),
        (parts, size, cut) => {
          const reports = Buffer.concat(parts.map((part) => withLengths(part, size)));
          assert.equal(reports.length % size, 0);
          const reader = new LengthFirstReader(size);
          const got: Buffer[] = [];
          for (let at = 0; at < reports.length; at += cut) got.push(reader.push(reports.subarray(at, at + cut)));
          assert.deepEqual(Buffer.concat(got), Buffer.concat(parts));
          assert.deepEqual([reader.held, reader.noise], [0, 0]);
        },
      ),
    );
  });

  it("leaves out a report whose length cannot be, and counts it", () => {
    const reader = new LengthFirstReader(64);
    assert.equal(reader.push(Buffer.alloc(64, 0xff)).length, 0);
    assert.equal(reader.noise, 1);
    assert.equal(reader.push(withLengths(Buffer.from("next"), 64)).toString(), "next");
  });

  it("reads on after a report was lost: the answer is incomplete, the next try is whole", async () => {
    const clock = new FakeClock();
    const simulator = new SamSimulator(clock);
    simulator.insertCard(SAMPLE_CARDS.resident);
    simulator.failNext({ kind: "truncated", keep: 640 }, "read-base");
    const bench = deviceBench(settings(), plugIn(samOverHid(simulator)), { clock });
    await bench.start();
    assert.ok(await bench.untilStatus(({ state }) => state === "online"));
    const got = await bench.until(bench.unit.execute("read-card" as never, { photo: false } as never));
    assert.ok((got as { ok: boolean }).ok);
    await bench.close();
  });

  it("is noDevice while it is pulled out, and online once it is plugged in again", async () => {
    const clock = new FakeClock();
    const port = samOverHid(new SamSimulator(clock));
    const bench = deviceBench(settings(), plugIn(port), { clock });
    await bench.start();
    assert.ok(await bench.untilStatus(({ state }) => state === "online"));
    port.pull();
    assert.ok(await bench.untilStatus(({ state }) => state === "noDevice"));
    port.plug();
    assert.ok(await bench.untilStatus(({ state }) => state === "online"));
    await bench.close();
  });

  it("says of each profile why it is there, and of the one from no source that it is inferred", () => {
    assert.deepEqual(
      Object.entries(HID_PROFILES).map(([name, { evidence, why }]) => [name, evidence, why.length > 40]),
      [
        ["whole", "published", true],
        ["length-first", "inferred", true],
      ],
    );
    const check = checker(driver.settings);
    assert.ok(check({ transport: { ...HID }, hidProfile: "length-first" }, "o").ok);
    assert.ok(!check({ transport: { ...HID }, hidProfile: "guess" }, "o").ok);
  });
});

function settings() {
  return { id: "reader", kind: "id-card-reader", driver: "sam", options: { transport: HID } } as const;
}
