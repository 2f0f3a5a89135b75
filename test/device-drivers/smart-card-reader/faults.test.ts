import { pause } from "../../../base/clock.ts";
import type { CardAnswer, SimulatedCard } from "../../../device-drivers/smart-card-reader/simulator.ts";
import { describeFaults, type Fault, type FaultRig } from "../../support/fault-table.ts";
import { faults } from "./faults.ts";
import { readerRig, socialSecurityCard } from "./rig.ts";

/** First command of a reading, and its last: SELECT of the application, READ RECORD of the name. */
const HEADERS = { command: "00A40400", finishing: "00B20204" } as const;

const SLOW_ANSWER_MS = 1_500;
const REBOOT_MS = 2_000;

describeFaults(faults, () => {
  const { pcsc, bench, unit } = readerRig();
  let fault: Fault | undefined;
  let heldAt: { readonly header: string; readonly reached: () => void } | undefined;
  let letGo: () => void = () => undefined;

  /** What the card says in its stead while the fault lasts. */
  const disturbed = async (header: string): Promise<CardAnswer | undefined> => {
    if (header === heldAt?.header) {
      const free = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      heldAt.reached();
      heldAt = undefined;
      await free;
    }
    switch (fault) {
      case "garbage":
        return Buffer.from("A5A5A5", "hex");
      case "silence":
        return "silence";
      case "flood":
        return Buffer.from("5A5A61FF", "hex");
      case "wrong-answer":
        // Where a record is asked for: a good one, of another kind.
        return Buffer.from(header.startsWith("00B2") ? "0A01319000" : "6A82", "hex");
      case "slow":
        await pause(bench.clock, SLOW_ANSWER_MS);
        return undefined;
      default:
        return undefined;
    }
  };

  const inject = (what: Fault) => {
    fault = what;
    letGo();
    if (what === "unplug" || what === "power-loss") pcsc.unplug();
    if (what === "reboot") {
      pcsc.stop();
      bench.clock.after(REBOOT_MS, () => pcsc.start());
    }
  };
  const rig: FaultRig = {
    bench,
    inject,
    lift: (what) => {
      fault = undefined;
      if (what === "unplug" || what === "power-loss") pcsc.plug();
    },
    command: (signal) => {
      const card: SimulatedCard = socialSecurityCard();
      card.interfere = disturbed;
      pcsc.lay(card);
      return unit.execute("read-social-security-card", {}, { signal });
    },
    reached: (phase) =>
      new Promise((resolve) => {
        heldAt = { header: HEADERS[phase], reached: resolve };
      }),
    close: () => bench.close(),
  };
  return rig;
});
