import assert from "node:assert/strict";
import fc from "fast-check";
import { must } from "../../../base/result.ts";
import type { IdCard } from "../../../config/identity/id-card.ts";
import { decodeCardText, encodeCardText } from "../../../device-drivers/id-card-reader/card-text.ts";
import { SAMPLE_CARDS } from "../../../device-drivers/id-card-reader/sample-cards.ts";

const text = (min: number, max: number) =>
  fc
    .string({ unit: fc.constantFrom(..."林晓岚王ABC 0189·-", "𬭩", "䶮"), minLength: min, maxLength: max })
    .map((one) =>
      `a${one}`
        .slice(0, max)
        .replace(/[\ud800-\udbff]$/u, "")
        .trimEnd(),
    )
    .filter((one) => one.length <= max && one.isWellFormed());
const digits = (count: number) => fc.stringMatching(new RegExp(`^[0-9]{${count}}$`));
const date = fc
  .date({ min: new Date("1900-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));
const common = {
  sex: fc.constantFrom("male" as const, "female" as const, "unknown" as const),
  birth: date,
  validFrom: date,
  validTo: fc.oneof(date, fc.constant("long-term")),
};
const number = digits(17).map((rest) => `9${rest}`);
const anyCard: fc.Arbitrary<IdCard> = fc.oneof(
  fc.record({
    layout: fc.constant("resident" as const),
    name: text(1, 15),
    nation: digits(2),
    address: text(0, 35),
    number,
    issuer: text(0, 15),
    ...common,
  }),
  fc.record({
    ...{ layout: fc.constant("residence-permit" as const), name: text(1, 15), address: text(0, 35), number, issuer: text(0, 15) },
    ...{ permitNumber: text(0, 9), timesIssued: digits(2), ...common },
  }),
  fc.record({
    ...{ layout: fc.constant("foreigner-2017" as const), latinName: text(1, 60), name: text(0, 15), nationality: text(0, 3) },
    ...{ number: digits(12).map((rest) => `XAA${rest}`), cardVersion: digits(2), organCode: digits(4), ...common },
  }),
  fc.record({
    ...{ layout: fc.constant("foreigner-2023" as const), latinName: text(1, 46), name: text(0, 15), nationality: text(0, 3) },
    ...{ number, timesReissued: digits(2), formerNumber: text(0, 3), ...common },
  }),
);

/** Bytes of a card with one field overwritten. */
function spoiled(card: IdCard, at: number, value: string | Buffer): Buffer {
  const bytes = encodeCardText(card);
  (typeof value === "string" ? Buffer.from(value, "utf16le") : value).copy(bytes, at);
  return bytes;
}

function problemOf(bytes: Uint8Array): string {
  const decoded = decodeCardText(bytes);
  return decoded.ok ? "none" : `${decoded.error.field}: ${decoded.error.problem}`;
}

const { resident, residencePermit, foreigner2017, foreigner2023, rareName } = SAMPLE_CARDS;

describe("id-card-reader/card-text", () => {
  for (const [name, card] of Object.entries(SAMPLE_CARDS)) {
    it(`reads back the sample card "${name}"`, () => {
      assert.deepEqual(must(decodeCardText(encodeCardText(card))), card);
    });
  }

  it("reads back any card of the four layouts", () => {
    fc.assert(fc.property(anyCard, (card) => assert.deepEqual(must(decodeCardText(encodeCardText(card))), { ...card })));
  });

  it("has every field of a resident's card at its place", () => {
    const bytes = encodeCardText(resident);
    const at = (from: number, size: number) =>
      bytes
        .subarray(from, from + size)
        .toString("utf16le")
        .trim();
    assert.deepEqual(
      [at(0, 30), at(30, 2), at(32, 4), at(36, 16), at(52, 70), at(122, 36), at(188, 16), at(204, 16), at(248, 2)],
      ["林晓岚", "2", "01", "19900412", resident.address, "990101199004120029", "20190520", "20390520", ""],
    );
  });

  it("tells the layouts apart by the flag at byte 248", () => {
    const flags = [residencePermit, foreigner2017, foreigner2023].map((card) => encodeCardText(card).toString("utf16le", 248, 250));
    assert.deepEqual(flags, ["J", "I", "Y"]);
  });

  it("joins a long foreign name from its two places, also where the cut falls on a space", () => {
    const latinName = `${"A".repeat(34)} BCDEFGHIJK`;
    assert.deepEqual(must(decodeCardText(encodeCardText({ ...foreigner2023, latinName }))), { ...foreigner2023, latinName });
  });

  it("keeps a rare character of two units whole, and refuses half of one", () => {
    assert.equal(must(decodeCardText(encodeCardText(rareName))).name, "张䶮𬭩");
    assert.equal(problemOf(spoiled(rareName, 6, " ")), "name: broken character");
    assert.equal(problemOf(spoiled(rareName, 4, Buffer.from([0x00, 0xdc]))), "name: broken character");
  });

  const MALFORMED: readonly [string, Uint8Array][] = [
    ["birth: not a date", spoiled(resident, 36, "19900230")],
    ["birth: not a date", spoiled(resident, 36, "1990 412")],
    ["birth: not a date", spoiled(foreigner2017, 220, "        ")],
    ["validFrom: not a date", spoiled(resident, 188, "20191320")],
    ["validTo: not a date", spoiled(resident, 204, "短期      ")],
    ["sex: not a sex code", spoiled(resident, 30, "3")],
    ["sex: not a sex code", spoiled(resident, 30, " ")],
    ["number: not a number of this card", spoiled(resident, 122, "99010119900412002 ")],
    ["number: not a number of this card", spoiled(foreigner2017, 122, "990101199004120")],
    ["number: not a number of this card", spoiled(foreigner2023, 122, "8")],
    ["nation: not a code", spoiled(resident, 32, "汉 ")],
    ["name: empty", spoiled(resident, 0, " ".repeat(15))],
    ["address: broken character", spoiled(resident, 52, "\u0001")],
    [": wrong length", encodeCardText(resident).subarray(0, 255)],
    [": wrong length", Buffer.concat([encodeCardText(resident), Buffer.alloc(1)])],
  ];
  for (const [problem, bytes] of MALFORMED) {
    it(`refuses a card with "${problem}" without quoting it`, () => {
      assert.equal(problemOf(bytes), problem);
      assert.ok(!JSON.stringify(decodeCardText(bytes)).includes("林"));
    });
  }

  it("takes sex code 9, not stated, for unknown", () => {
    assert.equal(must(decodeCardText(spoiled(resident, 30, "9"))).sex, "unknown");
  });

  it("answers any 256 bytes with a card or a named field, never a throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 256, maxLength: 256 }), (bytes) => {
        const decoded = decodeCardText(bytes);
        assert.ok(decoded.ok || decoded.error.field !== "");
      }),
    );
  });
});
