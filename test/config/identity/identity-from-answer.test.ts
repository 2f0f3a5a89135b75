import assert from "node:assert/strict";
import fc from "fast-check";
import { IDENTITY_KEYS } from "../../../config/identity/facts.ts";
import { identityFromAnswer, identityFromSocialSecurityCard, type ServiceLayout } from "../../../config/identity/identity-from-answer.ts";
import { PERSON, SHOP } from "../support/items.ts";

const { name, number, sex, birth } = PERSON;
const person = { name, number, sex, birth };
const shop = { name: SHOP.name, number: SHOP.number, address: SHOP.address, legalRepresentative: "周小样" };

const CASES: readonly [what: string, layout: ServiceLayout, answer: Record<string, unknown>, asked: string | undefined, is: string][] = [
  ["a person", "remote", person, number, "ok"],
  ["a person by name and number only", "remote", { name, number }, number, "ok"],
  ["a person of whom nobody asked by number", "remote", person, undefined, "ok"],
  ["keys that are empty or null are not known", "remote", { ...person, address: "", nation: null }, number, "ok"],
  ["another person than was asked about", "remote", person, "990101198502020026", "differs number"],
  ["a birth date that the number does not have", "remote", { ...person, birth: "1990-01-02" }, number, "differs birth"],
  ["a number with a wrong last digit", "remote", { ...person, number: `${number.slice(0, 17)}0` }, undefined, "bad-number number"],
  ["no name", "remote", { number }, number, "missing name"],
  ["a name of blanks", "remote", { ...person, name: "  " }, number, "missing name"],
  ["no number", "remote", { name }, number, "missing number"],
  ["a number that is no text", "remote", { name, number: 12_345 }, undefined, "not-text number"],
  ["a name that is a list", "remote", { ...person, name: [name] }, number, "not-text name"],
  ["an address of a thousand characters", "remote", { ...person, address: "样".repeat(1000) }, number, "too-long address"],
  ["an organisation", "electronic-licence", shop, undefined, "ok"],
  ["an organisation with a person's number", "electronic-licence", { ...shop, number }, undefined, "bad-number number"],
  ["a person with an organisation's code", "remote", { ...person, number: shop.number }, undefined, "bad-number number"],
];

describe("the identity in a service's answer", () => {
  for (const [what, layout, answer, asked, is] of CASES) {
    it(`${what}: ${is}`, () => {
      const made = identityFromAnswer(answer, layout, asked);
      assert.equal(made.ok ? "ok" : `${made.error.kind} ${made.error.key}`, is);
      if (!made.ok) return;
      assert.deepEqual(Object.keys(made.value).sort(), [...IDENTITY_KEYS].sort());
      assert.equal(made.value.layout, layout, "where it came from is said by us, not by the answer");
    });
  }

  it("birth and sex are told by the number where the answer leaves them out", () => {
    const made = identityFromAnswer({ name, number }, "remote");
    assert.deepEqual(made.ok && [made.value.birth, made.value.sex], [birth, sex]);
  });

  it("a small x, from the service or from the keyboard, is the same number", () => {
    const made = identityFromAnswer({ name, number: "11010519491231002x" }, "remote", "11010519491231002X");
    assert.equal(made.ok && made.value.number, "11010519491231002X");
    assert.ok(identityFromAnswer({ name, number: "11010519491231002X" }, "remote", " 11010519491231002x ").ok);
  });

  it("an answer cannot say where it came from, nor bring keys of its own", () => {
    const made = identityFromAnswer({ ...person, layout: "resident", admin: "yes", __proto__: { issuer: "x" } }, "remote");
    assert.ok(made.ok && made.value.layout === "remote" && made.value.issuer === "" && !Object.hasOwn(made.value, "admin"));
  });

  it("no answer makes it throw, and a fault does not repeat what was said", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...IDENTITY_KEYS), fc.anything()), (answer) => {
        const made = identityFromAnswer(answer, "remote", number);
        if (!made.ok) assert.deepEqual(Object.keys(made.error).sort(), ["key", "kind"]);
      }),
    );
  });
});

describe("the identity on a social-security card", () => {
  const card = { name, number, issued: "2020-01-01", validUntil: "2030-01-01" };

  it("is the citizen's own", () => {
    const made = identityFromSocialSecurityCard(card);
    assert.deepEqual([made?.layout, made?.number, made?.birth, made?.sex], ["social-security", number, birth, sex]);
    assert.deepEqual([made?.validFrom, made?.validTo], ["2020-01-01", "2030-01-01"]);
  });

  for (const [what, bad] of [
    ["a card that keeps its holder behind a PIN", { ...card, name: null }],
    ["a card without a number", { ...card, number: null }],
    ["a card with a number that is none", { ...card, number: "990101199001010018" }],
    ["a card without a name", { ...card, name: " " }],
  ] as const) {
    it(`${what} says nobody`, () => assert.equal(identityFromSocialSecurityCard(bad), null));
  }
});
