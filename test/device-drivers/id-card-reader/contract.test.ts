import assert from "node:assert/strict";
import { systemClock } from "../../../base/clock.ts";
import type { DeviceSettings } from "../../../config/settings/settings.ts";
import type { ContractBench } from "../../../device-drivers/contract/contract.ts";
import { runContract } from "../../../device-drivers/contract/run-contract.ts";
import { BridgeSimulator } from "../../../device-drivers/id-card-reader/bridge/simulator.ts";
import { contract } from "../../../device-drivers/id-card-reader/contract.ts";
import type { HidProfileName } from "../../../device-drivers/id-card-reader/hid-profiles.ts";
import { samOverHid } from "../../../device-drivers/id-card-reader/hid-simulator.ts";
import { SAMPLE_CARDS } from "../../../device-drivers/id-card-reader/sample-cards.ts";
import { SamSimulator } from "../../../device-drivers/id-card-reader/simulator.ts";
import { Cable, type DeviceBench, deviceBench } from "../../support/device-bench.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { realUnit } from "../../support/real-unit.ts";
import { plugIn } from "../transport/plug-in.ts";
import { serialLine } from "../transport/serial-line.ts";

const CARD = SAMPLE_CARDS.rareName;
const SERIAL = { kind: "serial", path: "cable", baud: 115_200 };
const HID = { kind: "hid", path: "/dev/hidraw0", reportBytes: 64 } as const;

type Hands = ContractBench<"id-card-reader", "lay-card" | "take-card">["hands"];

const handsAt = (reader: { insertCard(card: typeof CARD): void; removeCard(): void }): Hands => ({
  do: async (act) => (act === "lay-card" ? reader.insertCard(CARD) : reader.removeCard()),
  sees: () => Promise.resolve(true),
});

const settings = (driver: string, options: DeviceSettings["options"]): DeviceSettings => ({
  id: "reader",
  kind: "id-card-reader",
  driver,
  options,
});

/** The whole contract over one bench, so that each case starts from what the one before left behind. */
async function passes(bench: DeviceBench, hands: Hands): Promise<void> {
  await bench.start();
  assert.ok(await bench.untilStatus(({ state }) => state === "online"));
  const reports = await bench.until(runContract(contract, { unit: bench.unit, hands, clock: bench.clock, expected: CARD }, "interactive"));
  assert.deepEqual(
    reports.filter(({ outcome }) => outcome.is !== "passed"),
    [],
  );
  await bench.close();
}

describe("id-card-reader contract", () => {
  for (const { title, level } of contract.cases) {
    it(`a simulated reader on a cable: ${title.en}`, async () => {
      const clock = new FakeClock();
      const simulator = new SamSimulator(clock);
      const bench = deviceBench(settings("sam", { transport: SERIAL }), new Cable((line) => simulator.attach(line)).connect, { clock });
      await bench.start();
      assert.ok(await bench.untilStatus(({ state }) => state === "online"));
      const one = { ...contract, cases: contract.cases.filter((other) => other.title === title) };
      const parts = { unit: bench.unit, hands: handsAt(simulator), clock: bench.clock, expected: CARD };
      const [report] = await bench.until(runContract(one, parts, level));
      assert.deepEqual(report?.outcome, { is: "passed" });
      await bench.close();
    });
  }

  for (const profile of ["whole", "length-first"] as const satisfies HidProfileName[]) {
    it(`a simulated reader on USB-HID, frames in reports: ${profile}`, async () => {
      const clock = new FakeClock();
      const simulator = new SamSimulator(clock);
      const port = samOverHid(simulator, profile);
      const bench = deviceBench(settings("sam", { transport: HID, hidProfile: profile }), plugIn(port), { clock });
      await passes(bench, handsAt(simulator));
      assert.equal(port.openings, 0, "the device is let go of");
    });
  }

  for (const profile of ["sample-ws", "sample-http"] as const) {
    it(`a vendor's service on this machine: ${profile}`, async () => {
      const simulator = new BridgeSimulator(profile);
      const bench = deviceBench(settings("bridge", { port: 8802, profile }), new Cable((line) => simulator.attach(line)).connect);
      await passes(bench, handsAt(simulator));
    });
  }

  it("a simulated reader on a real tty, in real time", async function () {
    this.timeout(60_000);
    const simulator = new SamSimulator(systemClock);
    const server = await simulator.listen(0);
    const line = await serialLine(server.port);
    const real = await realUnit<"id-card-reader">(settings("sam", { transport: { kind: "serial", path: line.path, baud: 115_200 } }));
    const parts = { unit: real.unit, hands: handsAt(simulator), clock: systemClock, expected: CARD };
    const reports = await runContract(contract, parts, "interactive");
    await real.close();
    await line.close();
    await server.close();
    assert.deepEqual(
      reports.filter(({ outcome }) => outcome.is !== "passed"),
      [],
    );
  });
});
