import assert from "node:assert/strict";
import fc from "fast-check";
import {
  crc16,
  decodeReply,
  decodeRequest,
  encodeException,
  encodeFrame,
  encodeReply,
  encodeRequest,
  type Frame,
  MAX_BITS,
  MAX_FRAME_BYTES,
  type Request,
} from "../../../device-drivers/auxiliaries/modbus.ts";
import { RtuReader, replyLength, requestLength } from "../../../device-drivers/auxiliaries/rtu-reader.ts";

const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");
const address = fc.nat(0xffff);
const bits = fc.array(fc.boolean(), { minLength: 1, maxLength: MAX_BITS });
const request = fc
  .oneof(
    fc.record({
      is: fc.constantFrom("read-coils" as const, "read-inputs" as const),
      at: address,
      count: fc.integer({ min: 1, max: MAX_BITS }),
    }),
    fc.record({ is: fc.constant("write-coil" as const), at: address, on: fc.boolean() }),
    fc.record({ is: fc.constant("write-coils" as const), at: address, on: bits }),
  )
  .map((one): Request => ({ ...one }));
const unit = fc.integer({ min: 1, max: 247 });
const cuts = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 20 });

function pushed(reader: RtuReader, bytes: Buffer, sizes: readonly number[]): Frame[] {
  const frames: Frame[] = [];
  for (let at = 0, cut = 0; at < bytes.length; cut++) {
    const size = sizes[cut % sizes.length] ?? 1;
    frames.push(...reader.push(bytes.subarray(at, at + size)));
    at += size;
  }
  return frames;
}

/** The bits that a board with this pattern answers. */
const bitsFor = (one: Request, pattern: readonly boolean[]) =>
  "count" in one ? Array.from({ length: one.count }, (_, at) => pattern[at % pattern.length] ?? false) : [];

describe("auxiliaries/modbus", () => {
  const PUBLISHED: readonly [string, Request][] = [
    ["01 01 00 00 00 08 3D CC", { is: "read-coils", at: 0, count: 8 }],
    ["01 02 00 00 00 08 79 CC", { is: "read-inputs", at: 0, count: 8 }],
    ["01 05 00 00 FF 00 8C 3A", { is: "write-coil", at: 0, on: true }],
    ["01 05 00 00 00 00 CD CA", { is: "write-coil", at: 0, on: false }],
    ["01 0F 00 00 00 08 01 FF BE D5", { is: "write-coils", at: 0, on: Array.from({ length: 8 }, () => true) }],
  ];
  for (const [bytes, asked] of PUBLISHED) {
    it(`sends ${asked.is} byte for byte as makers of relay boards publish it: ${bytes}`, () => {
      assert.deepEqual(encodeRequest(1, asked), hex(bytes));
    });
  }

  it("has the checksum of the standard's test text", () => assert.equal(crc16(Buffer.from("123456789")), 0x4b37));

  it("gives a board back any request, however the bytes are cut", () => {
    fc.assert(
      fc.property(unit, fc.array(request, { maxLength: 5 }), cuts, (to, requests, sizes) => {
        const reader = new RtuReader(to, requestLength);
        const frames = pushed(reader, Buffer.concat(requests.map((one) => encodeRequest(to, one))), sizes);
        assert.deepEqual(frames.map(decodeRequest), requests);
        assert.equal(reader.noise, 0);
      }),
    );
  });

  it("gives back any answer to its own request, also between answers of other units and noise", () => {
    fc.assert(
      fc.property(unit, request, bits, cuts, (to, one, pattern, sizes) => {
        const wanted = bitsFor(one, pattern);
        const reply = encodeReply(to, one, wanted);
        const other = encodeReply((to % 247) + 1, one, wanted);
        const reader = new RtuReader(to, replyLength);
        const frames = pushed(reader, Buffer.concat([hex("00 ff 00"), other, reply]), sizes);
        assert.equal(frames.length, 1);
        assert.ok(frames[0]);
        const expected = "count" in one ? { is: "bits" as const, bits: wanted } : { is: "written" as const };
        assert.deepEqual(decodeReply(one, frames[0]), { ok: true, value: expected });
      }),
    );
  });

  it("counts good frames of other units on the line", () => {
    const reader = new RtuReader(1);
    reader.push(encodeReply(2, { is: "read-coils", at: 0, count: 8 }, []));
    assert.deepEqual([reader.foreign, reader.noise, reader.held()], [1, 0, 0]);
  });

  it("takes an exception for one, and never for an answer", () => {
    fc.assert(
      fc.property(unit, request, fc.nat(255), (to, one, exception) => {
        const [frame] = new RtuReader(to).push(encodeException(to, one, exception));
        assert.ok(frame);
        assert.deepEqual(decodeReply(one, frame), { ok: false, error: { is: "exception", exception } });
      }),
    );
  });

  it("does not take a late answer to another writing for the answer to this one", () => {
    const late = encodeReply(1, { is: "write-coil", at: 2, on: false });
    const [frame] = new RtuReader(1).push(late);
    assert.ok(frame);
    const judged = decodeReply({ is: "write-coil", at: 2, on: true }, frame);
    assert.deepEqual(judged, { ok: false, error: { is: "not-an-answer", problem: "other echo" } });
  });

  it("never lets a frame with one changed byte pass", () => {
    fc.assert(
      fc.property(request, bits, fc.nat(), fc.integer({ min: 1, max: 255 }), (one, pattern, where, flip) => {
        const frame = encodeReply(1, one, bitsFor(one, pattern));
        const at = where % frame.length;
        frame.writeUInt8(frame.readUInt8(at) ^ flip, at);
        assert.deepEqual(new RtuReader(1).push(frame).length, 0);
      }),
    );
  });

  it("finds nothing in a frame that is cut off, and the next frame after it once it was forgotten", () => {
    fc.assert(
      fc.property(request, fc.nat(), (one, where) => {
        const frame = encodeRequest(1, one);
        const reader = new RtuReader(1, requestLength);
        assert.deepEqual(reader.push(frame.subarray(0, where % frame.length)), []);
        reader.reset();
        assert.deepEqual(reader.push(frame).map(decodeRequest), [one]);
      }),
    );
  });

  it("refuses requests that are not well made", () => {
    const bad = [
      { code: 0x03, data: hex("0000 0001") },
      { code: 0x01, data: hex("0000 0000") },
      { code: 0x02, data: hex("0000 0101") },
      { code: 0x05, data: hex("0000 1234") },
      { code: 0x0f, data: hex("0000 0009 01 FF") },
      { code: 0x0f, data: hex("0000 0008 02 FF") },
      { code: 0x01, data: hex("00") },
    ];
    for (const { code, data } of bad) assert.equal(decodeRequest({ unit: 1, code, data }), undefined, `${code} ${data.toString("hex")}`);
  });

  it("keeps no more than one frame, whatever comes", () => {
    const reader = new RtuReader(1);
    reader.push(Buffer.alloc(200_000, encodeFrame({ unit: 1, code: 2, data: Buffer.alloc(300, 2) })));
    assert.ok(reader.held() <= MAX_FRAME_BYTES);
    assert.ok(reader.noise > 190_000);
  });
});
