import assert from "node:assert/strict";
import fc from "fast-check";
import { must } from "../../../base/result.ts";
import { decodeIpp, encodeIpp, type IppMessage, MAX_VALUES } from "../../../device-drivers/certificate-printer/ipp-codec.ts";
import type { IppValue } from "../../../device-drivers/certificate-printer/ipp-values.ts";

const NAME = fc.string({ minLength: 1, maxLength: 20, unit: "grapheme" });
const STRINGS = ["text", "name", "keyword", "uri", "uriScheme", "charset", "naturalLanguage", "mimeMediaType"] as const;
const INT32 = fc.integer({ min: -0x80000000, max: 0x7fffffff });

const SIMPLE: fc.Arbitrary<IppValue> = fc.oneof(
  fc.record({ type: fc.constantFrom(...STRINGS), value: fc.string({ unit: "grapheme", maxLength: 40 }) }),
  fc.record({ type: fc.constantFrom("integer" as const, "enum" as const), value: INT32 }),
  fc.record({ type: fc.constant("boolean" as const), value: fc.boolean() }),
  fc.record({ type: fc.constant("rangeOfInteger" as const), value: fc.tuple(INT32, INT32) }),
  fc.record({ type: fc.constantFrom("unsupported" as const, "unknown" as const, "noValue" as const) }),
  fc.record({
    type: fc.constant("bytes" as const),
    tag: fc.constantFrom(0x30, 0x31, 0x32, 0x35, 0x36),
    value: fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes)),
  }),
);
const { value: VALUE } = fc.letrec<{ value: IppValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", maxDepth: 3 },
    SIMPLE,
    fc.record({
      type: fc.constant("collection" as const),
      value: fc.dictionary(NAME, fc.array(tie("value"), { minLength: 1, maxLength: 3 }), { maxKeys: 3, noNullPrototype: true }),
    }),
  ),
}));
const MESSAGE: fc.Arbitrary<IppMessage> = fc.record({
  version: fc.constantFrom([1, 1] as const, [2, 0] as const),
  code: fc.integer({ min: 0, max: 0xffff }),
  requestId: fc.integer({ min: 1, max: 0x7fffffff }),
  groups: fc.array(
    fc.record({
      group: fc.constantFrom("operation" as const, "job" as const, "printer" as const, "unsupported" as const),
      attributes: fc.dictionary(NAME, fc.array(VALUE, { minLength: 1, maxLength: 4 }), { maxKeys: 5, noNullPrototype: true }),
    }),
    { maxLength: 4 },
  ),
  data: fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)),
});

describe("certificate-printer/ipp-codec", () => {
  it("every message reads back as it was written: sets, collections in collections, Chinese text, document", () => {
    fc.assert(
      fc.property(MESSAGE, (message) => {
        assert.deepEqual(JSON.stringify(must(decodeIpp(encodeIpp(message)))), JSON.stringify(message));
      }),
      { numRuns: 300 },
    );
  });

  it("a message cut off anywhere before its end is refused with the place, never half understood", () => {
    fc.assert(
      fc.property(MESSAGE, fc.nat(), (message, cut) => {
        const whole = encodeIpp({ ...message, data: Buffer.alloc(0) });
        const read = decodeIpp(whole.subarray(0, cut % whole.length));
        assert.equal(read.ok, false);
        assert.ok(!read.ok && ["truncated", "malformed"].includes(read.error.kind));
      }),
      { numRuns: 300 },
    );
  });

  it("no sequence of bytes makes the reader throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), MESSAGE, fc.nat(), fc.nat({ max: 255 }), (noise, message, at, byte) => {
        decodeIpp(Buffer.from(noise));
        const corrupt = encodeIpp(message);
        corrupt[at % corrupt.length] = byte;
        decodeIpp(corrupt);
      }),
      { numRuns: 500 },
    );
  });

  it("the bytes of a request are those of RFC 8010", () => {
    const bytes = encodeIpp({
      version: [1, 1],
      code: 0x000a,
      requestId: 1,
      groups: [{ group: "operation", attributes: { "attributes-charset": [{ type: "charset", value: "utf-8" }] } }],
      data: Buffer.from("x"),
    });
    assert.equal(bytes.toString("hex"), `0101000a0000000101470012${Buffer.from("attributes-charset").toString("hex")}00057574662d380378`);
  });

  const head = "0200000000000001";
  const REFUSED = [
    { what: "an eight-byte answer", hex: head, kind: "truncated" },
    { what: "a value before any group", hex: `${head}2100016100040000000103`, kind: "malformed" },
    { what: "a further value without a first", hex: `${head}012100000004000000010300`, kind: "malformed" },
    { what: "an integer of three bytes", hex: `${head}0121000161000300000103`, kind: "malformed" },
    { what: "collections a hundred deep", hex: `${head}01340001610000${"4a00000001613400000000".repeat(100)}`, kind: "too-many" },
  ] as const;
  for (const { what, hex, kind } of REFUSED) {
    it(`refuses ${what}`, () => {
      const read = decodeIpp(Buffer.from(hex, "hex"));
      assert.ok(!read.ok);
      assert.equal(read.error.kind, kind);
    });
  }

  it("stops at a size no printer needs", () => {
    const value = Buffer.from("210000000400000001", "hex");
    const bytes = Buffer.concat([
      Buffer.from(`${head}0121000161000400000001`, "hex"),
      ...Array.from({ length: MAX_VALUES + 1 }, () => value),
      Buffer.of(3),
    ]);
    const read = decodeIpp(bytes);
    assert.ok(!read.ok);
    assert.equal(read.error.kind, "too-many");
  });
});
