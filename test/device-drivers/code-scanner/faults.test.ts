import type { ScannerFault } from "../../../device-drivers/code-scanner/simulator.ts";
import { describeFaults, type Fault, type FaultRig } from "../../support/fault-table.ts";
import { faults } from "./faults.ts";
import { qr, serialBench } from "./scanner-bench.ts";

const LASTING: Partial<Record<Fault, ScannerFault>> = {
  "power-loss": "silent",
  garbage: "garbage",
  silence: "silent",
  slow: "slow",
  flood: "endless",
  "wrong-answer": "wrong-answer",
};
const REBOOT_MS = 3_000;

function makeRig(): FaultRig {
  // The second half of a code comes late enough for anything to happen in between.
  const { bench, simulator, plug, scan } = serialBench({}, { fragmentGapMs: 400 });
  let codes = 0;
  return {
    bench,
    inject(fault) {
      if (fault === "unplug") plug.pull();
      else if (fault === "reboot") simulator.reboot(REBOOT_MS);
      else simulator.fault = LASTING[fault] ?? "none";
    },
    lift(fault) {
      if (fault === "unplug") plug.plug();
      simulator.fault = "none";
    },
    command(signal) {
      codes += 1;
      simulator.show(qr(`SLT-${codes}`));
      return scan(30_000, signal);
    },
    reached: (phase) =>
      new Promise((resolve) => (phase === "command" ? simulator.onTrigger(() => resolve()) : simulator.onFragment(() => resolve()))),
    close: () => bench.close(),
  };
}

describeFaults(faults, makeRig);
