import assert from "node:assert/strict";
import fc from "fast-check";
import {
  decodeReply,
  decodeRequest,
  encodeReply,
  encodeRequest,
  LineReader,
  MAX_LINE_BYTES,
  type Numbered,
  STAMP_TROUBLES,
  type StampReply,
  type StampRequest,
} from "../../../device-drivers/stamp/codec.ts";

const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(model, { noNullPrototype: true });
const number = fc.integer({ min: 0, max: 999_999_999 });
const count = fc.integer({ min: 0, max: 999_999_999 });
const job = fc.string({ minLength: 1, maxLength: 60, unit: fc.constantFrom(..."abcABC019-_ */%章") });
const trouble = fc.constantFrom(...STAMP_TROUBLES);
const request: fc.Arbitrary<StampRequest> = fc.oneof(
  fc.constant({ verb: "STATUS" as const }),
  fc.constant({ verb: "COLLECT" as const }),
  record({ verb: fc.constant("STAMP" as const), job, sheets: count }),
  record({ verb: fc.constant("JOB" as const), job }),
);
const reply: fc.Arbitrary<StampReply> = fc.oneof(
  record({
    verb: fc.constant("READY" as const),
    ink: fc.constantFrom("full" as const, "low" as const, "out" as const, "unknown" as const),
    feed: count,
    out: fc.boolean(),
    cover: fc.constantFrom("open" as const, "closed" as const),
    jam: fc.boolean(),
    stamped: count,
  }),
  fc.constantFrom({ verb: "STARTED" as const }, { verb: "NONE" as const }),
  record({ verb: fc.constant("REFUSED" as const), why: trouble }),
  record({ verb: fc.constantFrom("RUNNING" as const, "DONE" as const), stamped: count }),
  record({ verb: fc.constant("FAILED" as const), why: trouble, stamped: count }),
  record({ verb: fc.constant("COLLECTED" as const), sheets: count }),
);
const text = (bytes: Buffer) => bytes.toString("latin1").replace(/\r\n$/u, "");

describe("stamp line protocol", () => {
  it("reads back every request and every answer", () => {
    fc.assert(
      fc.property(number, request, (n, message) =>
        assert.deepEqual(decodeRequest(text(encodeRequest({ number: n, message }))), { ok: true, value: { number: n, message } }),
      ),
    );
    fc.assert(
      fc.property(number, reply, (n, message) =>
        assert.deepEqual(decodeReply(text(encodeReply({ number: n, message }))), { ok: true, value: { number: n, message } }),
      ),
    );
  });

  it("is written as its description says, so that it can be tried by hand", () => {
    assert.equal(encodeRequest({ number: 7, message: { verb: "STATUS" } }).toString(), "7 STATUS*03\r\n");
    assert.equal(encodeReply({ number: 8, message: { verb: "DONE", stamped: 2 } }).toString(), "8 DONE 2*0A\r\n");
  });

  it("refuses a line with any one bit turned, cut short or longer than it was", () => {
    fc.assert(
      fc.property(reply, fc.nat(), fc.integer({ min: 0, max: 6 }), (message, at, bit) => {
        const line = text(encodeReply({ number: 5, message }));
        assert.equal(decodeReply(line.slice(0, -1)).ok, false);
        assert.equal(decodeReply(`${line}0`).ok, false);
        const bytes = Buffer.from(line, "latin1");
        const where = at % bytes.length;
        bytes[where] = (bytes[where] as number) ^ (1 << bit);
        assert.equal(decodeReply(bytes.toString("latin1")).ok, false);
      }),
    );
  });

  it("finds each line however the stream is cut, and never keeps more than one line", () => {
    fc.assert(
      fc.property(fc.array(reply, { maxLength: 6 }), fc.integer({ min: 1, max: 11 }), (messages, cut) => {
        const stream = Buffer.concat([Buffer.from("half a li\r\n"), ...messages.map((message, n) => encodeReply({ number: n, message }))]);
        const reader = new LineReader(decodeReply);
        const found: Numbered<StampReply>[] = [];
        for (let at = 0; at < stream.length; at += cut) found.push(...reader.push(stream.subarray(at, at + cut)));
        assert.deepEqual(
          found,
          messages.map((message, n) => ({ number: n, message })),
        );
      }),
    );
    const reader = new LineReader(decodeReply);
    for (let sent = 0; sent < 20; sent++) {
      reader.push(Buffer.alloc(MAX_LINE_BYTES / 2, 0x41));
      assert.ok(reader.held <= MAX_LINE_BYTES);
    }
    assert.ok(reader.noise > 0);
  });
});
