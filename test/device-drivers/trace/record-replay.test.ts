import assert from "node:assert/strict";
import { pause } from "../../../base/clock.ts";
import type { DeviceSettings } from "../../../config/settings/settings.ts";
import { ReceiptPrinterSimulator } from "../../../device-drivers/escpos/simulator/simulator.ts";
import type { Driver } from "../../../device-drivers/host/driver.ts";
import samDriver from "../../../device-drivers/id-card-reader/driver.ts";
import { SAMPLE_CARDS } from "../../../device-drivers/id-card-reader/sample-cards.ts";
import { SamSimulator } from "../../../device-drivers/id-card-reader/simulator.ts";
import printerDriver from "../../../device-drivers/receipt-printer/driver.ts";
import { replay } from "../../../device-drivers/trace/replay.ts";
import type { Said } from "../../../device-drivers/trace/replay-stage.ts";
import type { Trace } from "../../../device-drivers/trace/trace-file.ts";
import { Cable } from "../../support/device-bench.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { type RecordingBench, recordingBench } from "./recording.ts";

const PRINTER: DeviceSettings = {
  ...{ id: "receipt", kind: "receipt-printer", driver: "escpos" },
  options: { transport: { kind: "serial", path: "/dev/kiosk/receipt", baud: 115_200 } },
};
const RECEIPT = { lines: [{ kind: "text", text: "样张 SPECIMEN" }] };

describe("a recording, replayed", () => {
  it("is what a receipt printer's driver did: the same bytes, the same statuses, the same answers", async () => {
    const { trace } = await recordedPrinting();
    const said: Said[] = [];
    assert.equal(await replayed(trace, printerDriver, said), undefined);
    const answers = said.flatMap((one) => (one.is === "answer" ? [`${one.command} ${one.result}`] : []));
    assert.deepEqual(answers, ["open ok", "print ok", "close closed"]);
    assert.ok(said.some((one) => one.is === "status" && one.status.cover === "closed"));
    assert.ok(trace.events.filter(({ way }) => way === "sent").length > 3);
  });

  it("keeps the time of a card that is laid after a while", async () => {
    const trace = await recordedReading(async (bench, simulator) => {
      const reading = bench.execute("read-card", { photo: false });
      await bench.until(pause(bench.clock, 900));
      simulator.insertCard(SAMPLE_CARDS.resident);
      assert.deepEqual(await bench.until(reading), { ok: true, value: { card: SAMPLE_CARDS.resident } });
    });
    const said: Said[] = [];
    assert.equal(await replayed(trace, samDriver, said), undefined);
    assert.ok(said.some((one) => one.is === "answer" && one.command === "read-card" && one.result === "ok"));
  });

  it("has the caller who gave up", async () => {
    const trace = await recordedReading(async (bench) => {
      await bench.until(bench.execute("read-card", { photo: false }, 1_500));
    });
    const said: Said[] = [];
    assert.equal(await replayed(trace, samDriver, said), undefined);
    assert.ok(trace.events.some(({ way }) => way === "stopped"));
    assert.ok(said.some((one) => one.is === "answer" && one.result.startsWith("device.timeout")));
  });

  it("has the cable that was pulled, and the printer that came back", async () => {
    const { trace } = await recordedPrinting(async (bench, cable) => {
      cable.pull();
      await bench.clock.advance(20_000);
      cable.plug();
      await online(bench);
      await bench.until(bench.execute("print", { job: "after", document: RECEIPT }));
    });
    const said: Said[] = [];
    assert.equal(await replayed(trace, printerDriver, said), undefined);
    assert.ok(trace.events.some((event) => event.way === "closed" && event.by === "device"));
    assert.ok(trace.events.some(({ way }) => way === "not-opened"));
    assert.ok(said.some(({ is }) => is === "lost"));
    assert.equal(said.filter((one) => one.is === "answer" && one.command === "print" && one.result === "ok").length, 2);
  });
});

