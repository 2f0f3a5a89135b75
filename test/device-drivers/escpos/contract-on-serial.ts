import assert from "node:assert/strict";
import { systemClock } from "../../../base/clock.ts";
import { silentLog } from "../../../base/log.ts";
import { systemRandom } from "../../../base/random.ts";
import { must } from "../../../base/result.ts";
import type { AnyContract } from "../../../device-drivers/contract/contract.ts";
import { type CaseReport, runContract } from "../../../device-drivers/contract/run-contract.ts";
import { profileNamed } from "../../../device-drivers/escpos/profiles.ts";
import { ReceiptPrinterSimulator } from "../../../device-drivers/escpos/simulator/simulator.ts";
import { DeviceHost } from "../../../device-drivers/host/host.ts";
import { serialLine } from "../transport/serial-line.ts";
import { type PaperKind, paperHands, printerSettings } from "./printer-rig.ts";

/** All of a contract over a real serial port (pty) with a simulated unit at its far end, in real time. */
export async function contractOnSerial(contract: AnyContract, kind: PaperKind, profile: string): Promise<readonly CaseReport[]> {
  const simulator = new ReceiptPrinterSimulator({ clock: systemClock, unit: profileNamed(profile), baud: 115_200 });
  const line = await serialLine(await simulator.listen());
  const host = new DeviceHost({
    devices: [printerSettings(kind, profile, { transport: { kind: "serial", path: line.path, baud: 115_200 } })],
    ...{ clock: systemClock, random: systemRandom, log: silentLog },
    counts: { load: () => ({}), save: () => undefined },
  });
  try {
    const online = new Promise<void>((resolve) => host.onStatus(({ state }) => state === "online" && resolve()));
    await host.start();
    await online;
    const { lease } = must(host.acquire("self-test", 1));
    let key = 0;
    const [status] = host.list();
    assert.ok(status);
    const { id } = status;
    const unit = {
      id,
      status: async () => host.list()[0] ?? status,
      execute: async (command: string, args: unknown) =>
        host.execute({ device: id, command, args, lease, key: `${key++}`, withinMs: 30_000 }, new AbortController().signal) as never,
    };
    return await runContract(contract, { unit: unit as never, hands: paperHands(simulator) as never, clock: systemClock }, "interactive");
  } finally {
    await host.close();
    await line.close();
    await simulator.close();
  }
}
