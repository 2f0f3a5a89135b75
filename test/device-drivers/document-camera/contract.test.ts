import assert from "node:assert/strict";
import { runContract } from "../../../device-drivers/contract/run-contract.ts";
import { contract } from "../../../device-drivers/document-camera/contract.ts";
import { deskRig } from "./rig.ts";

describe("document-camera contract", () => {
  for (const one of contract.cases) {
    it(one.title.en, async () => {
      const { bench, unit, desk, clock, online } = deskRig();
      await online();
      const hands = {
        do: async (act: "lay-sheet" | "take-sheet") => {
          desk.scene = act === "lay-sheet" ? "sheet" : "empty";
        },
        sees: async () => true,
      };
      const reports = await bench.until(runContract({ ...contract, cases: [one] }, { unit, hands, clock }, "interactive"));
      assert.deepEqual(
        reports.map(({ outcome }) => outcome),
        [{ is: "passed" }],
      );
      assert.equal(desk.scene, "empty");
      await bench.close();
      assert.deepEqual([desk.running, clock.pending], [0, 0]);
    });
  }
});
