import assert from "node:assert/strict";
import type { FlowEvent } from "../../../config/service-items/flow-types.ts";
import { knownNumbers } from "../../../config/service-items/persons.ts";
import { present } from "../../../config/service-items/view.ts";
import { CHILD, GOOD_VALUES, GUARDIAN, PERSON, SPOUSE, TEEN } from "../support/items.ts";
import { agree, back, card, confirm, face, fill, printed, proves, refuse, registered, retry, sign, walk } from "../support/walk.ts";
import { child, failed, joint } from "../support/ways.ts";

const toSpouse: FlowEvent[] = [confirm, card, agree, face, confirm];
const toForm: FlowEvent[] = [...toSpouse, proves(SPOUSE), agree, face];
const toReview: FlowEvent[] = [...toForm, fill(GOOD_VALUES)];

describe("an application by two people", () => {
  it("goes from both cards and both faces to one case and one receipt, with what each of them proved and agreed to", () => {
    const { state, effects } = walk(joint, [...toReview, confirm, sign, sign, registered, printed("application-receipt")]);
    assert.equal(state.step, "queued");
    assert.deepEqual(state.facts.factors, ["id-card", "face"]);
    assert.deepEqual(state.facts.persons["spouse"], { identity: SPOUSE, factors: ["id-card", "face"] });
    assert.deepEqual(state.facts.consents, [
      { consent: "face-verify", version: "2026-11", agreed: true },
      { consent: "face-verify", version: "2026-11", agreed: true, by: "spouse" },
    ]);
    assert.deepEqual(
      effects.flatMap((one) => ("person" in one ? [[one.kind, one.person]] : [])),
      [
        ["read-card", null],
        ["verify-face", null],
        ["read-card", "spouse"],
        ["verify-face", "spouse"],
      ],
    );
  });

  it("shows both of them on one page, with neither name nor number in full", () => {
    const screen = present(joint, walk(joint, toReview).state, "zh-CN");
    assert.ok(screen.kind === "review");
    assert.deepEqual(
      screen.sections.slice(0, 2).map(({ rows }) => rows.map(({ value }) => value)),
      [
        ["周**", "990101********0019"],
        ["何**", `990101********${SPOUSE.number.slice(-4)}`],
      ],
    );
  });

  it("says whose turn it is", () => {
    const turn = (events: FlowEvent[]) => {
      const screen = present(joint, walk(joint, events).state, "zh-CN");
      return screen.kind === "identify" ? screen.person : "";
    };
    assert.deepEqual([turn([confirm]), turn(toSpouse), turn([...toSpouse, proves(SPOUSE), agree])], [null, "共同申请人", "共同申请人"]);
  });

  it("does not take the applicant's card for the second person's, and that costs a try", () => {
    const { state } = walk(joint, [...toSpouse, card]);
    assert.deepEqual([state.step, state.phase, state.triesLeft], ["spouse-card", { at: "retry", why: "same-person" }, 2]);
    assert.deepEqual([state.facts.persons, state.failures], [{}, { "id-card": 1 }]);
    assert.equal(walk(joint, [...toSpouse, card, retry, card, retry, card]).state.step, "window");
    assert.equal(walk(joint, [...toSpouse, card, retry, proves(SPOUSE)]).state.step, "spouse-consent");
  });

  it("does not take the second person's card for the applicant's either", () => {
    const { state } = walk(joint, [...toReview, back, back, back, confirm, proves(SPOUSE)]);
    assert.deepEqual([state.step, state.phase], ["card", { at: "retry", why: "same-person" }]);
  });

  it("knows whose numbers may not come a second time", () => {
    const { facts } = walk(joint, toForm).state;
    assert.deepEqual([...knownNumbers(facts, null)], [SPOUSE.number]);
    assert.deepEqual([...knownNumbers(facts, "spouse")], [PERSON.number]);
    assert.deepEqual([...knownNumbers(facts, "witness")].sort(), [PERSON.number, SPOUSE.number].sort());
  });

  it("another applicant begins anew: nothing of the first one, and nobody they came with, is left", () => {
    const { facts } = walk(joint, [...toReview, back, back, back, confirm, proves(GUARDIAN)]).state;
    assert.deepEqual([facts.persons, facts.answers, facts.consents, facts.factors], [{}, {}, [], ["id-card"]]);
  });

  it("another second person keeps what the applicant did, and nothing of the first second person", () => {
    const { facts } = walk(joint, [...toReview, back, back, confirm, proves(GUARDIAN)]).state;
    assert.deepEqual(facts.persons, { spouse: { identity: GUARDIAN, factors: ["id-card"] } });
    assert.deepEqual(facts.consents, [{ consent: "face-verify", version: "2026-11", agreed: true }]);
    assert.deepEqual([facts.factors, facts.answers["withdrawal"]?.["reason"]], [["id-card", "face"], "rent"]);
  });

  it("the same second person again only has to show their face again", () => {
    const { facts } = walk(joint, [...toReview, back, back, confirm, proves(SPOUSE)]).state;
    assert.deepEqual([facts.persons["spouse"]?.factors, facts.consents.length], [["id-card"], 2]);
  });

  it("each takes back their own agreement and nobody else's", () => {
    const agreed = (events: FlowEvent[]) => walk(joint, events).state.facts.consents.map((one) => [one.by ?? "applicant", one.agreed]);
    assert.deepEqual(agreed([confirm, card, agree, refuse]), [["applicant", false]]);
    assert.deepEqual(agreed([...toSpouse, proves(SPOUSE), agree, refuse]), [
      ["applicant", true],
      ["spouse", false],
    ]);
    assert.deepEqual(agreed([...toSpouse, proves(SPOUSE), refuse]), [
      ["applicant", true],
      ["spouse", false],
    ]);
  });

  it("the second person's face does not rest on what the applicant agreed to", () => {
    const forgotten = structuredClone(joint);
    Object.assign(forgotten.steps.find((one) => one.id === "spouse-card") ?? {}, { next: "spouse-face" });
    const { state, effects } = walk(forgotten, [...toSpouse, proves(SPOUSE)]);
    assert.equal(state.step, "window", "passed by as if no camera were there");
    assert.equal(effects.filter((one) => one.kind === "verify-face").length, 1);
  });

  it("one of the two who does not pass sends both to a window", () => {
    assert.equal(walk(joint, [...toSpouse, proves(SPOUSE), agree, failed(true)]).state.step, "window");
  });
});

