import assert from "node:assert/strict";
import { REPEAT_MS } from "../../../device-drivers/code-scanner/timing.ts";
import { hidBench, qr, type ScannerBench, serialBench } from "./scanner-bench.ts";

async function online(made: ScannerBench): Promise<ScannerBench> {
  await made.bench.start();
  assert.ok(await made.bench.untilStatus(({ state }) => state === "online"));
  return made;
}

const inShort = (result: Awaited<ReturnType<ScannerBench["scan"]>>) => (result.ok ? result.value.text : result.error.code);

describe("a code scanner in use", () => {
  it("takes the first code of a burst and throws the others away", async () => {
    const { bench, simulator, scan } = await online(serialBench());
    const scanning = scan();
    await bench.clock.advance(100);
    simulator.burst([qr("SLT-1"), qr("SLT-2"), qr("SLT-3")]);
    assert.equal(inShort(await bench.until(scanning)), "SLT-1");
    assert.equal(inShort(await bench.until(scan(3_000))), "device.timeout");
    await bench.close();
  });

  it("does not take the same code twice within 1.5 s, and takes it again after that", async () => {
    const { bench, simulator, scan } = await online(serialBench({ profile: "generic" }, { repeatMs: 300 }));
    const first = scan();
    await bench.clock.advance(50);
    simulator.show(qr("SLT-1"));
    assert.equal(inShort(await bench.until(first)), "SLT-1");
    const taken = bench.clock.monotonic();
    assert.equal(inShort(await bench.until(scan())), "SLT-1");
    assert.ok(bench.clock.monotonic() - taken >= REPEAT_MS);
    await bench.close();
  });

  it("reads another code at once while the last one is still fresh", async () => {
    const { bench, simulator, scan } = await online(serialBench({ profile: "generic" }));
    for (const text of ["SLT-1", "SLT-2"]) {
      const scanning = scan(1_000);
      await bench.clock.advance(50);
      simulator.show(qr(text));
      assert.equal(inShort(await bench.until(scanning)), text);
    }
    await bench.close();
  });

  it("does not take the second half of a code whose first half came before anybody asked", async () => {
    const { bench, simulator, scan } = await online(serialBench({ profile: "generic" }));
    simulator.say(Buffer.from("]Q1SLT-OLD-"));
    await bench.clock.advance(50);
    const scanning = scan(1_000);
    await bench.clock.advance(50);
    simulator.say(Buffer.from("TAIL\r"));
    assert.equal(inShort(await bench.until(scanning)), "device.timeout");
    await bench.close();
  });

  it("switches a triggered scanner off when nobody waits any more", async () => {
    const { bench, simulator, scan } = await online(serialBench());
    const giveUp = new AbortController();
    const scanning = scan(10_000, giveUp.signal);
    await bench.clock.advance(100);
    assert.ok(simulator.isLooking);
    giveUp.abort();
    const stopped = await bench.until(scanning);
    assert.ok(!stopped.ok);
    assert.deepEqual([stopped.error.code, stopped.error.sent], ["device.cancelled", "indeterminate"]);
    await bench.clock.advance(100);
    assert.ok(!simulator.isLooking);
    await bench.close();
  });

  it("loses no code that is shown while the scanner is being asked whether it is there", async () => {
    const { bench, simulator, scan } = await online(serialBench());
    simulator.fault = "silent";
    const asked = new Promise<void>((resolve) => simulator.onInquiry(resolve));
    await bench.until(asked);
    simulator.fault = "none";
    simulator.show(qr("SLT-1"));
    assert.equal(inShort(await bench.until(scan(1_500))), "SLT-1");
    await bench.close();
  });

  it("says that nothing was sent when a scanner without a trigger saw no code", async () => {
    const { bench, scan } = await online(serialBench({ profile: "generic" }));
    const none = await bench.until(scan(500));
    assert.ok(!none.ok);
    assert.deepEqual([none.error.code, none.error.sent], ["device.timeout", "no"]);
    await bench.close();
  });

  it("does not know whether a scanner is there that cannot be asked, until it has read a code", async () => {
    const { bench, simulator, scan } = await online(serialBench({ profile: "generic" }));
    assert.deepEqual(bench.status().sensors, { scanner: "unknown" });
    const scanning = scan();
    await bench.clock.advance(50);
    simulator.show(qr("SLT-1"));
    await bench.until(scanning);
    assert.deepEqual(bench.status().sensors, { scanner: "present" });
    await bench.close();
  });

  it("knows that a scanner is there that answers a question, and one on USB by its plug", async () => {
    for (const made of [serialBench({ profile: "newland" }), hidBench()]) {
      const { bench } = await online(made);
      assert.deepEqual(bench.status().sensors, { scanner: "present" });
      await bench.close();
    }
  });

  const REFUSED = [
    { what: "a code without its AIM identifier", habits: { sendsAim: false }, code: qr("SLT-1"), problem: "no-aim-identifier" },
    { what: "binary data", habits: {}, code: { aim: "Q1", text: "", bytes: Buffer.from([1, 0, 2, 0xff]) }, problem: "not-text" },
    { what: "a code that lost its suffix", habits: { suffix: "" }, code: qr("SLT-1"), problem: "torn" },
    { what: "a code longer than any", habits: {}, code: qr("7".repeat(5_000)), problem: "too-long" },
  ];
  for (const { what, habits, code, problem } of REFUSED) {
    it(`asks for another try after ${what}, and says why without quoting it`, async () => {
      const { bench, simulator, scan } = await online(serialBench({}, habits));
      const scanning = scan();
      await bench.clock.advance(100);
      simulator.show(code);
      const refused = await bench.until(scanning);
      assert.deepEqual(refused, {
        ok: false,
        error: { device: "scanner", command: "scan", code: "scan.unreadable", sent: "yes", recovery: "retry", facts: { problem } },
      });
      await bench.close();
    });
  }

  it("reads a code without a suffix from a scanner that is set up so", async () => {
    const { bench, simulator, scan } = await online(serialBench({ suffix: "none" }, { suffix: "" }));
    const scanning = scan();
    await bench.clock.advance(100);
    simulator.show({ aim: "Q1", text: "示例市", charset: "gb18030" });
    assert.equal(inShort(await bench.until(scanning)), "示例市");
    await bench.close();
  });

  it("leaves no timer behind", async () => {
    const { bench, simulator, scan } = await online(serialBench());
    simulator.show(qr("SLT-1"));
    await bench.until(scan());
    await bench.close();
    assert.equal(bench.clock.pending, 0);
  });
});

