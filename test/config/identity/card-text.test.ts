import assert from "node:assert/strict";
import fc from "fast-check";
import { checkCardText } from "../../../config/identity/card-text.ts";
import type { IdCard } from "../../../config/identity/id-card.ts";
import { modern, old, permit, resident } from "../support/cards.ts";

const NOW = Date.parse("2026-01-05T09:00:00+08:00");
const CASES: readonly [string, IdCard, string][] = [
  ["a resident's card", resident, "ok"],
  ["a residence permit", permit, "ok"],
  ["a foreigner's card of 2017 without a Chinese name", old, "ok"],
  ["a foreigner's card of 2023", modern, "ok"],
  ["a card for life", { ...resident, validTo: "long-term" }, "ok"],
  ["a name with a rare character beyond the first plane", { ...resident, name: "周𤊱" }, "ok"],
  ["a name with a character of the private use area, as older cards have them", { ...resident, name: "周\ue863" }, "ok"],
  ["a name with the dot of a longer one", { ...resident, name: "阿依古丽·样张" }, "ok"],
  ["a child born today", { ...resident, birth: "2026-01-05", validFrom: "2026-01-05" }, "ok"],
  ["no name", { ...resident, name: "  " }, "name"],
  ["no address", { ...resident, address: "" }, "address"],
  ["no issuer", { ...resident, issuer: "" }, "issuer"],
  ["a people that the standard does not have", { ...resident, nation: "57" }, "nation"],
  ["no people at all", { ...resident, nation: "" }, "nation"],
  ["a character that was none on its way", { ...resident, name: "周\ufffd样" }, "name"],
  ["half of a rare character", { ...resident, name: "周\ud850" }, "name"],
  ["a control character in the address", { ...resident, address: "示例市\u0000云溪区" }, "address"],
  ["bytes of an erased memory in the issuer", { ...resident, issuer: "\uffff\uffff" }, "issuer"],
  ["a permit without a number of its own", { ...permit, permitNumber: "" }, "permitNumber"],
  ["a permit without an issuer", { ...permit, issuer: "" }, "issuer"],
  ["a foreigner without a Latin name", { ...modern, latinName: "" }, "latinName"],
  ["a nationality of two letters", { ...old, nationality: "XX" }, "nationality"],
  ["a birth date that is on no calendar", { ...resident, birth: "1990-02-30" }, "birth"],
  ["somebody born tomorrow", { ...resident, birth: "2026-01-06" }, "birth"],
  ["somebody older than anybody", { ...resident, birth: "1879-12-31" }, "birth"],
  ["a card from before its holder was born", { ...resident, validFrom: "1989-12-31" }, "validFrom"],
  ["a card that ends on the day it begins", { ...resident, validTo: "2020-01-01" }, "validTo"],
  ["a card that ends before it begins", { ...resident, validTo: "2019-12-31" }, "validTo"],
];

describe("whether a card's text is whole", () => {
  for (const [what, card, is] of CASES) {
    it(`${what}: ${is}`, () => {
      const checked = checkCardText(card, NOW);
      assert.equal(checked.ok ? "ok" : checked.error.field, is);
    });
  }

  it("no text makes it throw, and what it says names a field and not what stands there", () => {
    const fields = Object.keys(resident);
    fc.assert(
      fc.property(fc.constantFrom(...fields.slice(1)), fc.string({ unit: "binary", maxLength: 40 }), (field, text) => {
        const checked = checkCardText({ ...resident, [field]: text } as IdCard, NOW);
        if (!checked.ok) assert.ok(fields.includes(checked.error.field));
      }),
    );
  });
});
