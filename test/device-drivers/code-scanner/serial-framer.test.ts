import assert from "node:assert/strict";
import fc from "fast-check";
import { MAX_CODE_BYTES, type RawCode } from "../../../device-drivers/code-scanner/raw-code.ts";
import { SerialFramer } from "../../../device-drivers/code-scanner/serial-framer.ts";
import { CODE_ENDS_AFTER_MS, TORN_AFTER_MS } from "../../../device-drivers/code-scanner/timing.ts";
import { FakeClock } from "../../support/fake-clock.ts";

function framer(suffix: "required" | "none" = "required", acknowledgement: readonly number[] = []) {
  const clock = new FakeClock();
  const codes: RawCode[] = [];
  const state = { isWanted: true };
  const made = new SerialFramer(
    clock,
    { suffix, acknowledgement },
    { isWanted: () => state.isWanted, onCode: (code) => codes.push({ ...code, bytes: Buffer.from(code.bytes) }) },
  );
  return { clock, codes, state, framer: made, texts: () => codes.map(({ bytes }) => bytes.toString("latin1")) };
}

const payload = fc
  .uint8Array({ minLength: 1, maxLength: 200 })
  .map((bytes) => Buffer.from(bytes.map((byte) => (byte === 0x0d || byte === 0x0a ? 0x2e : byte))));
const suffix = fc.constantFrom("\r", "\n", "\r\n");
const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });

function push(to: SerialFramer, bytes: Buffer, sizes: readonly number[]): void {
  for (let at = 0, cut = 0; at < bytes.length; cut++) {
    const size = sizes[cut % sizes.length] ?? 1;
    to.push(bytes.subarray(at, at + size));
    at += size;
  }
}

describe("code-scanner/serial-framer", () => {
  it("gives back any codes byte for byte, GBK too, with any suffix and however the bytes are cut", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(payload, suffix), { maxLength: 6 }), cuts, (sent, sizes) => {
        const { framer: one, codes } = framer();
        push(one, Buffer.concat(sent.flatMap(([bytes, end]) => [bytes, Buffer.from(end)])), sizes);
        assert.deepEqual(
          codes.map(({ bytes }) => bytes),
          sent.map(([bytes]) => bytes),
        );
        assert.ok(codes.every(({ problem }) => problem === null));
        assert.equal(one.noise + one.held(), 0);
      }),
    );
  });

  it("ends a code without a suffix after a pause, and keeps it apart from the next one", async () => {
    const { framer: one, clock, texts } = framer("none");
    one.push(Buffer.from("NO-"));
    await clock.advance(CODE_ENDS_AFTER_MS - 1);
    one.push(Buffer.from("SUFFIX"));
    await clock.advance(CODE_ENDS_AFTER_MS);
    one.push(Buffer.from("A"));
    await clock.advance(CODE_ENDS_AFTER_MS);
    assert.deepEqual(texts(), ["NO-SUFFIX", "A"]);
  });

  it("keeps a burst of three codes apart", () => {
    const { framer: one, texts } = framer();
    one.push(Buffer.from("ONE\rTWO\r\nTHREE\n"));
    assert.deepEqual(texts(), ["ONE", "TWO", "THREE"]);
  });

  it("calls a code torn whose suffix does not come, where there must be one", async () => {
    const { framer: one, clock, codes } = framer();
    one.push(Buffer.from("HALF"));
    await clock.advance(TORN_AFTER_MS - 1);
    assert.equal(codes.length, 0);
    await clock.advance(1);
    assert.deepEqual(
      codes.map(({ problem }) => problem),
      ["torn"],
    );
  });

  it("says of each code whether it was wanted when its first byte came, not its last", () => {
    const { framer: one, codes, state } = framer();
    state.isWanted = false;
    one.push(Buffer.from("EARLY"));
    state.isWanted = true;
    one.push(Buffer.from("-END\rLATE\r"));
    assert.deepEqual(
      codes.map(({ isWanted }) => isWanted),
      [false, true],
    );
  });

  it("does not take a scanner's acknowledgement for the beginning of a code", () => {
    const { framer: one, texts } = framer("required", [0x02, 0x00, 0x33]);
    one.push(Buffer.from([0x02, 0x00]));
    one.push(Buffer.from([0x33, 0x02, 0x00, 0x33]));
    one.push(Buffer.from("CODE\r"));
    assert.deepEqual(texts(), ["CODE"]);
    assert.equal(one.held(), 0);
  });

  it("says once that a code is too long, throws the rest away, and is in step after the next end", async () => {
    const { framer: one, codes, texts, clock } = framer();
    for (let chunk = 0; chunk < 1_000; chunk++) one.push(Buffer.alloc(1_000, "7"));
    assert.ok(one.isFlooded);
    assert.equal(one.held(), 0);
    assert.equal(one.noise, 1_000_000);
    assert.deepEqual(
      codes.map(({ problem }) => problem),
      ["too-long"],
    );
    one.push(Buffer.from("\rGOOD\r"));
    assert.equal(texts()[1], "GOOD");
    assert.ok(!one.isFlooded);
    one.push(Buffer.alloc(MAX_CODE_BYTES + 1, "8"));
    await clock.advance(TORN_AFTER_MS);
    assert.ok(!one.isFlooded);
    assert.equal(clock.pending, 0);
  });

  it("takes the longest code there is", () => {
    const { framer: one, codes } = framer();
    one.push(Buffer.concat([Buffer.alloc(MAX_CODE_BYTES, "7"), Buffer.from("\r")]));
    assert.deepEqual(
      codes.map(({ problem, bytes }) => [problem, bytes.length]),
      [[null, MAX_CODE_BYTES]],
    );
  });
});
