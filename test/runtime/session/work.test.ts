import assert from "node:assert/strict";
import { identityFacts } from "../../../config/identity/facts.ts";
import type { Hold } from "../../../runtime/neighbours/hold.ts";
import { APPLICANT, SessionWork } from "../../../runtime/session/work.ts";
import { sampleCard } from "../support/sample-item.ts";

const CARD = identityFacts(sampleCard());

describe("what a session holds", () => {
  const noHold = {} as Hold;
  const work = () => new SessionWork("s", noHold, 0);

  it("overwrites the photos in everybody's cards at the end, and stops what is under way", () => {
    const held = work();
    const photos = [Buffer.from("a face"), Buffer.from("b face")];
    const { signal } = held;
    for (const [at, photo] of photos.entries()) held.keepCard(at === 0 ? APPLICANT : "guardian", "id-card-reader", CARD, photo);
    held.know(APPLICANT, "1");
    held.wipe();
    assert.deepEqual(photos, [Buffer.alloc(6), Buffer.alloc(6)]);
    assert.deepEqual([held.photoOf(APPLICANT), held.photoOf("guardian"), held.isKnown("1")], [null, null, false]);
    assert.equal(signal.aborted, true);
  });

  it("overwrites a person's photo when their card is read again, and nobody else's", () => {
    const held = work();
    const [first, other] = [Buffer.from("a face"), Buffer.from("b face")];
    held.keepCard(APPLICANT, "id-card-reader", CARD, first);
    held.keepCard("guardian", "id-card-reader", CARD, other);
    held.keepCard(APPLICANT, "id-card-reader", CARD, Buffer.from("another"));
    assert.deepEqual([first, other.toString()], [Buffer.alloc(6), "b face"]);
  });

  it("knows a person's own card where it lies, and no longer once it was taken or everything is over", () => {
    const held = work();
    held.keepCard(APPLICANT, "id-card-reader", CARD, null);
    held.know(APPLICANT, CARD.number);
    const own = () => [held.ownCardIn("id-card-reader", APPLICANT)?.number, held.ownCardIn("id-card-reader", "guardian")?.number];
    assert.deepEqual(own(), [CARD.number, undefined]);
    held.cardLies("id-card-reader", null);
    assert.deepEqual(own(), [undefined, undefined]);
    held.cardLies("id-card-reader", CARD.number);
    held.wipe();
    assert.deepEqual([own(), held.readers], [[undefined, undefined], ["id-card-reader"]]);
  });

  it("drops one step's work without touching the next one's", () => {
    const held = work();
    const first = held.signal;
    held.dropWork();
    assert.deepEqual([first.aborted, held.signal.aborted], [true, false]);
  });

  const HOLDERS = [
    { what: "the first card of anybody", knows: {}, person: APPLICANT, number: "1", is: "fine" },
    { what: "the applicant's again", knows: { [APPLICANT]: "1" }, person: APPLICANT, number: "1", is: "fine" },
    { what: "another's in the applicant's place", knows: { [APPLICANT]: "1" }, person: APPLICANT, number: "2", is: "swapped" },
    { what: "a guardian's", knows: { [APPLICANT]: "1" }, person: "guardian", number: "2", is: "fine" },
    { what: "the applicant's as a guardian's", knows: { [APPLICANT]: "1" }, person: "guardian", number: "1", is: "same-person" },
    { what: "another guardian's", knows: { [APPLICANT]: "1", guardian: "2" }, person: "guardian", number: "3", is: "fine" },
    {
      what: "the guardian's as the applicant's",
      knows: { [APPLICANT]: "1", guardian: "2" },
      person: APPLICANT,
      number: "2",
      is: "same-person",
    },
  ];
  for (const { what, knows, person, number, is } of HOLDERS) {
    it(`judges ${what} as ${is}`, () => {
      const held = work();
      for (const [one, its] of Object.entries(knows)) held.know(one, its);
      assert.equal(held.judgeHolder(person, number), is);
    });
  }
});
