import { systemClock } from "../../../base/clock.ts";
import type { AnyContract } from "../../../device-drivers/contract/contract.ts";
import { type CaseReport, runContract } from "../../../device-drivers/contract/run-contract.ts";
import { profileNamed } from "../../../device-drivers/escpos/profiles.ts";
import { ReceiptPrinterSimulator } from "../../../device-drivers/escpos/simulator/simulator.ts";
import { realUnit } from "../../support/real-unit.ts";
import { serialLine } from "../transport/serial-line.ts";
import { type PaperKind, paperHands, printerSettings } from "./printer-rig.ts";

/** All of a contract over a real serial port (pty) with a simulated unit at its far end, in real time. */
export async function contractOnSerial(contract: AnyContract, kind: PaperKind, profile: string): Promise<readonly CaseReport[]> {
  const simulator = new ReceiptPrinterSimulator({ clock: systemClock, unit: profileNamed(profile), baud: 115_200 });
  const line = await serialLine(await simulator.listen());
  const real = await realUnit<PaperKind>(printerSettings(kind, profile, { transport: { kind: "serial", path: line.path, baud: 115_200 } }));
  try {
    return await runContract(
      contract,
      { unit: real.unit as never, hands: paperHands(simulator) as never, clock: systemClock },
      "interactive",
    );
  } finally {
    await real.close();
    await line.close();
    await simulator.close();
  }
}
