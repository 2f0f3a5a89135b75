import assert from "node:assert/strict";
import { systemClock } from "../../../base/clock.ts";
import { contract, type PrinterAct } from "../../../device-drivers/certificate-printer/contract.ts";
import type { Hands } from "../../../device-drivers/contract/contract.ts";
import { runContract } from "../../../device-drivers/contract/run-contract.ts";
import { startIppEvePrinter } from "../../support/ippeveprinter.ts";
import { realUnit } from "../../support/real-unit.ts";
import { laser, laserRig } from "./rig.ts";

describe("certificate-printer contract", () => {
  function hands({ simulator, cable }: ReturnType<typeof laserRig>): Hands<PrinterAct> {
    const acts: Record<PrinterAct, () => Promise<void> | void> = {
      "open-cover": () => simulator.setFault("cover-open", true),
      "close-cover": () => simulator.setFault("cover-open", false),
      "take-out-paper": () => simulator.setFault("media-empty", true),
      "put-paper-back": () => simulator.setFault("media-empty", false),
      "pull-cable": () => cable.pull(),
      "plug-cable": () => cable.plug(),
    };
    return { do: async (act) => acts[act](), sees: async () => true };
  }

  for (const one of contract.cases) {
    it(`${one.title.en}: the simulator`, async () => {
      const rig = laserRig();
      const { bench } = rig;
      await bench.start();
      assert.ok(await bench.untilStatus(({ state }) => state === "online"));
      const unit = bench.unit as never;
      const [report] = await bench.until(
        runContract({ ...contract, cases: [one] }, { unit, hands: hands(rig), clock: bench.clock }, "interactive"),
      );
      assert.deepEqual(report?.outcome, { is: "passed" });
      await bench.close();
    });
  }

  it("ippeveprinter keeps it as far as no hands are needed", async function () {
    this.timeout(60_000);
    const foreign = await startIppEvePrinter();
    const real = await realUnit<"certificate-printer">(laser({ uri: foreign.uri }));
    const noHands: Hands<PrinterAct> = { do: () => Promise.reject(new Error("it has no hands")), sees: async () => false };
    const reports = await runContract(contract, { unit: real.unit, hands: noHands, clock: systemClock }, "external");
    assert.deepEqual(
      reports.map(({ outcome }) => outcome.is),
      ["passed", "passed", "passed", "passed", "skipped", "skipped", "skipped"],
    );
    assert.equal(foreign.printed().length, 1);
    await real.close();
    await foreign.stop();
  });
});
