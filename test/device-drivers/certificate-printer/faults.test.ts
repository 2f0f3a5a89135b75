import { unreachable } from "../../../base/unreachable.ts";
import { OPERATION } from "../../../device-drivers/certificate-printer/ipp-attributes.ts";
import type { CertificatePrinterSimulator, Manner } from "../../../device-drivers/certificate-printer/simulator.ts";
import { describeFaults, type Fault, type FaultRig } from "../../support/fault-table.ts";
import { certificate } from "./desk.ts";
import { faults } from "./faults.ts";
import { laserRig } from "./rig.ts";

/** As long as the ledger waits for a certificate. */
const WITHIN_MS = 150_000;
const REBOOT_MS = 10_000;

const MANNERS: Partial<Record<Fault, Manner>> = {
  garbage: "garbage",
  silence: "silent",
  slow: "slow",
  flood: "endless",
  "wrong-answer": "another",
};
const MECHANICS: Partial<Record<Fault, Parameters<CertificatePrinterSimulator["setFault"]>[0]>> = {
  jam: "media-jam",
  "paper-out": "media-empty",
  cover: "cover-open",
};

function makeRig(): FaultRig {
  const { bench, simulator, cable, clock } = laserRig();
  const gate = Promise.withResolvers<void>();
  let jobs = 0;
  return {
    bench,
    async inject(fault) {
      switch (fault) {
        case "unplug":
        case "power-loss":
          cable.pull();
          break;
        case "reboot":
          cable.pull();
          clock.after(REBOOT_MS, () => {
            simulator.restart();
            cable.plug();
          });
          break;
        case "jam":
        case "paper-out":
        case "cover":
          await simulator.setFault(MECHANICS[fault] ?? "unplugged", true);
          break;
        case "garbage":
        case "silence":
        case "slow":
        case "flood":
        case "wrong-answer":
          simulator.manner = MANNERS[fault] ?? "well";
          break;
        default:
          unreachable(fault);
      }
      gate.resolve();
    },
    async lift(fault) {
      simulator.manner = "well";
      if (fault === "power-loss") simulator.restart();
      cable.plug();
      const mechanical = MECHANICS[fault];
      if (mechanical) await simulator.setFault(mechanical, false);
    },
    async command(signal) {
      const args = await certificate(2, { job: `证明-${++jobs}` });
      return bench.unit.execute("print" as never, args as never, { signal, withinMs: WITHIN_MS });
    },
    reached: (phase) =>
      new Promise((come) =>
        simulator.holdNext(phase === "command" ? OPERATION.validateJob : OPERATION.getJobAttributes, come, gate.promise),
      ),
    async close() {
      gate.resolve();
      await bench.close();
    },
  };
}

describeFaults(faults, makeRig);