describe("a replay", () => {
  it("tells the byte in which a driver departs", async () => {
    const { trace } = await recordedPrinting();
    const first = trace.events.findIndex(({ way }) => way === "sent");
    const events = trace.events.map((event, index) =>
      index === first && event.way === "sent" && event.hex ? { ...event, hex: `${event.hex.slice(0, -2)}00` } : event,
    );
    const departure = await replayed({ ...trace, events }, printerDriver);
    assert.equal(departure?.way, "sent");
    assert.notEqual(departure?.expected, departure?.found);
  });

  it("tells what a driver makes of other answers", async () => {
    const { trace } = await recordedPrinting();
    const events = trace.events.map((event) =>
      event.way === "answered" && event.result === "ok" ? { ...event, result: "printer.jam sent=yes" } : event,
    );
    const departure = await replayed({ ...trace, events }, printerDriver);
    assert.deepEqual([departure?.way, departure?.expected, departure?.found], ["answered", "printer.jam sent=yes", "ok"]);
  });

  it("does not wait for ever for a driver that does nothing", async () => {
    const { trace } = await recordedPrinting();
    const still: Driver = { ...(printerDriver as unknown as Driver), open: () => new Promise(() => undefined) };
    const departure = await replay(trace, still, undefined, () => undefined);
    assert.deepEqual([departure?.way, departure?.found], ["opened", ""]);
  });

  it("tells bytes that the recording does not have", async () => {
    const { trace } = await recordedPrinting();
    const last = trace.events.findLastIndex(({ way }) => way === "sent");
    const events = trace.events.filter((_event, index) => index !== last);
    const departure = await replayed({ ...trace, events }, printerDriver);
    assert.ok(departure);
  });
});

type Disturb = (bench: RecordingBench, cable: Cable) => Promise<void>;

async function recordedReading(act: (bench: RecordingBench, simulator: SamSimulator) => Promise<void>): Promise<Trace> {
  const clock = new FakeClock();
  const simulator = new SamSimulator(clock);
  const cable = new Cable((stream) => simulator.attach(stream));
  // Under another's name, so that its own redactor counts: this one leaves everything.
  const everything = () => ({ sent: (bytes: Uint8Array) => Buffer.from(bytes), received: (bytes: Uint8Array) => Buffer.from(bytes) });
  const load = async () => ({ default: samDriver, redactor: everything });
  const transport = { kind: "serial", path: "/dev/kiosk/reader", baud: 115_200 };
  const bench = await recordingBench(
    { id: "reader", kind: "id-card-reader", driver: "reader-of-another", options: { transport } },
    cable.connect,
    { load, clock },
  );
  await online(bench);
  await act(bench, simulator);
  return bench.end();
}

async function recordedPrinting(disturb: Disturb = async () => undefined): Promise<{ trace: Trace }> {
  const clock = new FakeClock();
  const simulator = new ReceiptPrinterSimulator({ clock });
  const cable = new Cable((stream) => simulator.attach(stream));
  const bench = await recordingBench(PRINTER, cable.connect, { clock });
  await online(bench);
  const printed = await bench.until(bench.execute("print", { job: "first", document: RECEIPT }));
  assert.ok((printed as { ok: boolean }).ok);
  await disturb(bench, cable);
  return { trace: await bench.end() };
}

async function online({ clock, host }: RecordingBench): Promise<void> {
  for (let step = 0; step < 1_500 && host.list()[0]?.state !== "online"; step++) await clock.advance(50);
  assert.equal(host.list()[0]?.state, "online", host.list()[0]?.reasons.join(" ") ?? "");
}

function replayed(trace: Trace, driver: unknown, said: Said[] = []) {
  const asRead = JSON.parse(JSON.stringify(trace)) as Trace;
  return replay(asRead, driver as Driver, undefined, (one) => void said.push(one));
}
