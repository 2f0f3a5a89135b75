import assert from "node:assert/strict";
import { idCheckCharacter } from "../../../config/identity/id-number.ts";
import { start } from "../../../config/service-items/flow.ts";
import type { FlowEvent, FlowState } from "../../../config/service-items/flow-types.ts";
import { CHILD, facts0, GOOD_VALUES, GUARDIAN, itemOf, PERSON, TEEN } from "../support/items.ts";
import { CHILD_FACE_ITEM } from "../support/made-items.ts";
import { agree, back, choose, confirm, face, fill, on, proves, refuse, walk } from "../support/walk.ts";

const cases = itemOf("my-cases");
const fund = itemOf("fund-certificate");
const born = (birth: string) => {
  const first17 = `990101${birth.replaceAll("-", "")}001`;
  return { ...PERSON, birth, number: first17 + idCheckCharacter(first17) };
};
/** 2026-01-05 is the day of `facts0`. */
const AGES: readonly { it: string; birth: string; day?: string; looks: boolean }[] = [
  { it: "13 years and 364 days", birth: "2012-01-06", looks: false },
  { it: "14 years to the day", birth: "2012-01-05", looks: true },
  { it: "14 years and a day", birth: "2012-01-04", looks: true },
  { it: "born on 29 February, on 28 February 14 years later", birth: "2012-02-29", day: "2026-02-28", looks: false },
  { it: "born on 29 February, on 1 March 14 years later", birth: "2012-02-29", day: "2026-03-01", looks: true },
  { it: "born on 28 February, on 28 February 14 years later", birth: "2012-02-28", day: "2026-02-28", looks: true },
  { it: "14 years in the hall, not yet where the sun rises later", birth: "2012-01-06", day: "2026-01-06", looks: true },
  { it: "born tomorrow", birth: "2026-01-06", looks: false },
  { it: "of an age that cannot be told", birth: "", looks: false },
];

describe("whose face may be looked at", () => {
  for (const { it: who, birth, day = "2026-01-05", looks } of AGES) {
    // 00:30 in the hall is the day before in UTC.
    const facts = { ...facts0, session: { ...facts0.session, startedAt: `${day}T00:30:00+08:00` } };

    it(`somebody ${who}: ${looks ? "with their own consent" : "not with their own consent"}, by their card`, () => {
      const person = birth === "" ? { ...PERSON, birth } : born(birth);
      const { state, effects } = on(fund, start(fund, facts), [confirm, proves(person), ...(looks ? [agree] : [])]);
      assert.equal(state.step, looks ? "face" : "password", "another way is asked for at once");
      assert.equal(state.facts.consents.length, looks ? 1 : 0, "who cannot agree is not asked to, and nothing is on record");
      assert.equal(
        effects.some((one) => one.kind === "verify-face"),
        looks,
      );
    });

    it(`somebody ${who}: the same when only a number was typed`, () => {
      const number = birth === "" ? "" : born(birth).number;
      const begun = on(cases, start(cases, facts), [choose("remote-face"), agree]);
      const { state } = birth === "" ? { state: begun.state } : on(cases, begun, [fill({ ...GOOD_VALUES, number })]);
      assert.equal(state.step, birth === "" ? "who" : looks ? "face" : "face-not-possible");
    });
  }
});

describe("what a face is compared with", () => {
  it("is the photo in the person's own ID card: after another proof no camera is asked", () => {
    const other = structuredClone(fund);
    Object.assign(other.steps.find((one) => one.id === "card") ?? {}, { factor: "social-security-card" });
    const { state, effects } = walk(other, [confirm, proves(PERSON, "social-security-card"), agree]);
    assert.equal(state.step, "password");
    assert.ok(!effects.some((one) => one.kind === "verify-face"));
  });
});

describe("a child's face, where an item would look at one", () => {
  const toGuardian: FlowEvent[] = [confirm, proves(CHILD), confirm, proves(GUARDIAN), agree, refuse];
  const item = CHILD_FACE_ITEM;
  const looked = (events: FlowEvent[]) => {
    const { state, effects } = walk(item, events);
    return { state, children: effects.filter((one) => one.kind === "verify-face" && one.person === null).length };
  };

  it("is looked at once a guardian who has proved who they are has agreed", () => {
    const { state, children } = looked([...toGuardian, agree, face]);
    assert.deepEqual([state.step, state.facts.factors, children], ["form", ["id-card", "face"], 1]);
  });

  it("is not looked at when the guardian says no, or takes it back", () => {
    assert.deepEqual(at(looked([...toGuardian, refuse])), ["form", 0]);
    const { state, children } = looked([...toGuardian, agree, refuse]);
    assert.deepEqual([state.step, children, state.facts.consents.at(-1)?.agreed], ["form", 1, false]);
  });

  it("from 14 the person's own word counts", () => {
    assert.deepEqual(at(looked([confirm, proves(TEEN), agree, face])), ["form", 1]);
    assert.deepEqual(at(looked([confirm, proves(TEEN), refuse])), ["form", 0]);
  });

  it("counts no more when another guardian comes in the first one's place", () => {
    const { state } = looked([...toGuardian, agree, face, back, confirm, proves(PERSON)]);
    assert.deepEqual([state.facts.factors, state.facts.consents], [["id-card"], []]);
  });

  it("a brother of 14 cannot agree in a guardian's place, and is not asked to", () => {
    const passed = structuredClone(item);
    const steps = passed.steps.filter((one) => one.id !== "guardian-too-young");
    const { state, effects } = walk({ ...passed, steps }, [confirm, proves(CHILD), confirm, proves(TEEN), agree, refuse]);
    assert.equal(state.step, "form");
    assert.ok(!effects.some((one) => one.kind === "verify-face"));
  });
});

function at({ state, children }: { readonly state: FlowState; readonly children: number }): [string, number] {
  return [state.step, children];
}
