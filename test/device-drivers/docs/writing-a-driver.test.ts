import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { dirname, join } from "node:path";
import { systemClock } from "../../../base/clock.ts";
import { silentLog } from "../../../base/log.ts";
import { systemRandom } from "../../../base/random.ts";
import { must, type Result } from "../../../base/result.ts";
import { contract } from "../../../device-drivers/auxiliaries/contract.ts";
import type { Unit } from "../../../device-drivers/contract/contract.ts";
import { runContract } from "../../../device-drivers/contract/run-contract.ts";
import type { DeviceFailure } from "../../../device-drivers/host/api.ts";
import type { Driver } from "../../../device-drivers/host/driver.ts";
import { DeviceHost } from "../../../device-drivers/host/host.ts";
import { type DriverProcess, driverProcesses } from "../../../device-drivers/host/isolated/driver-process.ts";
import { replay } from "../../../device-drivers/trace/replay.ts";
import { Cable } from "../../support/device-bench.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { fuzz } from "../fuzz/fuzz-run.ts";
import { type RecordingBench, recordingBench } from "../trace/recording.ts";
import { serialLine } from "../transport/serial-line.ts";
import { LampBoard } from "./lamp-board.ts";
import { filesInPage, installPackage, type PagePackage } from "./page-package.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");

describe("the package in the page on writing a driver", () => {
  let board: LampBoard;
  let cable: Cable;
  let bench: RecordingBench;
  let installed: PagePackage;

  beforeEach(async () => {
    board = new LampBoard();
    cable = new Cable((line) => board.attach(line));
    installed = installPackage();
    const clock = new FakeClock();
    bench = await recordingBench(installed.settings, cable.connect, { clock, load: installed.load });
    await untilState("online");
  });
  afterEach(async () => {
    await bench.until(bench.host.close());
    installed.close();
  });

  it("keeps the contract of its kind", async () => {
    const hands = {
      do: async () => undefined,
      sees: async ({ en }: { en: string }) => (board.rate !== 0 && !board.isBurnt) === en.endsWith("is on"),
    };
    const reports = await bench.until(runContract(contract, { unit: unit(), hands, clock: bench.clock }, "interactive"));
    assert.ok(reports.length >= 5);
    assert.deepEqual(
      reports.filter(({ outcome }) => outcome.is !== "passed"),
      [],
    );
  });

  it("is found out by the contract when its lamp is burnt", async () => {
    board.isBurnt = true;
    const hands = { do: async () => undefined, sees: async ({ en }: { en: string }) => !board.isBurnt === en.endsWith("is on") };
    const reports = await bench.until(runContract(contract, { unit: unit(), hands, clock: bench.clock }, "interactive"));
    assert.equal(reports.filter(({ outcome }) => outcome.is === "failed").length, 1);
  });

  it("says that nobody knows when the board does not answer, and comes back with it", async () => {
    board.isSilent = true;
    assert.equal(inShort(await light("slow")), "device.timeout indeterminate");
    await untilState("offline");
    board.isSilent = false;
    await untilState("online");
    assert.equal(inShort(await light("slow")), "ok");
  });

  it("leaves nobody waiting when its cable is pulled, and is plugged in again", async () => {
    board.isSilent = true;
    const waiting = light("quick");
    cable.pull();
    assert.equal(inShort(await waiting), "device.offline indeterminate");
    board.isSilent = false;
    cable.plug();
    await untilState("online");
  });

  it("replays from a recording of itself", async () => {
    assert.equal(inShort(await light("slow")), "ok");
    const module = (await installed.load("lamp-board")) as { default: Driver };
    assert.equal(await replay(await bench.end(), module.default, undefined, () => undefined), undefined);
  });

  it("reads whatever comes without a throw and without keeping it", async () => {
    const { AnswerReader, MOST_HELD } = (await installed.part("codec.js")) as {
      AnswerReader: new () => { push(bytes: Buffer): unknown; readonly held: number };
      MOST_HELD: number;
    };
    const make = () => {
      const reader = new AnswerReader();
      return { push: (bytes: Buffer) => void reader.push(bytes), held: () => reader.held };
    };
    const seeds = ["=0\n", "=4\n", "=2\n=3\n"].map((text) => Buffer.from(text));
    assert.equal(await fuzz({ name: "lamp board", seeds, make, mostHeld: MOST_HELD }, 20_000, 1), undefined);
  });

  it("is refused with the place when its settings are wrong", async () => {
    const wrong = { ...installed.settings, options: { transport: { kind: "serial" } } };
    const refused = await recordingBench(wrong, cable.connect, { load: installed.load });
    const [status] = refused.host.list();
    assert.deepEqual([status?.state, /options.*\/transport.*path/u.test(status?.reasons.join() ?? "")], ["userError", true]);
    await refused.until(refused.host.close());
  });

  const light = (rate: string) =>
    bench.until(bench.execute("set-light", { light: "lamp", rate })) as Promise<Result<unknown, DeviceFailure>>;

  async function untilState(wanted: string): Promise<void> {
    for (let step = 0; step < 2_000 && bench.host.list()[0]?.state !== wanted; step++) await bench.clock.advance(50);
    assert.equal(bench.host.list()[0]?.state, wanted, bench.host.list()[0]?.reasons.join(" ") ?? "");
  }

  function unit(): Unit<"auxiliaries"> {
    return {
      id: "lamp",
      status: async () => bench.host.list()[0] as never,
      execute: (command: string, args: unknown) => bench.execute(command, args) as never,
    };
  }
});

