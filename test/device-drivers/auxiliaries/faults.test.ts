import type { BoardFault } from "../../../device-drivers/auxiliaries/simulator.ts";
import { describeFaults, type Fault, type FaultRig } from "../../support/fault-table.ts";
import { boardBench, WIRED } from "./board-bench.ts";
import { faults } from "./faults.ts";

const LASTING: Partial<Record<Fault, BoardFault>> = {
  "power-loss": { kind: "silent" },
  garbage: { kind: "wrong-checksum" },
  silence: { kind: "silent" },
  slow: { kind: "slow", ms: 100 },
  flood: { kind: "babble" },
  "wrong-answer": { kind: "other-unit" },
};
const REBOOT_MS = 1_200;

function makeRig(): FaultRig {
  // Long enough that something can happen between hearing, acting and answering.
  const { bench, board, cable, setLight } = boardBench(WIRED, { actMs: 60, answerMs: 60 });
  return {
    bench,
    inject(fault) {
      if (fault === "unplug") cable.pull();
      else if (fault === "reboot") board.reboot(REBOOT_MS);
      else {
        if (fault === "power-loss") board.reboot(0);
        board.fault = LASTING[fault] ?? { kind: "none" };
      }
    },
    lift(fault) {
      if (fault === "unplug") cable.plug();
      board.fault = { kind: "none" };
    },
    command: (signal) => setLight("scanner", "continuous", signal),
    reached: (phase) =>
      new Promise((resolve) => {
        const there = ({ is }: { is: string }) => (is === "write-coil" ? resolve() : undefined);
        if (phase === "command") board.onRequest(there);
        else board.onActed(there);
      }),
    close: () => bench.close(),
  };
}

describeFaults(faults, makeRig);
