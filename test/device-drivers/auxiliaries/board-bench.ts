import type { Result } from "../../../base/result.ts";
import type { BoardSettings } from "../../../device-drivers/auxiliaries/board-settings.ts";
import { type BoardHabits, BoardSimulator } from "../../../device-drivers/auxiliaries/simulator.ts";
import type { Unit } from "../../../device-drivers/contract/contract.ts";
import type { DeviceFailure } from "../../../device-drivers/host/api.ts";
import type { FlashRate } from "../../../device-drivers/kinds/auxiliaries.ts";
import { Cable, type DeviceBench, deviceBench } from "../../support/device-bench.ts";

/** Person before the kiosk, door switch that opens with the door, UPS, call button; two lights side by side and one apart. */
export const WIRED = {
  unit: 3,
  inputs: [
    { means: "proximity", input: 0, activeIs: 1 },
    { means: "door-open", input: 1, activeIs: 0 },
    { means: "ups-on-battery", input: 2, activeIs: 1 },
    { means: "ups-low", input: 3, activeIs: 1 },
    { means: "operator-call", input: 9, activeIs: 1 },
  ],
  lights: { "card-reader": 0, scanner: 1 },
} as const satisfies Omit<BoardSettings, "transport">;

export interface BoardBench {
  readonly bench: DeviceBench;
  readonly board: BoardSimulator;
  readonly cable: Cable;
  setLight(light: string, rate: FlashRate, signal?: AbortSignal): Promise<Result<unknown, DeviceFailure>>;
  sensors(): Readonly<Record<string, string>>;
}

/** A board behind the real host. */
export function boardBench(settings: Omit<BoardSettings, "transport"> = WIRED, habits: Partial<BoardHabits> = {}): BoardBench {
  const options = { ...settings, transport: { kind: "serial", path: "/dev/kiosk/io", baud: 9_600 } };
  const cable: Cable = new Cable((stream) => board.attach(stream));
  const bench = deviceBench({ id: "io", kind: "auxiliaries", driver: "modbus-io", options }, cable.connect, { stepMs: 10 });
  const board = new BoardSimulator(bench.clock, { unit: settings.unit, ...habits });
  // A closed door, as the switch says it.
  board.setInput(1, true);
  const unit = bench.unit as unknown as Unit<"auxiliaries">;
  return {
    ...{ bench, board, cable },
    setLight: (light, rate, signal = new AbortController().signal) => unit.execute("set-light", { light, rate }, { signal }),
    sensors: () => bench.status().sensors,
  };
}
