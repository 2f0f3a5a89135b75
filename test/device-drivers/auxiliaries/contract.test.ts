import assert from "node:assert/strict";
import { systemClock } from "../../../base/clock.ts";
import { silentLog } from "../../../base/log.ts";
import { systemRandom } from "../../../base/random.ts";
import { must } from "../../../base/result.ts";
import type { LocalText } from "../../../config/language.ts";
import { type AuxiliariesAct, contract } from "../../../device-drivers/auxiliaries/contract.ts";
import { BoardSimulator } from "../../../device-drivers/auxiliaries/simulator.ts";
import { runContract } from "../../../device-drivers/contract/run-contract.ts";
import type { DeviceStatus } from "../../../device-drivers/host/api.ts";
import { DeviceHost } from "../../../device-drivers/host/host.ts";
import { serialLine } from "../transport/serial-line.ts";
import { boardBench, WIRED } from "./board-bench.ts";

const handsAt = (board: BoardSimulator) => ({
  async do(act: AuxiliariesAct) {
    if (act === "come-near" || act === "go-away") board.setInput(0, act === "come-near");
    else board.setInput(1, act === "close-door");
  },
  async sees({ en }: LocalText) {
    const light = Object.entries(WIRED.lights).find(([name]) => en.includes(`"${name}"`));
    return light !== undefined && board.isOn(light[1]) === en.endsWith("is on");
  },
});

describe("auxiliaries contract", () => {
  it("is kept by a simulated Modbus board", async () => {
    const { bench, board } = boardBench();
    await bench.start();
    assert.ok(await bench.untilStatus(({ state }) => state === "online"));
    const reports = await bench.until(
      runContract(contract, { unit: bench.unit as never, hands: handsAt(board), clock: bench.clock }, "interactive"),
    );
    await bench.close();
    assert.deepEqual(
      reports.filter(({ outcome }) => outcome.is !== "passed").map(({ title, outcome }) => `${title.en}: ${JSON.stringify(outcome)}`),
      [],
    );
  });

  it("is not kept by a board whose relays do not switch", async () => {
    const { bench, board } = boardBench();
    await bench.start();
    assert.ok(await bench.untilStatus(({ state }) => state === "online"));
    const blind = { ...handsAt(board), sees: async () => false };
    const reports = await bench.until(
      runContract(contract, { unit: bench.unit as never, hands: blind, clock: bench.clock }, "interactive"),
    );
    await bench.close();
    assert.equal(reports.filter(({ outcome }) => outcome.is === "failed").length, 1);
  });
});

describe("an input and relay board on a real tty", () => {
  const cleanUp: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const one of cleanUp.splice(0).reverse()) await one();
  });

  it("switches a light, tells of a person, and switches all lights off when the kiosk stops", async () => {
    const board = new BoardSimulator(systemClock, { unit: WIRED.unit });
    const server = await board.listen(0);
    cleanUp.push(() => server.close());
    const line = await serialLine(server.port);
    cleanUp.push(() => line.close());
    const options = { ...WIRED, transport: { kind: "serial", path: line.path, baud: 9_600 } };
    const host = new DeviceHost({
      devices: [{ id: "io", kind: "auxiliaries", driver: "modbus-io", options }],
      ...{ clock: systemClock, random: systemRandom, log: silentLog, counts: { load: () => ({}), save: () => undefined } },
    });
    cleanUp.push(() => host.close());
    const seen = (is: (status: DeviceStatus) => boolean) =>
      new Promise<void>((resolve) => host.onStatus((status) => (is(status) ? resolve() : undefined)));
    const online = seen(({ state }) => state === "online");
    await host.start();
    await online;
    const { lease } = must(host.acquire("self-test", 1));
    const request = {
      device: "io",
      command: "set-light",
      args: { light: "scanner", rate: "continuous" },
      lease,
      key: "1",
      withinMs: 10_000,
    };
    assert.ok((await host.execute(request, new AbortController().signal)).ok);
    assert.ok(board.isOn(WIRED.lights.scanner));
    const noticed = seen(({ sensors }) => sensors["proximity"] === "present");
    board.setInput(0, true);
    await noticed;
    await host.close();
    assert.ok(!board.isOn(WIRED.lights.scanner));
  });
});
