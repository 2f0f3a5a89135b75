import assert from "node:assert/strict";
import { SAMPLE_CARDS } from "../../../device-drivers/id-card-reader/sample-cards.ts";
import type { SamFault } from "../../../device-drivers/id-card-reader/simulator.ts";
import { SW3 } from "../../../device-drivers/id-card-reader/sw.ts";
import { FIND_POLL_MS, READ_ATTEMPTS, REPLY_MS } from "../../../device-drivers/id-card-reader/timing.ts";
import { call, readerBench } from "./reader-bench.ts";

type Bench = Awaited<ReturnType<typeof readerBench>>;

describe("id-card-reader hazards", () => {
  let bench: Bench;
  const read = () => bench.reader.commands["read-card"]({ photo: false }, call());
  const codeOf = (result: Awaited<ReturnType<typeof read>>) => (result.ok ? "read" : result.error.code);

  beforeEach(async () => {
    bench = await readerBench();
  });
  afterEach(() => bench.close());

  it("unplugged-while-reading: the person is told that the reader is away, the host that it is lost", async () => {
    bench.simulator.insertCard(SAMPLE_CARDS.resident);
    bench.simulator.failNext({ kind: "unplug" }, "read-base");
    const failed = await bench.until(read());
    assert.equal(codeOf(failed), "device.offline");
    assert.equal(failed.ok ? "" : failed.error.sent, "indeterminate");
    assert.match(bench.heard.lost[0] ?? "", /transport\.closed/);
  });

  it("card-taken-while-reading: unreadable, lay it again", async () => {
    bench.simulator.insertCard(SAMPLE_CARDS.resident);
    bench.simulator.onRequest((request) => {
      if (request === "read-base") bench.simulator.removeCard();
    });
    const start = bench.clock.now();
    const failed = await bench.until(read());
    assert.ok(!failed.ok);
    assert.deepEqual([failed.error.code, failed.error.recovery, failed.error.facts["sw3"]], ["card.unreadable", "retry", "41"]);
    assert.ok(bench.clock.now() - start < 2_000, "the person is not kept waiting");
    assert.equal(bench.heard.counts["FailedReadCount"], 1);
  });

  it("card-trembles: one failed try is repeated from find on and nobody notices", async () => {
    bench.simulator.insertCard(SAMPLE_CARDS.resident);
    bench.simulator.failNext({ kind: "status", sw3: 0x41 }, "read-base");
    const heard: string[] = [];
    bench.simulator.onRequest((request) => heard.push(request));
    assert.equal(codeOf(await bench.until(read())), "read");
    assert.deepEqual(heard, ["find", "select", "read-base", "find", "select", "read-base"]);
    assert.deepEqual(bench.heard.counts, { FailedReadCount: 1, GoodReadCount: 1 });
  });

  /** One such answer to read-base, and the second try succeeds. */
  const PASSING: readonly SamFault[] = [
    { kind: "garbage-before", bytes: Buffer.from("00ffaaaaaa9669aaaa", "hex") },
    { kind: "garbage-inside", bytes: Buffer.from("aaaaaa9669000320012200", "hex") },
    { kind: "wrong-checksum" },
    { kind: "truncated", keep: 700 },
    { kind: "truncated", keep: 6 },
    { kind: "wrong-length", missing: 12 },
    { kind: "lies-about-length", more: 300 },
    { kind: "silence" },
    { kind: "slow", msPerByte: 3 },
    { kind: "reboot", silentMs: REPLY_MS },
  ];
  for (const fault of PASSING) {
    it(`${fault.kind}: the card is read all the same`, async () => {
      bench.simulator.insertCard(SAMPLE_CARDS.resident);
      bench.simulator.failNext(fault, "read-base");
      const got = await bench.until(read());
      assert.deepEqual(got.ok && got.value.card, SAMPLE_CARDS.resident);
      assert.deepEqual(bench.heard.lost, []);
    });
  }

  it("wrong-checksum: is tried again at once, because nothing more is to be waited for", async () => {
    bench.simulator.insertCard(SAMPLE_CARDS.resident);
    bench.simulator.failNext({ kind: "wrong-checksum" }, "read-base");
    const start = bench.clock.now();
    assert.equal(codeOf(await bench.until(read())), "read");
    assert.ok(bench.clock.now() - start < 1_000, "the person waits for no deadline");
  });

  it("slow: an answer that takes longer than the time for a command is not waited for", async () => {
    bench.simulator.insertCard(SAMPLE_CARDS.resident);
    const start = bench.clock.now();
    for (let tries = 0; tries < READ_ATTEMPTS; tries++) bench.simulator.failNext({ kind: "slow", msPerByte: 20 }, "read-base");
    assert.notEqual(codeOf(await bench.until(read())), "read");
    assert.ok(bench.clock.now() - start <= READ_ATTEMPTS * (REPLY_MS + 3_000) + 1_000);
  });

  it("silence: a reader that says nothing to anything is lost after one probe", async () => {
    bench.simulator.failNext({ kind: "reboot", silentMs: 60_000 }, "find");
    const failed = await bench.until(read());
    assert.ok(!failed.ok);
    assert.deepEqual([failed.error.code, failed.error.sent, failed.error.facts["request"]], ["device.timeout", "indeterminate", "find"]);
    assert.deepEqual(bench.heard.lost, ["no answer to find, nor to status"]);
    assert.equal(bench.heard.counts["CommunicationErrorCount"], 1);
  });

  for (const [sw3, meaning] of SW3) {
    if (meaning.kind !== "failure") continue;
    it(`SW3 ${sw3.toString(16)} at every try: ${meaning.code}, in the words for a technician`, async () => {
      bench.simulator.insertCard(SAMPLE_CARDS.resident);
      for (let tries = 0; tries < READ_ATTEMPTS; tries++) bench.simulator.failNext({ kind: "status", sw3 }, "read-base");
      const failed = await bench.until(read());
      assert.ok(!failed.ok);
      assert.deepEqual([failed.error.code, failed.error.recovery, failed.error.sent], [meaning.code, meaning.recovery, "yes"]);
      assert.equal(failed.error.facts["technician"], meaning.technician);
      assert.equal(failed.error.facts["attempt"], meaning.again ? READ_ATTEMPTS : 1);
    });
  }

  it("late answer: what comes after its asker gave up is not taken for the next answer", async () => {
    bench.simulator.insertCard(SAMPLE_CARDS.resident);
    bench.simulator.failNext({ kind: "slow", msPerByte: 2 }, "read-base");
    const giveUp = new AbortController();
    const heard = new Promise<void>((resolve) => bench.simulator.onRequest((request) => request === "read-base" && resolve()));
    const first = bench.reader.commands["read-card"]({ photo: false }, call(giveUp.signal));
    await bench.until(heard);
    await bench.clock.advance(100);
    giveUp.abort("device.cancelled");
    assert.equal(codeOf(await first), "device.cancelled");
    bench.simulator.insertCard(SAMPLE_CARDS.rareName);
    const second = await bench.until(read());
    assert.deepEqual(second.ok && second.value.card, SAMPLE_CARDS.rareName);
    assert.deepEqual(bench.heard.counts, { GoodReadCount: 1 });
  });

  it("malformed text: refused with the field's name and nothing of the person", async () => {
    bench.simulator.insertCard({ ...SAMPLE_CARDS.resident, birth: "1990-13-41" });
    const failed = await bench.until(read());
    assert.ok(!failed.ok);
    assert.equal(failed.error.code, "card.text-malformed");
    assert.deepEqual(failed.error.facts, { layout: "resident", field: "birth", problem: "not a date", attempt: 1 });
  });

  it("not authorised: the reader is in hardwareError, with the module's own code", async () => {
    bench.simulator.breakDown(0x66);
    const status = await bench.until(bench.reader.status(new AbortController().signal));
    assert.deepEqual([status.state, status.reasons], ["hardwareError", ["SW3=66"]]);
  });

  it("asks for a card twenty times a second, not more", async () => {
    let finds = 0;
    bench.simulator.onRequest(() => finds++);
    const giveUp = new AbortController();
    const waiting = bench.reader.commands["read-card"]({ photo: false }, call(giveUp.signal));
    await bench.clock.advance(10 * FIND_POLL_MS);
    giveUp.abort("device.cancelled");
    await waiting;
    assert.equal(finds, 11);
  });

  it("leaves nobody waiting when it is closed", async () => {
    const reading = read();
    await bench.clock.advance(300);
    await bench.until(bench.reader.close());
    assert.equal(codeOf(await bench.until(reading)), "device.offline");
  });

  it("leaves no timer behind when it is closed", async () => {
    bench.simulator.insertCard(SAMPLE_CARDS.resident);
    await bench.until(read());
    await bench.until(bench.reader.close());
    assert.equal(bench.clock.pending, 0);
  });
});
