import assert from "node:assert/strict";
import fc from "fast-check";
import { cardValidity } from "../../../config/identity/card-validity.ts";
import { IDENTITY_KEYS, identityFacts } from "../../../config/identity/facts.ts";
import type { IdCard } from "../../../config/identity/id-card.ts";
import { checkCardNumber, idCheckCharacter, readIdNumber } from "../../../config/identity/id-number.ts";
import { NATIONS } from "../../../config/identity/nations.ts";
import { checkCreditCode, creditCheckCharacter } from "../../../config/identity/social-credit-code.ts";
import { modern, numberOf, old, permit, resident } from "../support/cards.ts";

describe("ID numbers (GB 11643)", () => {
  for (const [first17, check] of [
    ["11010519491231002", "X"],
    ["44052418800101001", "4"],
  ] as const) {
    it(`${first17} is closed by ${check}`, () => assert.equal(idCheckCharacter(first17), check));
  }

  it("every wrong digit and every pair of neighbours changed round is noticed", () => {
    const good = resident.number;
    for (let at = 0; at < 17; at++) {
      for (const digit of "0123456789") {
        if (digit !== good[at]) assert.notDeepEqual(readIdNumber(good.slice(0, at) + digit + good.slice(at + 1)).ok, true);
      }
      const swapped = good.slice(0, at) + good[at + 1] + good[at] + good.slice(at + 2);
      if (swapped !== good) assert.equal(readIdNumber(swapped).ok, false, swapped);
    }
  });

  const FAULTS: readonly [string, IdCard, string][] = [
    ["a resident's card", resident, "ok"],
    ["a residence permit", permit, "ok"],
    ["a foreigner's card of 2017", old, "ok"],
    ["a foreigner's card of 2023, whose 17th digit need not tell the sex", modern, "ok"],
    ["a birth date that the card does not have", { ...resident, birth: "1990-01-02" }, "birth-differs"],
    ["a sex that the card does not have", { ...resident, sex: "female" }, "sex-differs"],
    ["a sex that the card does not tell", { ...resident, sex: "unknown" }, "ok"],
    [
      "a wrong last digit",
      { ...resident, number: `${resident.number.slice(0, 17)}${resident.number[17] === "0" ? "1" : "0"}` },
      "check-digit",
    ],
    ["a day that is not on the calendar", { ...resident, number: numberOf("99010119900230001") }, "birth-date"],
    ["a number of 15 digits, no longer in use", { ...resident, number: "990101900101001" }, "shape"],
    ["a small x", { ...resident, number: "11010519491231002x" }, "shape"],
    ["a permit with a mainland region", { ...permit, number: resident.number }, "prefix"],
    ["a foreigner's number that does not begin with 9", { ...modern, number: permit.number }, "prefix"],
    ["a foreigner's old number with two letters", { ...old, number: "XX9901000000001" }, "shape"],
  ];
  for (const [what, card, is] of FAULTS) {
    it(`${what}: ${is}`, () => {
      const checked = checkCardNumber(card);
      assert.equal(checked.ok ? "ok" : checked.error, is);
    });
  }

  it("no text makes it throw", () => {
    fc.assert(fc.property(fc.string({ maxLength: 20 }), (number) => void checkCardNumber({ ...resident, number })));
  });
});

describe("unified social credit codes (GB 32100)", () => {
  for (const code of ["91350100M000100Y43", "914403001922038216", "11320482014138860P", "11430000006122244L"]) {
    it(`${code} is good`, () => assert.ok(checkCreditCode(code).ok));
  }

  it("every single wrong character is noticed", () => {
    const good = "91350100M000100Y43";
    for (let at = 0; at < 18; at++) {
      for (const one of "0123456789ABCDEFGHJKLMNPQRTUWXY") {
        if (one !== good[at]) assert.equal(checkCreditCode(good.slice(0, at) + one + good.slice(at + 1)).ok, false);
      }
    }
  });

  it("letters that the standard leaves out are refused", () => {
    for (const letter of "IOSVZ") assert.deepEqual(checkCreditCode(`91350100M00010${letter}Y43`), { ok: false, error: "shape" });
  });

  it("a made code is good", () => assert.ok(checkCreditCode(`92990101MA0000001${creditCheckCharacter("92990101MA0000001")}`).ok));
});

describe("whether a card is valid today", () => {
  const at = (iso: string) => Date.parse(iso);
  const CASES: readonly [string, string, string, string][] = [
    ["2020-01-01", "2040-01-01", "2026-01-05T09:00:00+08:00", "valid"],
    ["2020-01-01", "long-term", "2099-01-05T09:00:00+08:00", "valid"],
    ["2020-01-01", "2026-01-05", "2026-01-05T23:59:59+08:00", "valid"],
    ["2020-01-01", "2026-01-05", "2026-01-06T00:00:00+08:00", "expired"],
    // 17:00 UTC on the 5th is the 6th in the hall.
    ["2020-01-01", "2026-01-05", "2026-01-05T17:00:00Z", "expired"],
    ["2026-01-06", "2040-01-01", "2026-01-05T23:59:59+08:00", "not-yet-valid"],
    ["2026-01-06", "2040-01-01", "2026-01-06T00:00:00+08:00", "valid"],
    ["2020-13-01", "2040-01-01", "2026-01-05T09:00:00+08:00", "unreadable"],
    ["2020-01-01", "", "2026-01-05T09:00:00+08:00", "unreadable"],
  ];
  for (const [validFrom, validTo, now, is] of CASES) {
    it(`from ${validFrom} to ${validTo || "(nothing)"}, at ${now}: ${is}`, () =>
      assert.equal(cardValidity({ validFrom, validTo }, at(now)), is));
  }
});

describe("what a service item sees of a card", () => {
  it("every layout gives every key, as a text", () => {
    for (const card of [resident, permit, old, modern]) {
      const facts = identityFacts(card);
      assert.deepEqual(Object.keys(facts).sort(), [...IDENTITY_KEYS].sort());
      for (const value of Object.values(facts)) assert.equal(typeof value, "string");
      assert.notEqual(facts.name, "");
    }
  });

  it("a resident's people is told by name", () => assert.equal(identityFacts(resident).nationName, "汉"));
  it("a holder without a Chinese name goes by the Latin one", () => assert.equal(identityFacts(old).name, "SAMPLE, ANNA"));
  it("a permit has no people, and that is an empty text", () => assert.equal(identityFacts(permit).nationName, ""));

  it("the table has 56 peoples and the standard's two others", () => {
    assert.equal(NATIONS.size, 58);
    assert.equal(new Set(NATIONS.values()).size, 58);
    assert.deepEqual([NATIONS.get("10"), NATIONS.get("56"), NATIONS.get("97")], ["朝鲜", "基诺", "其他"]);
  });
});
