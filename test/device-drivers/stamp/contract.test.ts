import assert from "node:assert/strict";
import { systemClock } from "../../../base/clock.ts";
import type { Hands } from "../../../device-drivers/contract/contract.ts";
import { runContract } from "../../../device-drivers/contract/run-contract.ts";
import { contract } from "../../../device-drivers/stamp/contract.ts";
import { StampSimulator } from "../../../device-drivers/stamp/simulator.ts";
import { realUnit } from "../../support/real-unit.ts";
import { serialLine } from "../transport/serial-line.ts";
import { stampMachine, stampRig } from "./rig.ts";

type Act = keyof typeof contract.acts;

function hands(simulator: StampSimulator): Hands<Act> {
  const acts: Record<Act, () => void> = {
    "lay-in-two-sheets": () => simulator.set({ feed: 2 }),
    "take-sheets": () => simulator.set({ out: false }),
    "open-cover": () => simulator.set({ cover: "open" }),
    "close-cover": () => simulator.set({ cover: "closed" }),
  };
  return { do: async (act) => acts[act](), sees: async () => simulator.seals.length === 2 };
}

describe("stamp contract", () => {
  for (const one of contract.cases) {
    it(`${one.title.en}: over a simulated machine`, async () => {
      const { bench, simulator } = stampRig();
      await bench.start();
      assert.ok(await bench.untilStatus(({ state }) => state === "online"));
      const run = runContract(
        { ...contract, cases: [one] },
        { unit: bench.unit as never, hands: hands(simulator), clock: bench.clock },
        "interactive",
      );
      assert.deepEqual((await bench.until(run))[0]?.outcome, { is: "passed" });
      await bench.close();
    });
  }

  it("what needs nobody, over a real serial port", async () => {
    const simulator = new StampSimulator(systemClock);
    const server = await simulator.listen(0);
    const line = await serialLine(server.port);
    const real = await realUnit<"stamp">(stampMachine({ kind: "serial", path: line.path, baud: 9_600 }));
    const reports = await runContract(contract, { unit: real.unit, hands: hands(simulator), clock: systemClock }, "internal");
    assert.deepEqual(
      reports.map(({ outcome }) => outcome.is),
      ["passed", "skipped", "skipped"],
    );
    await real.close();
    await line.close();
    await server.close();
  });
});
