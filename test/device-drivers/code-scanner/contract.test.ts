import assert from "node:assert/strict";
import { systemClock } from "../../../base/clock.ts";
import { silentLog } from "../../../base/log.ts";
import { systemRandom } from "../../../base/random.ts";
import { must } from "../../../base/result.ts";
import { contract, type ScannerAct } from "../../../device-drivers/code-scanner/contract.ts";
import { SERIAL_PROFILES } from "../../../device-drivers/code-scanner/profiles.ts";
import { ScannerSimulator } from "../../../device-drivers/code-scanner/simulator.ts";
import { runContract } from "../../../device-drivers/contract/run-contract.ts";
import type { DeviceStatus } from "../../../device-drivers/host/api.ts";
import { DeviceHost } from "../../../device-drivers/host/host.ts";
import { serialLine } from "../transport/serial-line.ts";
import { hidBench, qr, type ScannerBench, serialBench } from "./scanner-bench.ts";

const expected = { first: "SLT-甲001", second: "SLT-乙002" };

const handsAt = (simulator: ScannerSimulator) => ({
  async do(act: ScannerAct) {
    if (act === "take-away") simulator.takeAway();
    else simulator.show(qr(act === "show-first" ? expected.first : expected.second));
  },
  sees: async () => true,
});

async function passes({ bench, simulator }: ScannerBench): Promise<void> {
  await bench.start();
  assert.ok(await bench.untilStatus(({ state }) => state === "online"));
  const reports = await bench.until(
    runContract(contract, { unit: bench.unit as never, hands: handsAt(simulator), clock: bench.clock, expected }, "interactive"),
  );
  await bench.close();
  assert.deepEqual(
    reports.filter(({ outcome }) => outcome.is !== "passed").map(({ title, outcome }) => `${title.en}: ${JSON.stringify(outcome)}`),
    [],
  );
  assert.equal(reports.length, contract.cases.length);
}

describe("code-scanner contract", () => {
  for (const profile of ["newland", "honeywell", "grow-gm65", "generic"] as const) {
    it(`is kept by a ${profile} scanner on a serial line`, () => passes(serialBench({ profile })));
  }
  for (const profile of ["honeywell", "newland", "generic"] as const) {
    it(`is kept by a ${profile} scanner in HID POS mode`, () => passes(hidBench(profile)));
  }
  it("is not kept by a scanner that never reads", async () => {
    const dead = serialBench({ profile: "generic" });
    dead.simulator.fault = "silent";
    await assert.rejects(passes(dead), /waits for a code and reads it/);
  });
});

describe("a code scanner on a real tty", () => {
  const cleanUp: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const one of cleanUp.splice(0).reverse()) await one();
  });

  it("reads a long Chinese code that is cut in pieces, and goes offline when the cable is cut", async () => {
    const simulator = new ScannerSimulator(systemClock, SERIAL_PROFILES.newland, { fragments: 7, fragmentGapMs: 3 });
    const server = await simulator.listen(0);
    cleanUp.push(() => server.close());
    const line = await serialLine(server.port);
    cleanUp.push(() => line.close());
    const transport = { kind: "serial", path: line.path, baud: 115_200 };
    const host = new DeviceHost({
      devices: [{ id: "scanner", kind: "code-scanner", driver: "serial-scanner", options: { transport, profile: "newland" } }],
      ...{ clock: systemClock, random: systemRandom, log: silentLog, counts: { load: () => ({}), save: () => undefined } },
    });
    cleanUp.push(() => host.close());
    const seen = (is: (status: DeviceStatus) => boolean) =>
      new Promise<void>((resolve) => host.onStatus((status) => (is(status) ? resolve() : undefined)));
    const online = seen(({ state }) => state === "online");
    await host.start();
    await online;
    const text = "示例市营业执照".repeat(40);
    simulator.show({ aim: "Q1", text, charset: "gb18030" });
    const { lease } = must(host.acquire("self-test", 1));
    const request = { device: "scanner", command: "scan", args: {}, lease, key: "1", withinMs: 10_000 };
    assert.deepEqual(await host.execute(request, new AbortController().signal), { ok: true, value: { aim: "Q1", text } });
    const gone = seen(({ state }) => state === "offline" || state === "noDevice");
    await line.cut();
    await gone;
  });
});
