import type { Result } from "../../../base/result.ts";
import { err, ok } from "../../../base/result.ts";
import {
  HID_PROFILES,
  type HidProfileName,
  SERIAL_PROFILES,
  type SerialProfileName,
} from "../../../device-drivers/code-scanner/profiles.ts";
import { type ScannerHabits, ScannerSimulator } from "../../../device-drivers/code-scanner/simulator.ts";
import type { Unit } from "../../../device-drivers/contract/contract.ts";
import type { DeviceFailure } from "../../../device-drivers/host/api.ts";
import type { Scan } from "../../../device-drivers/kinds/code-scanner.ts";
import { HidTransport } from "../../../device-drivers/transport/hid.ts";
import { HidSimulator } from "../../../device-drivers/transport/hid-simulator.ts";
import type { OpenTransport } from "../../../device-drivers/transport/open-transport.ts";
import { Cable, type DeviceBench, deviceBench } from "../../support/device-bench.ts";

export interface ScannerBench {
  readonly bench: DeviceBench;
  readonly simulator: ScannerSimulator;
  readonly plug: { pull(): void; plug(): void };
  /** Starts a scan and lets it begin. */
  scan(withinMs?: number, signal?: AbortSignal): Promise<Result<Scan, DeviceFailure>>;
}

export interface SerialSetUp {
  readonly profile?: SerialProfileName;
  readonly aim?: "required" | "optional" | "never";
  readonly suffix?: "required" | "none";
}

/** A serial scanner behind the real host. */
export function serialBench({ profile = "newland", ...over }: SerialSetUp = {}, habits: Partial<ScannerHabits> = {}): ScannerBench {
  const options = { transport: { kind: "serial", path: "/dev/kiosk/scanner", baud: 115_200 }, profile, ...over };
  const cable: Cable = new Cable((stream) => simulator.attach(stream));
  const bench = deviceBench({ id: "scanner", kind: "code-scanner", driver: "serial-scanner", options }, cable.connect);
  const simulator = new ScannerSimulator(bench.clock, SERIAL_PROFILES[profile], habits);
  return { bench, simulator, plug: cable, scan: scanWith(bench) };
}

/** A HID POS scanner behind the real host and the real HID transport. */
export function hidBench(profile: HidProfileName = "honeywell", habits: Partial<ScannerHabits> = {}): ScannerBench {
  const { layout, trigger } = HID_PROFILES[profile];
  const port = new HidSimulator({ reportBytes: 64, attach: (end) => simulator.attachHid(end, layout.is) });
  const connect: OpenTransport = async (settings) => {
    if (settings.kind !== "hid") throw new Error("a HID scanner asks for a HID port");
    const transport = new HidTransport(settings, port);
    const opened = await transport.open();
    return opened.ok ? ok(transport) : err(opened.error);
  };
  const options = { transport: { kind: "hid", path: port.path, reportBytes: 64 }, profile };
  const bench = deviceBench({ id: "scanner", kind: "code-scanner", driver: "hid-pos-scanner", options }, connect);
  const commands = { trigger, acknowledgement: { is: [], why: "" }, inquiry: { is: null, why: "" } };
  const simulator = new ScannerSimulator(bench.clock, commands, habits, { kind: "hid", layout: layout.is });
  return { bench, simulator, plug: port, scan: scanWith(bench) };
}

function scanWith(bench: DeviceBench): ScannerBench["scan"] {
  const unit = bench.unit as unknown as Unit<"code-scanner">;
  return (withinMs = 10_000, signal = new AbortController().signal) => unit.execute("scan", {}, { withinMs, signal });
}

export const qr = (text: string) => ({ aim: "Q1", text });
