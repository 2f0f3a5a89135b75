import assert from "node:assert/strict";
import fc from "fast-check";
import { MAX_BLOCK_BYTES, type Reply, ReplyParser } from "../../../device-drivers/escpos/reply-parser.ts";

const REAL_TIME = fc.constantFrom(...Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => (byte & 0x93) === 0x12));
const HEAD = fc.constantFrom(...Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => (byte & 0x93) === 0x10));
const PLAIN = fc.constantFrom(...Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => (byte & 0x90) === 0));
const PRINTABLE = fc.integer({ min: 0x20, max: 0x7e });
const ID = fc.array(PRINTABLE, { minLength: 4, maxLength: 4 }).map((codes) => String.fromCharCode(...codes));

const SENT = fc.oneof<fc.Arbitrary<{ bytes: number[]; reply: Reply }>[]>(
  REAL_TIME.map((byte) => ({ bytes: [byte], reply: { kind: "real-time" as const, byte } })),
  fc
    .tuple(HEAD, PLAIN, PLAIN, PLAIN)
    .map((bytes) => ({ bytes: [...bytes], reply: { kind: "automatic" as const, bytes: Buffer.from(bytes) } })),
  PLAIN.map((byte) => ({ bytes: [byte], reply: { kind: "buffered" as const, byte } })),
  ID.map((id) => ({ bytes: [0x37, 0x22, ...Buffer.from(id, "latin1"), 0], reply: { kind: "process" as const, id } })),
  fc.constant({ bytes: [0x37, 0x25, 0], reply: { kind: "cleared" as const } }),
  fc
    .constantFrom(0x11, 0x13)
    .map((byte) => ({ bytes: [byte], reply: { kind: "flow" as const, send: byte === 0x11 ? ("on" as const) : ("off" as const) } })),
  fc
    .array(PRINTABLE, { maxLength: 40 })
    .map((text) => ({ bytes: [0x5f, ...text, 0], reply: { kind: "block" as const, head: 0x5f, bytes: Buffer.from(text) } })),
);

describe("escpos/reply-parser", () => {
  it("any mixture of answers is told apart, however the bytes are cut into pieces", () => {
    fc.assert(
      fc.property(
        fc.array(SENT, { maxLength: 20 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 50 }),
        (sent, sizes) => {
          const bytes = Buffer.from(sent.flatMap((one) => one.bytes));
          const parser = new ReplyParser();
          const heard: Reply[] = [];
          for (let at = 0, turn = 0; at < bytes.length; turn++) {
            const size = sizes[turn % sizes.length] ?? 1;
            heard.push(...parser.push(bytes.subarray(at, at + size)));
            at += size;
          }
          assert.deepEqual(
            heard,
            sent.map((one) => one.reply),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it("an automatic status that breaks off is noise whole: what is left of it never passes for a proof", () => {
    fc.assert(
      fc.property(HEAD, fc.array(PLAIN, { maxLength: 2 }), REAL_TIME, (head, body, after) => {
        const heard = new ReplyParser().push(Uint8Array.from([head, ...body, after]));
        assert.deepEqual(heard, [
          { kind: "noise", count: 1 + body.length },
          { kind: "real-time", byte: after },
        ]);
      }),
    );
  });

  it("after noise the next answers are understood again", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        const parser = new ReplyParser();
        parser.push(noise);
        // At most one unfinished block can be open; its limit closes it.
        parser.push(Buffer.alloc(MAX_BLOCK_BYTES + 4, 0x12));
        assert.deepEqual(parser.push(Buffer.from("372241424344" + "00", "hex")), [{ kind: "process", id: "ABCD" }]);
      }),
    );
  });

  it("a lost NUL does not swallow the line for ever", () => {
    const parser = new ReplyParser();
    const heard = parser.push(Buffer.from([0x5f, ...Buffer.alloc(500, 0x41)]));
    assert.ok(heard.some((reply) => reply.kind === "noise"));
  });

  it("XOFF inside a block is flow control, the block goes on", () => {
    const heard = new ReplyParser().push(Buffer.from([0x37, 0x22, 0x41, 0x13, 0x42, 0x43, 0x44, 0]));
    assert.deepEqual(heard, [
      { kind: "flow", send: "off" },
      { kind: "process", id: "ABCD" },
    ]);
  });
});
