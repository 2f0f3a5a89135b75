import { every, type Timer } from "../../../base/clock.ts";
import type { ReceiptDocument } from "../../../config/documents/receipt.ts";
import type { DeviceSettings } from "../../../config/settings/settings.ts";
import type { Hands } from "../../../device-drivers/contract/contract.ts";
import type { PaperAct } from "../../../device-drivers/escpos/contract-cases.ts";
import { profileNamed } from "../../../device-drivers/escpos/profiles.ts";
import { ReceiptPrinterSimulator, type ReceiptSimulatorOptions } from "../../../device-drivers/escpos/simulator/simulator.ts";
import { Cable, type DeviceBench, deviceBench } from "../../support/device-bench.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import type { Fault, FaultRig } from "../../support/fault-table.ts";

export type PaperKind = "receipt-printer" | "ticket-printer";

export function printerSettings(kind: PaperKind, profile: string, options: Record<string, unknown> = {}): DeviceSettings {
  const transport = { kind: "serial", path: "cable", baud: 115_200 };
  return {
    id: "printer",
    kind,
    driver: kind === "ticket-printer" ? "escpos-ticket" : "escpos",
    options: { transport, profile, ...options },
  };
}

export interface PrinterBench {
  readonly bench: DeviceBench;
  readonly simulator: ReceiptPrinterSimulator;
  readonly cable: Cable;
}

/** A unit of the profile behind the real host, on a cable that can be pulled. */
export function printerBench(
  kind: PaperKind,
  profile: string,
  simulated: Partial<ReceiptSimulatorOptions> = {},
  options: Record<string, unknown> = {},
): PrinterBench {
  const clock = new FakeClock();
  const simulator = new ReceiptPrinterSimulator({ clock, unit: profileNamed(profile), ...simulated });
  const cable = new Cable((stream) => simulator.attach(stream));
  return { bench: deviceBench(printerSettings(kind, profile, options), cable.connect, { clock }), simulator, cable };
}

/** What a technician's hands do at a simulated unit. */
export const paperHands = (simulator: ReceiptPrinterSimulator): Hands<PaperAct> => ({
  async do(act) {
    if (act === "take-receipt") simulator.takePaper();
    else if (act === "open-cover" || act === "close-cover") await simulator.setFault("cover-open", act === "open-cover");
    else await simulator.setFault("paper-out", act === "take-out-paper");
  },
  sees: async () => true,
});

// Long enough that XOFF and the answers owed hold most of it back while the first rows print.
const LONG: ReceiptDocument = {
  lines: Array.from({ length: 120 }, (_, row) => ({ kind: "text" as const, text: `第 ${row + 1} 行 材料名称样张` })),
};
const ROW_MS = 40;
const SLOW_ROW_MS = 150;
const CUT = Buffer.from([0x1d, 0x56, 66, 0]);
const FLOOD_EVERY_MS = 50;
/** Automatic status as a chattering sensor sends it, with noise between. */
const FLOOD = Buffer.concat(Array.from({ length: 40 }, () => Buffer.from([0x10, 0, 0, 0, 0xff, 0x90])));

/** The fault table's rig for either kind. */
export function faultRig(kind: PaperKind, profile: string): FaultRig {
  const { bench, simulator, cable } = printerBench(kind, profile, { rowMs: ROW_MS, bufferBytes: 512 });
  const commandPhase = Promise.withResolvers<void>();
  const finishingPhase = Promise.withResolvers<void>();
  let tail = Buffer.alloc(0);
  let rebootOnBytes = false;
  let flood: Timer | undefined;
  simulator.onReceived = (bytes) => {
    tail = Buffer.concat([tail, bytes]).subarray(-4_096);
    if (tail.length >= 600) commandPhase.resolve();
    if (tail.includes(CUT)) finishingPhase.resolve();
    if (rebootOnBytes) queueMicrotask(() => simulator.powerCut());
    rebootOnBytes = false;
  };
  const inject = (fault: Fault) => {
    if (fault === "unplug") cable.pull();
    else if (fault === "power-loss") simulator.powerOff();
    else if (fault === "jam") simulator.jam(true);
    else if (fault === "garbage") simulator.mangle = (bytes) => Buffer.from(bytes.map((byte) => byte ^ 0xa5));
    else if (fault === "wrong-answer") simulator.mangle = wrong;
    else if (fault === "slow") simulator.rowMs = SLOW_ROW_MS;
    else if (fault === "flood") flood = every(bench.clock, FLOOD_EVERY_MS, () => simulator.babble(FLOOD));
    else if (fault === "reboot" && bench.host.list().length === 0) rebootOnBytes = true;
    else if (fault === "reboot") simulator.powerCut();
    else return simulator.setFault(fault === "cover" ? "cover-open" : fault === "silence" ? "silent" : "paper-out", true);
  };
  return {
    bench,
    inject,
    async lift() {
      cable.plug();
      simulator.powerOn();
      simulator.jam(false);
      simulator.mangle = undefined;
      simulator.rowMs = ROW_MS;
      flood?.cancel();
      for (const fault of ["cover-open", "silent", "paper-out"] as const) await simulator.setFault(fault, false);
    },
    command: (signal) => bench.unit.execute("print" as never, { job: "job", document: LONG } as never, { signal }),
    reached: (phase) => (phase === "command" ? commandPhase : finishingPhase).promise,
    close: () => bench.close(),
  };
}

/** The right form with the wrong content: another job's number, and a status byte where GS r was asked. */
function wrong(bytes: Buffer): Buffer {
  if (bytes[0] === 0x37 && bytes[1] === 0x22) return Buffer.from('7"????\0', "latin1");
  return bytes.length === 1 && ((bytes[0] ?? 0) & 0x90) === 0 ? Buffer.of(0x12) : bytes;
}
