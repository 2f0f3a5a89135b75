import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { must } from "../../../base/result.ts";
import type { IdCard } from "../../../config/identity/id-card.ts";
import type { DeviceSettings } from "../../../config/settings/settings.ts";
import type { Driver } from "../../../device-drivers/host/driver.ts";
import samDriver from "../../../device-drivers/id-card-reader/driver.ts";
import { redactor } from "../../../device-drivers/id-card-reader/redact.ts";
import { SAMPLE_CARDS, samplePhotoBlock } from "../../../device-drivers/id-card-reader/sample-cards.ts";
import { SamSimulator } from "../../../device-drivers/id-card-reader/simulator.ts";
import { redactionOf, shownOptions } from "../../../device-drivers/trace/redaction.ts";
import { replay } from "../../../device-drivers/trace/replay.ts";
import { readTrace, traceFile } from "../../../device-drivers/trace/trace-file.ts";
import { Cable } from "../../support/device-bench.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { recordingBench } from "./recording.ts";

const READER: DeviceSettings = {
  ...{ id: "reader", kind: "id-card-reader", driver: "sam" },
  options: { transport: { kind: "serial", path: "/dev/kiosk/reader", baud: 115_200 } },
};

describe("what a recording holds of a person", () => {
  it("is nothing, whatever was read and however the line cut it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.values(SAMPLE_CARDS)), fc.integer({ min: 1, max: 1_400 }), async (card, cut) => {
        const { lines } = await recordedCard(READER, card, cut);
        const [, ...events] = lines;
        const hex = events.map((line) => (JSON.parse(line) as { hex?: string }).hex ?? "").join("");
        for (const part of partsOf(card)) assert.ok(!hex.includes(part.toString("hex")), `holds ${part.length} bytes of the card`);
        assert.ok(!lines.join("\n").includes(card.number) && !lines.join("\n").includes(card.name));
      }),
      { numRuns: 12 },
    );
  });

  it("is enough for a replay that goes the same way", async () => {
    const { trace } = await recordedCard(READER, SAMPLE_CARDS.resident, 1_400);
    assert.equal(trace.header.redaction, "by-driver");
    assert.equal(await replay(trace, samDriver as unknown as Driver, redactor, () => undefined), undefined);
  });

  it("is lengths and no byte where nobody knows what to take out", async () => {
    const load = async () => ({ default: samDriver });
    const { lines, trace } = await recordedCard({ ...READER, driver: "reader-of-another" }, SAMPLE_CARDS.resident, 1_400, load);
    assert.equal(trace.header.redaction, "lengths");
    assert.ok(!lines.some((line) => line.includes('"hex"') && !line.includes('"random"')));
    assert.ok(trace.events.some((event) => event.way === "received" && (event.bytes ?? 0) > 1_000));
  });

  it("is lengths from the moment on in which a redactor breaks", async () => {
    const broken = () => ({
      sent: (bytes: Uint8Array) => Buffer.from(bytes),
      received: (): Buffer => {
        throw new Error("a mistake in the redactor");
      },
    });
    const load = async () => ({ default: samDriver, redactor: broken });
    const { trace } = await recordedCard({ ...READER, driver: "reader-of-another" }, SAMPLE_CARDS.resident, 1_400, load);
    assert.ok(!trace.events.some((event) => event.way === "received" && event.hex !== undefined));
  });

  it("needs a redactor for every kind of which one command is personal", async () => {
    for (const kind of ["id-card-reader", "smart-card-reader", "code-scanner", "signature-pad"] as const) {
      assert.equal((await redactionOf(kind, "nobody-knows-it", {})).redaction, "lengths");
    }
    assert.equal((await redactionOf("auxiliaries", "modbus-io", {})).redaction, "none");
  });

  it("is no password of the settings either", () => {
    const schema = { type: "object", properties: { code: { type: "string", writeOnly: true } } };
    const options = { code: "1", token: "2", url: "http://user:secret@printer.local/ipp", nested: [{ password: "3" }], baud: 9_600 };
    const shown = JSON.stringify(shownOptions(schema, options));
    assert.equal(shown, '{"url":"http://printer.local/ipp","nested":[{}],"baud":9600}');
  });
});

describe("a recording's file", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "zz-trace-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is read by its owner only, and never written over another", () => {
    const path = join(folder, "one.jsonl");
    traceFile(path).close();
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.throws(() => traceFile(path), { code: "EEXIST" });
  });

  it("is read back as it was written, without the half line of a power cut", async () => {
    const { lines, trace } = await recordedCard(READER, SAMPLE_CARDS.resident, 1_400);
    const path = join(folder, "two.jsonl");
    writeFileSync(path, `${lines.join("\n")}\n{"atMs":12,"wa`);
    assert.deepEqual(must(readTrace(path)), trace);
    assert.ok(readFileSync(path, "utf8").endsWith('"wa'));
  });

  it("tells the line that is wrong", () => {
    const path = join(folder, "three.jsonl");
    writeFileSync(path, '{"schema":"something-else"}\n');
    const read = readTrace(path);
    assert.ok(!read.ok && read.error.what.endsWith("line 1"));
  });

  it("ends at its bound, and says so", async () => {
    const { lines } = await recordedCard(READER, SAMPLE_CARDS.resident, 1_400, undefined, 3_000);
    assert.ok(lines.join("\n").length < 3_200);
    assert.deepEqual(JSON.parse(lines.at(-1) ?? "").why, "full");
  });
});

/** What tells this person from the specimen that stands in the recording. */
function partsOf(card: IdCard): Buffer[] {
  const words = ["address" in card ? card.address.slice(3) : "", card.number, card.name, card.name.slice(0, 2)];
  const texts = words.filter((word) => word.length > 1).map((word) => Buffer.from(word, "utf16le"));
  const photo = samplePhotoBlock(card);
  return [...texts, photo.subarray(100, 110), photo.subarray(-10)];
}

async function recordedCard(device: DeviceSettings, card: IdCard, cut: number, load?: () => Promise<unknown>, mostBytes?: number) {
  const clock = new FakeClock();
  const simulator = new SamSimulator(clock);
  // What the reader says arrives in pieces.
  const cable = new Cable((stream) => {
    const write = stream.write.bind(stream) as (bytes: Uint8Array) => boolean;
    stream.write = ((bytes: Uint8Array) => {
      for (let at = 0; at < bytes.length; at += cut) write(bytes.subarray(at, at + cut));
      return true;
    }) as typeof stream.write;
    simulator.attach(stream);
  });
  const bench = await recordingBench(device, cable.connect, {
    clock,
    ...(load ? { load } : {}),
    ...(mostBytes === undefined ? {} : { mostBytes }),
  });
  for (let step = 0; step < 200 && bench.host.list()[0]?.state !== "online"; step++) await clock.advance(50);
  const reading = bench.execute("read-card", { photo: false });
  await clock.advance(300);
  simulator.insertCard(card);
  assert.deepEqual(await bench.until(reading), { ok: true, value: { card } });
  return { lines: bench.lines, trace: await bench.end() };
}
