import assert from "node:assert/strict";
import fc from "fast-check";
import { constant, raw, record, uint8, uint16be, uint32be, utf16le } from "../../base/bytes.ts";
import { must } from "../../base/result.ts";

const SAMPLE = record({ mark: constant([0xaa, 0x55]), kind: uint8, count: uint16be, total: uint32be, name: utf16le(8), body: raw(3) });

const values = fc.record({
  mark: fc.constant(undefined),
  kind: fc.nat(0xff),
  count: fc.nat(0xffff),
  total: fc.nat(0xffffffff),
  name: fc.constantFrom("", "张", "张䶮", "ABCD"),
  body: fc.uint8Array({ minLength: 3, maxLength: 3 }).map((bytes) => Buffer.from(bytes)),
});

describe("base/bytes", () => {
  it("gives back what was put in", () => {
    fc.assert(fc.property(values, (value) => assert.deepEqual(must(SAMPLE.decode(SAMPLE.encode(value))), { ...value })));
  });

  it("names the field at which a record is cut short, for every length", () => {
    const bytes = SAMPLE.encode({ mark: undefined, kind: 1, count: 2, total: 3, name: "张", body: Buffer.from([1, 2, 3]) });
    for (let length = 0; length < bytes.length; length++) {
      const decoded = SAMPLE.decode(bytes.subarray(0, length));
      assert.ok(!decoded.ok && decoded.error.kind === "truncated", `at ${length}`);
    }
  });

  it("refuses bytes after the record", () => {
    const decoded = SAMPLE.decode(Buffer.alloc(SAMPLE.size + 1));
    assert.equal(decoded.ok, false);
    const mark = Buffer.concat([Buffer.from([0xaa, 0x55]), Buffer.alloc(SAMPLE.size - 1)]);
    const trailing = SAMPLE.decode(mark);
    assert.ok(!trailing.ok && trailing.error.kind === "trailing");
  });

  it("says what stood where a fixed mark was expected", () => {
    const decoded = SAMPLE.decode(Buffer.alloc(SAMPLE.size));
    assert.deepEqual(decoded, { ok: false, error: { kind: "value", field: "mark", offset: 0, found: "0000 instead of aa55" } });
  });

  it("reads a record from the middle of a larger buffer without looking beside it", () => {
    const bytes = SAMPLE.encode({ mark: undefined, kind: 7, count: 8, total: 9, name: "李四", body: Buffer.from([4, 5, 6]) });
    const around = Buffer.concat([Buffer.alloc(5, 0xff), bytes, Buffer.alloc(5, 0xff)]);
    assert.equal(must(SAMPLE.decode(around.subarray(5, 5 + SAMPLE.size))).name, "李四");
  });

  it("refuses to write a text or bytes that do not fit: that is a bug of the caller", () => {
    assert.throws(
      () => SAMPLE.encode({ mark: undefined, kind: 1, count: 2, total: 3, name: "五个汉字呢", body: Buffer.alloc(3) }),
      RangeError,
    );
    assert.throws(() => SAMPLE.encode({ mark: undefined, kind: 1, count: 2, total: 3, name: "", body: Buffer.alloc(2) }), RangeError);
  });
});
