import assert from "node:assert/strict";
import { must } from "../../../base/result.ts";
import { CalmWatch } from "../../../device-drivers/document-camera/calm-watch.ts";
import driver from "../../../device-drivers/document-camera/driver.ts";
import { needsOwnProcess } from "../../../device-drivers/host/registry.ts";
import { commandRule } from "../../../device-drivers/kinds/kinds.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { deskRig, SETTINGS } from "./rig.ts";

const CAPTURE = { colour: "grey", straighten: true } as const;

describe("document-camera: when a picture is taken", () => {
  const grey = (level: number, spot = 0) => {
    const levels = new Uint8Array(96 * 72).fill(level);
    return { width: 96, height: 72, levels: levels.fill(255, 0, spot) };
  };

  it("is calm after some pictures alike and some time, and not before", () => {
    const watch = new CalmWatch();
    assert.deepEqual(
      [0, 150, 300, 450].map((at) => watch.see(grey(100), at)),
      [false, false, false, true],
    );
    const quick = new CalmWatch();
    assert.deepEqual(
      [0, 10, 20, 30].map((at) => quick.see(grey(100), at)),
      [false, false, false, false],
    );
  });

  it("noise and a speck do not disturb it; a fingertip and creeping light do", () => {
    const isCalmAfter = (level: number, spot: number) => {
      const watch = new CalmWatch();
      watch.see(grey(100), 0);
      watch.see(grey(level, spot), 300);
      return watch.see(grey(level, spot), 600);
    };
    assert.deepEqual([isCalmAfter(106, 0), isCalmAfter(100, 15), isCalmAfter(100, 60)], [true, true, false]);
    const creeping = new CalmWatch();
    const seen = Array.from({ length: 12 }, (_, n) => creeping.see(grey(100 + 6 * n), 200 * n));
    assert.ok(!seen.includes(true));
  });

  it("wipes each picture that it compared", () => {
    const watch = new CalmWatch();
    const pictures = [grey(100), grey(101), grey(200)];
    for (const one of pictures) watch.see(one, 0);
    watch.clear();
    assert.ok(pictures.every(({ levels }) => levels.every((level) => level === 0)));
  });

  it("waits while a hand moves on the desk, and takes the page once the hand is gone", async () => {
    const { desk, unit, bench, clock, online } = deskRig();
    await online();
    desk.scene = "hand";
    let isTaken = false;
    const taking = unit.execute("capture", CAPTURE).finally(() => {
      isTaken = true;
    });
    await clock.advance(5_000);
    assert.equal(isTaken, false);
    desk.scene = "sheet";
    const page = must(await bench.until(taking));
    assert.deepEqual([page.straightened, page.warnings], [true, []]);
    await bench.close();
  });

  it("a hand that never goes ends in time, with nothing sent, and the next capture works", async () => {
    const { desk, unit, bench, online } = deskRig();
    await online();
    desk.scene = "hand";
    const none = await bench.until(unit.execute("capture", CAPTURE, { withinMs: 3_000 }));
    assert.deepEqual(none.ok ? "a page" : [none.error.code, none.error.sent, none.error.facts], [
      "device.timeout",
      "no",
      { waitingFor: "a calm picture" },
    ]);
    desk.scene = "sheet";
    assert.ok((await bench.until(unit.execute("capture", CAPTURE))).ok);
    await bench.close();
  });

  it("half a sheet is told, not cut to half a page", async () => {
    const { desk, unit, bench, online } = deskRig();
    await online();
    desk.scene = "half-sheet";
    const page = must(await bench.until(unit.execute("capture", CAPTURE)));
    assert.deepEqual([page.straightened, page.warnings.includes("cut-off")], [false, true]);
    await bench.close();
  });

  for (const manner of ["spoilt", "half"] as const)
    it(`pictures that are ${manner} are no pages, and do not end the process`, async () => {
      const { desk, unit, bench, online } = deskRig();
      await online();
      desk.manner = manner;
      for (const asked of [unit.execute("capture", CAPTURE), unit.execute("preview", { widthPx: 320 })]) {
        const none = await bench.until(asked);
        assert.equal(none.ok ? "a page" : none.error.code, "device.bad-reply");
      }
      await bench.close();
    });

  it("stays open for the next preview, and lets the camera go when nobody asks any more", async () => {
    const { desk, unit, bench, clock, online } = deskRig();
    await online();
    assert.equal(desk.running, 0);
    let opened = 0;
    desk.onStart(() => opened++);
    for (let n = 0; n < 3; n++) assert.ok((await bench.until(unit.execute("preview", { widthPx: 160 }))).ok);
    assert.deepEqual([opened, desk.running], [1, 1]);
    await clock.advance(5_000);
    assert.equal(desk.running, 0);
    await bench.close();
    assert.equal(clock.pending, 0);
  });

  it("gives up at once when the citizen leaves, and when the device is closed", async () => {
    const { desk, unit, bench, clock, online } = deskRig();
    await online();
    desk.scene = "hand";
    const leave = new AbortController();
    const taking = unit.execute("capture", CAPTURE, { signal: leave.signal });
    await clock.advance(1_000);
    leave.abort();
    const none = await bench.until(taking);
    assert.equal(none.ok ? "a page" : none.error.code, "device.cancelled");
    const closing = unit.execute("capture", CAPTURE);
    await clock.advance(1_000);
    await bench.close();
    const closed = await closing;
    assert.equal(closed.ok ? "a page" : closed.error.code, "device.closed");
    assert.deepEqual([desk.running, clock.pending], [0, 0]);
  });
});

describe("document-camera: its settings", () => {
  it("runs in a process of its own, since decoding a page takes longer than others may wait", () => {
    assert.equal(needsOwnProcess(SETTINGS), true);
  });

  it("keeps what it sees out of traces and of answers after the lease", () => {
    for (const command of ["preview", "capture"]) assert.equal(commandRule("document-camera", command)?.personal, "answer");
  });

  it("knows no file that could stand in for a camera, and refuses a numbered one", async () => {
    const clock = new FakeClock();
    const reported: unknown[] = [];
    const context = { clock, id: "desk", report: (change: unknown) => reported.push(change) };
    const options = { path: "/dev/video0", width: 640, height: 480, fps: 15, background: "dark" };
    const opened = await driver.open({ ...context, options } as never);
    assert.equal(opened.ok ? "open" : opened.error.code, "device.refused");
    assert.match(JSON.stringify(reported), /potentialFraud/u);
  });
});