describe("a HID POS scanner in use", () => {
  it("reads a code of several reports", async () => {
    const { bench, simulator, scan } = await online(hidBench("generic"));
    const scanning = scan();
    await bench.clock.advance(100);
    const text = `https://yzz.example.cn/v/${"0123456789".repeat(30)}`;
    simulator.show(qr(text));
    assert.deepEqual(await bench.until(scanning), { ok: true, value: { aim: "Q1", text } });
    await bench.close();
  });

  it("is noDevice when it is unplugged while it waits for a code, and works when it is plugged in again", async () => {
    const { bench, simulator, plug, scan } = await online(hidBench());
    const scanning = scan();
    await bench.clock.advance(100);
    plug.pull();
    const gone = await bench.until(scanning);
    assert.ok(!gone.ok);
    assert.deepEqual([gone.error.code, gone.error.sent], ["device.offline", "indeterminate"]);
    assert.ok(await bench.untilStatus(({ state }) => state === "noDevice"));
    plug.plug();
    assert.ok(await bench.untilStatus(({ state }) => state === "online"));
    simulator.show(qr("SLT-2"));
    assert.equal(inShort(await bench.until(scan())), "SLT-2");
    await bench.close();
  });

  const WRONG = [
    { fault: "garbage", problem: "garbled" },
    { fault: "endless", problem: "too-long" },
  ] as const;
  for (const { fault, problem } of WRONG) {
    it(`asks for another try when ${fault} comes, and works again afterwards`, async () => {
      const { bench, simulator, scan } = await online(hidBench("newland"));
      const scanning = scan();
      await bench.clock.advance(100);
      simulator.fault = fault;
      if (fault === "garbage") simulator.show(qr("SLT-1"));
      const refused = await bench.until(scanning);
      assert.ok(!refused.ok);
      assert.deepEqual([refused.error.code, refused.error.facts], ["scan.unreadable", { problem }]);
      simulator.fault = "none";
      await bench.clock.advance(1_000);
      simulator.show(qr("SLT-1"));
      assert.equal(inShort(await bench.until(scan())), "SLT-1");
      await bench.close();
    });
  }
});
