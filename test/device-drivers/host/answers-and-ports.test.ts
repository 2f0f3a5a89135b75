import assert from "node:assert/strict";
import { ok } from "../../../base/result.ts";
import { hostBench, inShort, reader } from "./host-bench.ts";

describe("device-host: what a driver may answer and open", () => {
  const LIES: readonly [string, unknown][] = [
    ["a card that is a number", { card: 5 }],
    ["nothing", null],
    ["a card without its number", { card: { layout: "resident", name: "样张" } }],
    ["more than was asked for", { card: {}, fingerprints: [] }],
    ["a function in place of data", { card: () => "样张" }],
  ];
  for (const [what, value] of LIES) {
    it(`${what} never reaches the caller: nobody knows what the device did, and the device is at fault`, async () => {
      const { driver, execute, host, clock } = await hostBench();
      driver.read = () => Promise.resolve(ok(value as never));
      assert.equal(inShort(await execute()), "device.hardware indeterminate");
      await clock.advance(0);
      assert.equal(host.list()[0]?.state, "hardwareError");
      // What was answered may be a person's: only its place is told.
      assert.ok(!JSON.stringify(host.list()).includes("样张"));
      await host.close();
    });
  }

  it("a port that the settings of this device do not name is refused, also in our own process", async () => {
    const bench = await hostBench({ devices: [{ ...reader("reader"), options: {} }] });
    const refused = await bench.driver.context?.connect({ kind: "serial", path: "/dev/other", baud: 9_600 });
    assert.ok(refused && !refused.ok, "the port was opened");
    assert.equal(refused.error.code, "transport.not-permitted");
    await bench.host.close();
  });
});
