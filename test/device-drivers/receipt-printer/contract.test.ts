import assert from "node:assert/strict";
import { runContract } from "../../../device-drivers/contract/run-contract.ts";
import { PROFILE_NAMES } from "../../../device-drivers/escpos/profiles.ts";
import { contract } from "../../../device-drivers/receipt-printer/contract.ts";
import { contractOnSerial } from "../escpos/contract-on-serial.ts";
import { paperHands, printerBench } from "../escpos/printer-rig.ts";

describe("receipt-printer contract, over a simulated unit of each profile", () => {
  for (const profile of PROFILE_NAMES) {
    it(profile, async () => {
      const { bench, simulator } = printerBench("receipt-printer", profile, { rowMs: 5 });
      await bench.start();
      assert.ok(await bench.untilStatus(({ state }) => state === "online"));
      const parts = { unit: bench.unit as never, hands: paperHands(simulator), clock: bench.clock };
      const reports = await bench.until(runContract(contract, parts, "interactive"));
      const failed = reports.filter(({ outcome }) => outcome.is !== "passed");
      assert.deepEqual(failed, []);
      assert.equal(reports.length, contract.cases.length);
      assert.equal(simulator.output.pushedOut, 0, "a paper was pushed into somebody's hands");
      assert.equal(simulator.buffer.lostBytes, 0);
      await bench.close();
    });
  }

  it("custom, over a real serial port", async function () {
    this.timeout(60_000);
    const reports = await contractOnSerial(contract as never, "receipt-printer", "custom");
    assert.deepEqual(
      reports.map(({ outcome }) => outcome),
      contract.cases.map(() => ({ is: "passed" })),
    );
  });
});
