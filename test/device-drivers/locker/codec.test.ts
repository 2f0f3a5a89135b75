import assert from "node:assert/strict";
import fc from "fast-check";
import {
  decodeAnswer,
  decodeRequest,
  encodeAnswer,
  encodeRequest,
  FRAME_BYTES,
  FrameReader,
  type LockVerb,
} from "../../../device-drivers/locker/codec.ts";

const address = fc.record({ board: fc.integer({ min: 1, max: 255 }), lock: fc.integer({ min: 1, max: 255 }) });
const verb = fc.constantFrom<LockVerb>("open", "query");
const answers = fc.record({
  verb,
  board: fc.integer({ min: 1, max: 255 }),
  lock: fc.integer({ min: 1, max: 255 }),
  circuit: fc.constantFrom("open" as const, "closed" as const),
});

describe("locker codec", () => {
  it("writes the frames of the data sheet", () => {
    assert.equal(encodeRequest("open", { board: 1, lock: 1 }).toString("hex"), "8a0101119b");
    assert.equal(encodeRequest("open", { board: 1, lock: 2 }).toString("hex"), "8a01021198");
    assert.equal(encodeRequest("query", { board: 1, lock: 1 }).toString("hex"), "80010133b3");
    assert.equal(encodeAnswer({ verb: "open", board: 1, lock: 1, circuit: "open" }).toString("hex"), "8a0101008a");
  });

  it("reads back every request and every answer", () => {
    fc.assert(
      fc.property(verb, address, (asked, where) => {
        assert.deepEqual(decodeRequest(encodeRequest(asked, where)), {
          ok: true,
          value: { verb: asked, head: undefined, function: undefined, ...where },
        });
      }),
    );
    fc.assert(
      fc.property(answers, (answer) => {
        assert.deepEqual(decodeAnswer(encodeAnswer(answer)), { ok: true, value: { head: undefined, ...answer } });
      }),
    );
  });

  it("refuses a frame with any one bit turned, one byte short or one too many", () => {
    fc.assert(
      fc.property(answers, fc.integer({ min: 0, max: FRAME_BYTES * 8 - 1 }), (answer, bit) => {
        const frame = encodeAnswer(answer);
        assert.equal(decodeAnswer(frame.subarray(1)).ok, false);
        assert.equal(decodeAnswer(Buffer.concat([frame, Buffer.from([0])])).ok, false);
        frame[bit >> 3] = (frame[bit >> 3] as number) ^ (1 << (bit & 7));
        assert.equal(decodeAnswer(frame).ok, false);
      }),
    );
  });

  it("cannot say 'all locks': lock 0 is refused in a request and in an answer", () => {
    assert.equal(decodeRequest(Buffer.from("8a0100119a", "hex")).ok, false);
    assert.equal(decodeAnswer(Buffer.from("8a0100008b", "hex")).ok, false);
  });

  it("finds every answer in a stream cut anywhere, with noise before it, and keeps four bytes at most", () => {
    // Noise that holds no head byte: what may be a frame's start has to be looked at.
    const noise = fc.uint8Array({ maxLength: 9 }).map((bytes) => Buffer.from(bytes.map((byte) => byte & 0x7f)));
    fc.assert(
      fc.property(fc.array(fc.tuple(noise, answers), { maxLength: 6 }), fc.integer({ min: 1, max: 7 }), (parts, cut) => {
        const stream = Buffer.concat(parts.flatMap(([before, answer]) => [before, encodeAnswer(answer)]));
        const reader = new FrameReader(decodeAnswer);
        const found = [];
        for (let at = 0; at < stream.length; at += cut) {
          found.push(...reader.push(stream.subarray(at, at + cut)));
          assert.ok(reader.held < FRAME_BYTES);
        }
        assert.deepEqual(
          found.map(({ board, lock }) => [board, lock]),
          parts.map(([, { board, lock }]) => [board, lock]),
        );
        assert.equal(
          reader.noise + reader.held,
          parts.reduce((sum, [before]) => sum + before.length, 0),
        );
      }),
    );
  });
});
