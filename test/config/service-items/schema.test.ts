import assert from "node:assert/strict";
import { checkItem } from "../../../config/service-items/schema.ts";
import { type Broken, breakable, items } from "../support/items.ts";

const BAD: readonly { it: string; break: (item: Broken) => void; at: string; says: RegExp }[] = [
  { it: "an unknown key", break: (item) => (item.colour = "red"), at: "", says: /colour/ },
  { it: "an unknown key of a step", break: (item) => (item.steps[0].colour = "red"), at: "/steps/0", says: /colour/ },
  { it: "a key that belongs to another kind of step", break: (item) => (item.steps[0].into = "x"), at: "/steps/0", says: /into/ },
  {
    it: "an unknown key of a form field",
    break: (item) => (item.steps[5].fields[0].colour = "red"),
    at: "/steps/5/fields/0",
    says: /colour/,
  },
  { it: "an unknown key of a print", break: (item) => (item.steps[11].prints[2].copies = 9), at: "/steps/11/prints/2", says: /copies/ },
  { it: "a third language", break: (item) => (item.name.fr = "oui"), at: "/name", says: /fr/ },
  { it: "a missing language", break: (item) => delete item.name.en, at: "/name", says: /en/ },
  { it: "an unknown kind of step", break: (item) => (item.steps[0].kind = "pay"), at: "/steps/0/kind", says: /pay/ },
  { it: "a step that is no object", break: (item) => (item.steps[0] = "guide"), at: "/steps/0", says: /object/ },
  {
    it: "a serialised print without a blank",
    break: (item) => delete item.steps[11].prints[0].blank,
    at: "/steps/11/prints/0",
    says: /blank/,
  },
  {
    it: "a receipt that is said to be serialised",
    break: (item) => (item.steps[11].prints[2].effect = "serialised"),
    at: "/steps/11/prints/2",
    says: /receipt serialised/,
  },
  { it: "no tries at all", break: (item) => (item.steps[1].attempts = 0), at: "/steps/1/attempts", says: />= 1/ },
  {
    it: "an assurance that nobody gives",
    break: (item) => (item.steps[3].minAssurance = "perfect"),
    at: "/steps/3/minAssurance",
    says: /rgb-passive/,
  },
  { it: "a step without a way after a refusal", break: (item) => delete item.steps[2].ifRefused, at: "/steps/2", says: /ifRefused/ },
  { it: "another schema version", break: (item) => (item.schema = 2), at: "/schema", says: /constant/ },
  { it: "no steps", break: (item) => (item.steps = []), at: "/steps", says: /fewer/ },
  {
    it: "an hour that no clock shows",
    break: (item) => (item.opening = [{ days: [1], from: "24:00", to: "25:00" }]),
    at: "/opening/0/from",
    says: /pattern/,
  },
];

describe("the shape of a service item", () => {
  for (const item of items) it(`${item.id} has it`, () => assert.ok(checkItem(item, item.id).ok));

  for (const bad of BAD) {
    it(`${bad.it} is refused by name`, () => {
      const item = breakable("business-registration");
      bad.break(item);
      const checked = checkItem(item, "x.json");
      assert.ok(!checked.ok);
      const found = checked.error.faults.find((fault) => fault.at === bad.at && bad.says.test(fault.problem));
      assert.ok(found, JSON.stringify(checked.error.faults));
    });
  }

  for (const value of [null, 3, "item", [], {}]) {
    it(`${JSON.stringify(value)} is no item`, () => assert.equal(checkItem(value, "x.json").ok, false));
  }
});
