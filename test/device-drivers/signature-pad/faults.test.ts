import { pause } from "../../../base/clock.ts";
import type { PadFault } from "../../../device-drivers/signature-pad/simulator.ts";
import { settle } from "../../support/fake-clock.ts";
import { describeFaults, type Fault, type FaultRig } from "../../support/fault-table.ts";
import { faults } from "./faults.ts";
import { padBench } from "./pad-bench.ts";

const LASTING: Partial<Record<Fault, PadFault>> = { garbage: "garbage", silence: "silent", slow: "slow", "wrong-answer": "mouse" };
const REBOOT_MS = 3_000;

function makeRig(): FaultRig {
  const { bench, simulator, plug, sign } = padBench();
  let reached: (() => void) | undefined;
  return {
    bench,
    inject(fault) {
      if (fault === "unplug" || fault === "reboot") plug.pull();
      if (fault === "reboot") bench.clock.after(REBOOT_MS, () => plug.plug());
      if (fault === "flood") simulator.flood();
      simulator.fault = LASTING[fault] ?? "none";
    },
    lift() {
      plug.plug();
      simulator.calm();
      simulator.fault = "none";
    },
    async command(signal) {
      const signing = sign(15_000, signal);
      await settle();
      reached?.();
      await bench.until(pause(bench.clock, 100));
      // Whatever happens to the pad, the hand writes on.
      await bench.until(simulator.write());
      return signing;
    },
    reached: (phase) =>
      new Promise((resolve) => {
        if (phase === "command") reached = resolve;
        else simulator.onInk(resolve);
      }),
    close: () => bench.close(),
  };
}

describeFaults(faults, makeRig);
