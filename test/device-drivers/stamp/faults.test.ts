import { describeFaults, type FaultRig } from "../../support/fault-table.ts";
import { faults } from "./faults.ts";
import { stampRig } from "./rig.ts";

const REBOOT_MS = 8_000;

function makeRig(): FaultRig {
  const { bench, simulator, cable } = stampRig();
  let job = 0;
  return {
    bench,
    inject(fault) {
      switch (fault) {
        case "unplug":
          return cable.pull();
        case "power-loss":
          return simulator.power(false);
        case "reboot":
          simulator.power(false);
          return void bench.clock.after(REBOOT_MS, () => simulator.power(true));
        case "jam":
          return simulator.set({ jam: true });
        case "paper-out":
          return simulator.set({ ink: "out" });
        case "cover":
          return simulator.set({ cover: "open" });
        case "flood":
          return simulator.babble(Buffer.alloc(60_000, 0x41));
        default:
          return simulator.fail(fault);
      }
    },
    lift() {
      cable.plug();
      simulator.power(true);
      simulator.fail(undefined);
      simulator.set({ jam: false, ink: "full", cover: "closed", feed: 10 });
    },
    command: (signal) => bench.unit.execute("stamp" as never, { job: `job-${job++}`, sheets: 1 } as never, { signal }),
    reached(phase) {
      const wanted = phase === "command" ? "STATUS" : "JOB";
      return new Promise((resolve) => simulator.onRequest(({ verb }) => verb === wanted && resolve()));
    },
    close: () => bench.close(),
  };
}

describeFaults(faults, makeRig);
