import assert from "node:assert/strict";
import { pause } from "../../../base/clock.ts";
import { SAMPLE_HAND } from "../../../device-drivers/signature-pad/simulator.ts";
import { PEN_AWAY_MS } from "../../../device-drivers/signature-pad/timing.ts";
import { settle } from "../../support/fake-clock.ts";
import { type PadBench, padBench } from "./pad-bench.ts";

describe("a signature pad with a person before it", () => {
  let pad: PadBench;
  beforeEach(async () => {
    pad = padBench();
    await pad.bench.start();
    await pad.bench.untilStatus(({ state }) => state === "online");
  });
  afterEach(() => pad.bench.close());

  const codeOf = (result: Awaited<ReturnType<PadBench["sign"]>>) => (result.ok ? "signed" : `${result.error.code} ${result.error.sent}`);

  it("ends three seconds after the pen was laid aside, with the strokes in millimetres and times from the first touch", async () => {
    const { bench, simulator, sign } = pad;
    const signing = sign();
    const began = bench.clock.monotonic();
    await bench.until(simulator.write());
    const written = bench.clock.monotonic();
    const signed = await bench.until(signing);
    assert.ok(signed.ok);
    assert.ok(bench.clock.monotonic() - written <= PEN_AWAY_MS && written - began > 500);
    const { widthMm, heightMm, strokes } = signed.value;
    assert.deepEqual([widthMm, heightMm, strokes.length], [96, 60, SAMPLE_HAND.length]);
    assert.deepEqual([strokes[0]?.[0]?.at, strokes[0]?.[0]?.x], [0, 43.2]);
  });

  it("does not take a pen that lay on the pad for the first stroke", async () => {
    const { bench, simulator, sign } = pad;
    await bench.until(simulator.rest([0.9, 0.9]));
    const signing = sign();
    await bench.until(simulator.rest([0.1, 0.9]));
    await bench.until(simulator.lift([0.1, 0.9]));
    await bench.until(simulator.write());
    const signed = await bench.until(signing);
    assert.ok(signed.ok);
    assert.equal(signed.value.strokes.length, SAMPLE_HAND.length);
  });

  it("waits on after a tap, and takes the name that follows it", async () => {
    const { bench, simulator, sign } = pad;
    const signing = sign(30_000);
    await bench.until(simulator.write([[[0.5, 0.5]]]));
    await bench.until(pause(bench.clock, 2 * PEN_AWAY_MS));
    await bench.until(simulator.write());
    assert.equal(codeOf(await bench.until(signing)), "signed");
  });

  it("at the deadline takes what is there when the pen is up, and nothing when it is still writing", async () => {
    const { bench, simulator, sign } = pad;
    const signing = sign(2_500);
    await bench.until(simulator.write());
    assert.equal(codeOf(await bench.until(signing)), "signed");
    const other = sign(2_500);
    await bench.until(simulator.write());
    await bench.until(simulator.rest([0.5, 0.5]));
    assert.equal(codeOf(await bench.until(other)), "device.timeout yes");
  });

  it("forgets what was written when the person has gone", async () => {
    const { bench, simulator, sign } = pad;
    const gone = new AbortController();
    const signing = sign(20_000, gone.signal);
    await bench.until(simulator.write());
    gone.abort();
    assert.equal(codeOf(await bench.until(signing)), "device.cancelled yes");
    const next = sign(2_000);
    assert.equal(codeOf(await bench.until(next)), "device.timeout no");
  });

  it("says that its profile is another tablet's when nothing can be read", async () => {
    const { bench, simulator, sign } = pad;
    simulator.fault = "garbage";
    const signing = sign();
    await bench.until(simulator.write());
    const failed = await bench.until(signing);
    assert.ok(!failed.ok && failed.error.code === "device.bad-reply" && failed.error.recovery === "maintenance");
    assert.ok(!JSON.stringify(failed.error.facts).includes("strokes"), "no ink in a failure");
  });

  it("counts what a tablet in mouse mode says, so that a technician can see why nobody can sign", async () => {
    const { bench, simulator, sign } = pad;
    simulator.fault = "mouse";
    const signing = sign(5_000);
    await bench.until(simulator.write());
    const failed = await bench.until(signing);
    assert.ok(!failed.ok && Number(failed.error.facts["otherReports"]) > 10 && failed.error.facts["points"] === 0);
  });

  it("settles whoever waits when it is closed", async () => {
    const { bench, sign } = pad;
    const signing = sign();
    await settle();
    await bench.close();
    assert.ok(!(await signing).ok);
  });

  it("wants the HID port with report numbers", async () => {
    const wrong = padBench("pen-10", { transport: { kind: "hid", path: "/dev/hidraw0", reportBytes: 8, reportNumber: 1 } });
    await wrong.bench.start();
    await settle();
    assert.notEqual(wrong.bench.status().state, "online");
    await wrong.bench.close();
  });
});