describe("the package in a process of its own, on a real serial line", () => {
  it("switches its lamp, and its end is a fault of this device alone", async () => {
    const [board, installed] = [new LampBoard(), installPackage()];
    const server = createServer((socket) => board.attach(socket)).listen(0, "127.0.0.1");
    await once(server, "listening");
    const line = await serialLine((server.address() as AddressInfo).port);
    const transport = { kind: "serial", path: line.path };
    const processes: DriverProcess[] = [];
    const start = driverProcesses(installed.processScript);
    const host = new DeviceHost({
      devices: [{ ...installed.settings, options: { transport } }],
      ...{ clock: systemClock, random: systemRandom, log: silentLog },
      counts: { load: () => ({}), save: () => undefined },
      startProcess: (clock) => {
        const process = start(clock);
        processes.push(process);
        return process;
      },
    });
    const state = (wanted: string) =>
      new Promise<void>((resolve) => {
        const look = () => host.list()[0]?.state === wanted && resolve();
        host.onStatus(look);
        look();
      });
    try {
      await host.start();
      await state("online");
      const { lease } = must(host.acquire("self-test", 1));
      const request = { device: "lamp", command: "set-light", args: { light: "lamp", rate: "slow" }, lease, key: "k", withinMs: 5_000 };
      assert.equal(inShort(await host.execute(request, new AbortController().signal)), "ok");
      assert.equal(board.rate, 2);
      assert.equal(must(host.info("lamp")).isIsolated, true);
      processes[0]?.kill();
      await state("hardwareError");
    } finally {
      await host.close();
      await line.close();
      server.close();
      installed.close();
    }
  }).timeout(60_000);
});

describe("the pages for who builds and mends devices", () => {
  it("hold the files of the example", () => {
    assert.deepEqual(
      [...filesInPage().keys()],
      ["lamp-board/package.json", "lamp-board/codec.js", "lamp-board/driver.js", "settings.json"],
    );
  });

  it("name files and pages that are there", () => {
    for (const page of ["writing-a-driver.md", "device-cli.md", "device-faults.md"]) {
      const text = readFileSync(join(ROOT, "docs", page), "utf8");
      const links = [...text.matchAll(/\]\(([^)#]+)\)/gu)].map(([, to = ""]) => join(ROOT, "docs", to));
      const paths = [...text.matchAll(/`(device-drivers\/[\w./-]+)`/gu)].map(([, path = ""]) => join(ROOT, path));
      for (const path of [...links, ...paths]) assert.ok(existsSync(path) || existsSync(dirname(path)), `${page} names ${path}`);
    }
  });
});

function inShort(result: Result<unknown, DeviceFailure>): string {
  return result.ok ? "ok" : `${result.error.code} ${result.error.sent}`;
}
