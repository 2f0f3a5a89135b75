import type { DeskManner } from "../../../device-drivers/document-camera/simulator.ts";
import { describeFaults, type Fault, type FaultRig } from "../../support/fault-table.ts";
import { faults } from "./faults.ts";
import { deskRig } from "./rig.ts";

/** A USB device that starts again is away for as long as its bus needs to find it. */
const REBOOT_MS = 3_000;

const MANNERS: Partial<Record<Fault, DeskManner>> = {
  garbage: "garbage",
  silence: "silent",
  slow: "slow",
  flood: "flood",
  "wrong-answer": "another-size",
};

function makeRig(): FaultRig {
  const { bench, unit, desk, clock } = deskRig();
  desk.scene = "sheet";
  return {
    bench,
    inject(fault) {
      desk.manner = MANNERS[fault] ?? "well";
      if (fault === "unplug" || fault === "reboot") desk.pull();
      if (fault === "reboot") clock.after(REBOOT_MS, () => desk.plug());
    },
    lift() {
      desk.manner = "well";
      desk.plug();
    },
    command: (signal) => unit.execute("capture", { colour: "grey", straighten: true }, { signal }),
    reached: (phase) => new Promise((resolve) => (phase === "command" ? desk.onStart(resolve) : desk.onPicture(resolve))),
    close: () => bench.close(),
  };
}

describeFaults(faults, makeRig);
