import assert from "node:assert/strict";
import type { BoardSettings } from "../../../device-drivers/auxiliaries/board-settings.ts";
import { checkBoard } from "../../../device-drivers/auxiliaries/board-settings.ts";
import { COIL_CHECK_MS, HALF_PERIOD_MS } from "../../../device-drivers/auxiliaries/timing.ts";
import { type BoardBench, boardBench, WIRED } from "./board-bench.ts";

const transport = { kind: "serial", path: "/dev/kiosk/io", baud: 9_600 } as const;

async function online(made: BoardBench = boardBench()): Promise<BoardBench> {
  await made.bench.start();
  assert.ok(await made.bench.untilStatus(({ state }) => state === "online"));
  return made;
}

describe("a board of sensors and lights", () => {
  it("says each sensor in the words of XFS, with the polarity of its wiring", async () => {
    const { bench, board, sensors } = await online();
    const quiet = { proximity: "notPresent", door: "closed", ups: "ok", "operator-call": "notPressed" };
    assert.deepEqual(sensors(), { ...quiet, "light.card-reader": "off", "light.scanner": "off" });
    board.setInput(0, true);
    board.setInput(1, false);
    board.setInput(9, true);
    await bench.clock.advance(1_000);
    assert.deepEqual([sensors()["proximity"], sensors()["door"], sensors()["operator-call"]], ["present", "open", "pressed"]);
    await bench.close();
  });

  it("says that the UPS runs on its battery, and that the battery is nearly empty", async () => {
    const { bench, board, sensors } = await online();
    board.setInput(2, true);
    await bench.clock.advance(1_000);
    assert.equal(sensors()["ups"], "engaged");
    board.setInput(3, true);
    await bench.clock.advance(1_000);
    assert.equal(sensors()["ups"], "low");
    await bench.close();
  });

  it("knows no sensor while the board is away", async () => {
    const { bench, cable, sensors } = await online();
    cable.pull();
    assert.ok(await bench.untilStatus(({ state }) => state === "noDevice"));
    assert.deepEqual([...new Set(Object.values(sensors()))], ["unknown"]);
    await bench.close();
  });

  for (const [rate, halfMs] of Object.entries(HALF_PERIOD_MS)) {
    it(`flashes ${rate}: ${halfMs} ms on, ${halfMs} ms off, until it is told otherwise`, async () => {
      const { bench, board, setLight } = await online();
      await bench.until(setLight("scanner", rate as keyof typeof HALF_PERIOD_MS));
      const seen: boolean[] = [];
      // Looked at in the middle of each half period.
      await bench.clock.advance(halfMs / 2);
      for (let half = 0; half < 6; half++) {
        seen.push(board.isOn(WIRED.lights.scanner));
        await bench.clock.advance(halfMs);
      }
      assert.equal(seen.filter((on, at) => at > 0 && on !== seen[at - 1]).length, 5, seen.join());
      await bench.until(setLight("scanner", "off"));
      await bench.clock.advance(3_000);
      assert.ok(!board.isOn(WIRED.lights.scanner));
      await bench.close();
    });
  }

  it("never flashes three times a second or more", () => {
    for (const half of Object.values(HALF_PERIOD_MS)) assert.ok(1_000 / (2 * half) < 3);
  });

  it("leaves no light on when the kiosk stops, also a flashing one", async () => {
    for (const lights of [WIRED.lights, { "card-reader": 0, fan: 7 }]) {
      const { bench, board, setLight } = await online(boardBench({ ...WIRED, lights }));
      const [first = "", second = ""] = Object.keys(lights);
      await bench.until(setLight(first, "quick"));
      await bench.until(setLight(second, "continuous"));
      await bench.close();
      assert.deepEqual(
        Object.values(lights).map((coil) => board.isOn(coil)),
        [false, false],
      );
      assert.equal(bench.clock.pending, 0);
    }
  });

  it("switches off at the start what a crash left on, and nothing that is not its own", async () => {
    const made = boardBench({ ...WIRED, lights: { left: 4, right: 6 } });
    const foreign = 5;
    for (const coil of [4, foreign, 6]) made.board.setCoil(coil, true);
    const { bench, board } = await online(made);
    assert.deepEqual([board.isOn(4), board.isOn(foreign), board.isOn(6)], [false, true, false]);
    await bench.close();
  });

  it("lights up again what a board forgot when its power was gone for a moment", async () => {
    const { bench, board, setLight } = await online();
    await bench.until(setLight("scanner", "continuous"));
    board.reboot(500);
    assert.ok(!board.isOn(WIRED.lights.scanner));
    await bench.clock.advance(COIL_CHECK_MS + 2_000);
    assert.ok(board.isOn(WIRED.lights.scanner));
    assert.equal(bench.status().state, "online");
    await bench.close();
  });

  it("refuses a light that its settings do not name, and sends nothing", async () => {
    const { bench, board, setLight } = await online();
    let writes = 0;
    board.onRequest(({ is }) => {
      if (is.startsWith("write")) writes += 1;
    });
    const set = await bench.until(setLight("ceiling", "continuous"));
    assert.ok(!set.ok);
    assert.deepEqual([set.error.code, set.error.sent, set.error.facts["light"]], ["device.refused", "no", "ceiling"]);
    assert.equal(writes, 0);
    await bench.close();
  });

  it("asks again after one answer with a wrong checksum", async () => {
    const { bench, board, setLight } = await online(boardBench(WIRED, { actMs: 60, answerMs: 60 }));
    let heard = 0;
    board.onRequest(({ is }) => {
      if (is !== "write-coil") return;
      heard += 1;
      board.fault = { kind: heard === 1 ? "wrong-checksum" : "none" };
    });
    assert.ok((await bench.until(setLight("scanner", "continuous"))).ok);
    assert.equal(heard, 2);
    await bench.close();
  });

  const EXCEPTIONS = [
    { exception: 1, code: "device.refused", sent: "no", state: "userError" },
    { exception: 2, code: "device.refused", sent: "no", state: "userError" },
    { exception: 4, code: "device.hardware", sent: "indeterminate", state: "hardwareError" },
  ] as const;
  for (const { exception, code, sent, state } of EXCEPTIONS) {
    it(`takes exception ${exception} for ${code}, sent=${sent}, and shows ${state} with its number`, async () => {
      const { bench, board, setLight } = await online();
      board.fault = { kind: "exception", exception };
      const set = await bench.until(setLight("scanner", "continuous"));
      assert.ok(!set.ok);
      assert.deepEqual([set.error.code, set.error.sent, set.error.facts["exception"]], [code, sent, exception]);
      assert.ok(await bench.untilStatus((status) => status.state === state));
      assert.match(bench.status().reasons.join(), new RegExp(`exception=${exception}`));
      board.fault = { kind: "none" };
      assert.ok(await bench.untilStatus((status) => status.state === "online" && status.sensors["door"] === "closed"));
      await bench.close();
    });
  }

  it("still says of a light what it was when the board did not confirm, and makes it so again", async () => {
    const { bench, board, setLight, sensors } = await online();
    await bench.until(setLight("scanner", "continuous"));
    // It switches, and its answers are spoiled.
    board.fault = { kind: "wrong-checksum" };
    const set = await bench.until(setLight("scanner", "off"));
    assert.ok(!set.ok);
    assert.deepEqual([set.error.code, set.error.sent], ["device.bad-reply", "indeterminate"]);
    assert.equal(sensors()["light.scanner"], "continuous");
    assert.ok(!board.isOn(WIRED.lights.scanner));
    board.fault = { kind: "none" };
    await bench.clock.advance(COIL_CHECK_MS + 2_000);
    assert.ok(board.isOn(WIRED.lights.scanner));
    await bench.close();
  });

  it("answers at once when the caller gives up on a board that is silent", async () => {
    const { bench, board, setLight } = await online();
    board.fault = { kind: "silent" };
    const giveUp = new AbortController();
    const setting = setLight("scanner", "continuous", giveUp.signal);
    await bench.clock.advance(50);
    giveUp.abort();
    const set = await bench.until(setting);
    assert.ok(!set.ok);
    assert.deepEqual([set.error.code, set.error.sent], ["device.cancelled", "indeterminate"]);
    await bench.close();
  });

  const BAD: readonly [string, Partial<BoardSettings>, RegExp][] = [
    ["nothing wired", { inputs: [], lights: {} }, /neither/],
    [
      "one input with two meanings",
      { inputs: [...WIRED.inputs, { means: "proximity", input: 1, activeIs: 1, name: "second" }] },
      /input 1/,
    ],
    ["two sensors of one name", { inputs: [...WIRED.inputs, { means: "proximity", input: 8, activeIs: 1 }] }, /proximity/],
    ["two lights on one coil", { lights: { one: 2, two: 2 } }, /coil 2/],
  ];
  for (const [what, over, problem] of BAD) {
    it(`refuses settings with ${what}, and tells the technician which`, async () => {
      const checked = checkBoard({ ...WIRED, transport, ...over });
      assert.ok(!checked.ok);
      assert.match(checked.error, problem);
      const { bench } = boardBench({ ...WIRED, ...over });
      await bench.start();
      assert.ok(await bench.untilStatus(({ state }) => state === "userError"));
      await bench.close();
    });
  }
});
