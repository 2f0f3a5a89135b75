import { err, ok, type Result } from "../../../base/result.ts";
import type { Signature } from "../../../config/documents/signature.ts";
import type { Unit } from "../../../device-drivers/contract/contract.ts";
import type { DeviceFailure } from "../../../device-drivers/host/api.ts";
import { type PadProfileName, PROFILES } from "../../../device-drivers/signature-pad/profiles.ts";
import { PadSimulator } from "../../../device-drivers/signature-pad/simulator.ts";
import { HidTransport } from "../../../device-drivers/transport/hid.ts";
import { HidSimulator } from "../../../device-drivers/transport/hid-simulator.ts";
import type { OpenTransport } from "../../../device-drivers/transport/open-transport.ts";
import { type DeviceBench, deviceBench } from "../../support/device-bench.ts";

export interface PadBench {
  readonly bench: DeviceBench;
  readonly unit: Unit<"signature-pad">;
  readonly simulator: PadSimulator;
  readonly plug: { pull(): void; plug(): void };
  sign(withinMs?: number, signal?: AbortSignal): Promise<Result<Signature, DeviceFailure>>;
}

/** A pen tablet behind the real host and the real HID transport. */
export function padBench(profile: PadProfileName = "pen-10", over: Readonly<Record<string, unknown>> = {}): PadBench {
  const { reportBytes } = PROFILES[profile];
  const port = new HidSimulator({ reportBytes, attach: (end) => simulator.attach(end) });
  const connect: OpenTransport = async (settings) => {
    if (settings.kind !== "hid") throw new Error("a tablet asks for a HID port");
    const transport = new HidTransport(settings, port);
    const opened = await transport.open();
    return opened.ok ? ok(transport) : err(opened.error);
  };
  const options = { transport: { kind: "hid", path: port.path, reportBytes }, profile, ...over };
  const bench = deviceBench({ id: "pad", kind: "signature-pad", driver: "hid-digitizer", options }, connect, { stepMs: 10 });
  const simulator: PadSimulator = new PadSimulator(bench.clock, PROFILES[profile]);
  const unit = bench.unit as unknown as Unit<"signature-pad">;
  const sign: PadBench["sign"] = (withinMs = 20_000, signal = new AbortController().signal) =>
    unit.execute("sign", { title: "样张" }, { withinMs, signal });
  return { bench, unit, simulator, plug: port, sign };
}
