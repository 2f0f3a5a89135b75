import assert from "node:assert/strict";
import type { Result } from "../../../../base/result.ts";
import type { DeviceFailure } from "../../../../device-drivers/host/api.ts";
import type { BridgeProfileName } from "../../../../device-drivers/id-card-reader/bridge/profiles.ts";
import { BridgeSimulator } from "../../../../device-drivers/id-card-reader/bridge/simulator.ts";
import type { CardReading } from "../../../../device-drivers/kinds/id-card-reader.ts";
import { Cable, deviceBench } from "../../../support/device-bench.ts";

/** The bridge driver behind the real host, before a simulated service, with time that stands still until told. */
export async function bridgeBench(profile: BridgeProfileName, options: object = {}) {
  const simulator = new BridgeSimulator(profile);
  const cable = new Cable((line) => simulator.attach(line));
  const bench = deviceBench(
    { id: "reader", kind: "id-card-reader", driver: "bridge", options: { port: 8802, profile, ...options } },
    cable.connect,
  );
  await bench.start();
  assert.ok(await bench.untilStatus(({ state }) => state === "online"));
  const read = (withinMs = 10_000, photo = false) =>
    bench.unit.execute("read-card" as never, { photo } as never, { withinMs }) as unknown as Promise<Result<CardReading, DeviceFailure>>;
  const awaitRemoval = (withinMs = 10_000) =>
    bench.unit.execute("await-removal" as never, {} as never, { withinMs }) as unknown as Promise<Result<object, DeviceFailure>>;
  return { ...bench, simulator, cable, read, awaitRemoval };
}

export const inShort = (result: Result<unknown, DeviceFailure>) => (result.ok ? "done" : `${result.error.code} sent=${result.error.sent}`);
