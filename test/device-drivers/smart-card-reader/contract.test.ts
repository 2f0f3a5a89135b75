import assert from "node:assert/strict";
import { runContract } from "../../../device-drivers/contract/run-contract.ts";
import { contract } from "../../../device-drivers/smart-card-reader/contract.ts";
import { otherCard, PERSON, readerRig, socialSecurityCard } from "./rig.ts";

describe("smart-card-reader/contract", () => {
  it("is kept by the driver over PC/SC in memory", async () => {
    const { pcsc, bench, unit, online } = readerRig();
    await online();
    const hands = {
      do: async (act: keyof typeof contract.acts) => {
        if (act === "lay-card") pcsc.lay(socialSecurityCard());
        else if (act === "lay-other-card") pcsc.lay(otherCard());
        else pcsc.take();
      },
      sees: async () => true,
    };
    const reports = await bench.until(runContract(contract, { unit, hands, clock: bench.clock, expected: PERSON }, "interactive"));
    for (const { title, outcome } of reports) assert.deepEqual(outcome, { is: "passed" }, title.en);
    assert.equal(reports.length, contract.cases.length);
    await bench.close();
  });
});