describe("a child's registration", () => {
  const toConsent: FlowEvent[] = [confirm, proves(CHILD), confirm, proves(GUARDIAN)];
  const toChildForm: FlowEvent[] = [...toConsent, agree, agree, face];

  it("under 14 a guardian proves who they are and agrees; the child's own face is never asked for", () => {
    const { state, effects } = walk(child, [...toChildForm, fill(GOOD_VALUES), confirm, registered, printed("application-receipt")]);
    assert.equal(state.step, "queued");
    assert.deepEqual(
      state.facts.consents.map((one) => [one.consent, one.by, one.agreed]),
      [
        ["child-data", "guardian", true],
        ["face-verify", "guardian", true],
      ],
    );
    assert.deepEqual(
      effects.flatMap((one) => (one.kind === "verify-face" ? [one.person] : [])),
      ["guardian"],
    );
  });

  it("a guardian who does not agree is sent to the desk, and nothing is registered", () => {
    const { state, effects } = walk(child, [...toConsent, refuse]);
    assert.equal(state.step, "window");
    assert.ok(!effects.some((one) => one.kind === "register-case"));
  });

  it("a guardian who will not show their face goes on all the same", () => {
    assert.equal(walk(child, [...toConsent, agree, refuse]).state.step, "form");
    assert.equal(walk(child, [...toConsent, agree, agree, refuse]).state.step, "form");
  });

  it("the child's card is not taken for the guardian's, nor is a guardian under 18", () => {
    assert.deepEqual(walk(child, [confirm, proves(CHILD), confirm, proves(CHILD)]).state.phase, { at: "retry", why: "same-person" });
    assert.equal(walk(child, [confirm, proves(CHILD), confirm, proves(TEEN)]).state.step, "guardian-too-young");
  });

  it("from 14 nobody else is needed, and at 18 there is nothing to register", () => {
    assert.equal(walk(child, [confirm, proves(TEEN)]).state.step, "form");
    assert.equal(walk(child, [confirm, proves(PERSON)]).state.step, "too-old");
  });

  it("another guardian has agreed to nothing yet", () => {
    const { facts } = walk(child, [...toChildForm, back, confirm, proves(PERSON)]).state;
    assert.deepEqual([facts.consents, facts.persons], [[], { guardian: { identity: PERSON, factors: ["id-card"] } }]);
  });
});
