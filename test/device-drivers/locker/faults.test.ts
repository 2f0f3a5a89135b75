import type { LockVerb } from "../../../device-drivers/locker/codec.ts";
import type { LockerFault } from "../../../device-drivers/locker/simulator.ts";
import { describeFaults, type Fault, type FaultRig } from "../../support/fault-table.ts";
import { faults } from "./faults.ts";
import { BOX_1, lockerRig } from "./rig.ts";

const LASTING: Partial<Record<Fault, LockerFault>> = {
  "power-loss": { kind: "silence" },
  garbage: { kind: "garbage" },
  silence: { kind: "silence" },
  slow: { kind: "slow", ms: 4_000 },
  "wrong-answer": { kind: "wrong-answer" },
};
const OTHER_BOX = { board: 1, lock: 2 };

function makeRig(): FaultRig {
  const { bench, simulator, cable } = lockerRig();
  return {
    bench,
    inject(fault) {
      if (fault === "unplug") cable.pull();
      else if (fault === "jam") simulator.jam(BOX_1);
      else if (fault === "cover") simulator.force(OTHER_BOX);
      // The bus is common: another master chatters on it.
      else if (fault === "flood") simulator.babble(Buffer.alloc(60_000, 0x55));
      // Boards have no memory: the questions while it starts are lost, a door stays as it is.
      else if (fault === "reboot") simulator.failNext({ kind: "silence" });
      else simulator.fail(LASTING[fault]);
    },
    lift() {
      cable.plug();
      simulator.fail(undefined);
      simulator.jam(BOX_1, false);
      simulator.shut(OTHER_BOX);
      simulator.shut(BOX_1);
    },
    command: (signal) => bench.unit.execute("open" as never, { box: 1 } as never, { signal }),
    reached(phase) {
      const verb: LockVerb = phase === "command" ? "query" : "open";
      return new Promise((resolve) => simulator.onRequest((asked) => asked === verb && resolve()));
    },
    close: () => bench.close(),
  };
}

describeFaults(faults, makeRig);
