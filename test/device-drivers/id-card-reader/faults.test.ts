import { SAMPLE_CARDS } from "../../../device-drivers/id-card-reader/sample-cards.ts";
import { SamSimulator } from "../../../device-drivers/id-card-reader/simulator.ts";
import { Cable, deviceBench } from "../../support/device-bench.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { describeFaults, type Fault, type FaultRig } from "../../support/fault-table.ts";
import { faults } from "./faults.ts";

const REBOOT_MS = 3_000;

function makeRig(): FaultRig {
  const clock = new FakeClock();
  const simulator = new SamSimulator(clock, { baud: 115_200 });
  const cable = new Cable((line) => simulator.attach(line));
  const transport = { kind: "serial", path: "cable", baud: 115_200 };
  const bench = deviceBench({ id: "reader", kind: "id-card-reader", driver: "sam", options: { transport } }, cable.connect, { clock });
  let isLaidLater = false;
  const lay = () => {
    simulator.removeCard();
    simulator.insertCard(SAMPLE_CARDS.resident);
  };
  return {
    bench,
    inject(fault) {
      if (fault === "unplug") cable.pull();
      else if (fault === "reboot") simulator.reboot(REBOOT_MS);
      else if (fault !== "jam" && fault !== "paper-out" && fault !== "cover") simulator.disturb(fault);
      if (isLaidLater) lay();
      isLaidLater = false;
    },
    lift(fault: Fault) {
      if (fault === "unplug") cable.plug();
      simulator.disturb(undefined);
    },
    command(signal) {
      if (!isLaidLater) lay();
      return bench.unit.execute("read-card" as never, { photo: false } as never, { signal });
    },
    reached(phase) {
      isLaidLater = phase === "command";
      const request = phase === "command" ? "find" : "read-base";
      return new Promise((resolve) => simulator.onRequest((heard) => heard === request && resolve()));
    },
    close: () => bench.close(),
  };
}

describeFaults(faults, makeRig);
