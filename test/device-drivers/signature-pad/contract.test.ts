import assert from "node:assert/strict";
import { runContract } from "../../../device-drivers/contract/run-contract.ts";
import { contract, type PadAct } from "../../../device-drivers/signature-pad/contract.ts";
import { PROFILE_NAMES } from "../../../device-drivers/signature-pad/profiles.ts";
import { type PadBench, padBench } from "./pad-bench.ts";

async function passes({ bench, unit, simulator }: PadBench): Promise<void> {
  await bench.start();
  assert.ok(await bench.untilStatus(({ state }) => state === "online"));
  const hands = {
    do: (act: PadAct) => (act === "sign" ? simulator.write() : simulator.write([[[0.5, 0.5]]])),
    sees: async () => true,
  };
  const reports = await bench.until(runContract(contract, { unit, hands, clock: bench.clock }, "interactive"));
  await bench.close();
  assert.deepEqual(
    reports.filter(({ outcome }) => outcome.is !== "passed").map(({ title, outcome }) => `${title.en}: ${JSON.stringify(outcome)}`),
    [],
  );
  assert.equal(reports.length, contract.cases.length);
}

describe("signature-pad contract", () => {
  for (const profile of PROFILE_NAMES) it(`is kept by a tablet of the ${profile} profile`, () => passes(padBench(profile)));

  it("is not kept by a tablet that speaks as a mouse", async () => {
    const mouse = padBench();
    mouse.simulator.fault = "mouse";
    await assert.rejects(passes(mouse), /takes a signature down/);
  });
});
