import assert from "node:assert/strict";
import { systemClock } from "../../../base/clock.ts";
import type { Hands } from "../../../device-drivers/contract/contract.ts";
import { runContract } from "../../../device-drivers/contract/run-contract.ts";
import { contract } from "../../../device-drivers/locker/contract.ts";
import { LockerSimulator } from "../../../device-drivers/locker/simulator.ts";
import { realUnit } from "../../support/real-unit.ts";
import { serialLine } from "../transport/serial-line.ts";
import { BOX_1, locker, lockerRig } from "./rig.ts";

const hands = (simulator: LockerSimulator): Hands<"shut-box-1"> => ({
  do: async () => simulator.shut(BOX_1),
  sees: async () => true,
});

describe("locker contract", () => {
  for (const one of contract.cases) {
    it(`${one.title.en}: over simulated boards`, async () => {
      const { bench, simulator } = lockerRig();
      await bench.start();
      assert.ok(await bench.untilStatus(({ state }) => state === "online"));
      const unit = bench.unit as never;
      const [report] = await bench.until(
        runContract({ ...contract, cases: [one] }, { unit, hands: hands(simulator), clock: bench.clock }, "interactive"),
      );
      assert.deepEqual(report?.outcome, { is: "passed" });
      await bench.close();
    });
  }

  it("all of it over a real serial port", async () => {
    const simulator = new LockerSimulator(systemClock);
    const server = await simulator.listen(0);
    const line = await serialLine(server.port);
    const real = await realUnit<"locker">(locker({ kind: "serial", path: line.path, baud: 9_600 }));
    const reports = await runContract(contract, { unit: real.unit, hands: hands(simulator), clock: systemClock }, "interactive");
    assert.deepEqual(
      reports.map(({ outcome }) => outcome),
      contract.cases.map(() => ({ is: "passed" })),
    );
    await real.close();
    await line.close();
    await server.close();
  });
});
