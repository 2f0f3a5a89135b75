import assert from "node:assert/strict";
import { effectOf, effectOfRow, REFUSED_EVENTS } from "../../../runtime/issuance/effect.ts";
import {
  BLANK_STATES,
  blankStateOf,
  ISSUANCE_EVENTS,
  ISSUANCE_STATES,
  type IssuanceEvent,
  type IssuanceState,
  nextState,
  outcomeOf,
} from "../../../runtime/issuance/states.ts";

/** Written down a second time on purpose: every arrow there is, and no other. */
const ARROWS: readonly (readonly [IssuanceState, IssuanceEvent, IssuanceState])[] = [
  ["intent", "send", "sent"],
  ["intent", "abandon", "failed"],
  ["sent", "proved", "printed"],
  ["sent", "not-printed", "failed"],
  ["sent", "aborted", "held"],
  ["sent", "lost", "unknown"],
  ["printed", "taken", "issued"],
  ["printed", "found-printed", "issued"],
  ["printed", "found-spoiled", "spoiled"],
  ["held", "found-printed", "issued"],
  ["held", "found-spoiled", "spoiled"],
  ["held", "found-unused", "failed"],
  ["unknown", "found-printed", "issued"],
  ["unknown", "found-spoiled", "spoiled"],
  ["unknown", "found-unused", "failed"],
];

describe("the life of an issuance", () => {
  it("has exactly the arrows of the table, of all states and events", () => {
    const found = ISSUANCE_STATES.flatMap((from) =>
      ISSUANCE_EVENTS.flatMap((event) => {
        const to = nextState(from, event);
        return to ? [[from, event, to] as const] : [];
      }),
    );
    const sorted = (rows: readonly (readonly string[])[]) => rows.map((row) => row.join(" ")).sort();
    assert.deepEqual(sorted(found), sorted(ARROWS));
  });

  const into = (state: IssuanceState) => [...new Set(ARROWS.filter(([, , to]) => to === state).map(([, event]) => event))];

  it("never comes back to sent: nothing is printed twice", () => {
    assert.deepEqual(
      ARROWS.filter(([, , to]) => to === "sent").map(([from]) => from),
      ["intent"],
    );
  });

  it("is printed only where the printer proved it, and the person's only where somebody saw it", () => {
    assert.deepEqual(into("printed"), ["proved"]);
    assert.deepEqual(into("issued"), ["taken", "found-printed"]);
  });

  it("can reach an end from each state", () => {
    const ends = new Set<IssuanceState>(ISSUANCE_STATES.filter((state) => !ARROWS.some(([from]) => from === state)));
    assert.deepEqual([...ends], ["issued", "failed", "spoiled"]);
    const reaches = (from: IssuanceState): boolean => ends.has(from) || ARROWS.some(([at, , to]) => at === from && reaches(to));
    assert.ok(ISSUANCE_STATES.every(reaches));
  });

  it("holds the blank wherever it is not certain what became of the sheet", () => {
    assert.deepEqual(
      ISSUANCE_STATES.map((state) => [state, blankStateOf(state)]),
      [
        ["intent", "reserved"],
        ["sent", "reserved"],
        ["printed", "printed"],
        ["issued", "issued"],
        ["failed", "inStock"],
        ["held", "unknown"],
        ["unknown", "unknown"],
        ["spoiled", "spoiled"],
      ],
    );
    assert.deepEqual(
      BLANK_STATES.filter((state) => !ISSUANCE_STATES.some((one) => blankStateOf(one) === state)),
      ["returned"],
    );
  });

  it("tells nobody an outcome before there is one", () => {
    assert.deepEqual(ISSUANCE_STATES.map(outcomeOf), [null, null, "printed", "issued", "failed", "failed", "unknown", "spoiled"]);
  });
});

describe("what a document costs when nobody knows whether it came out", () => {
  it("leaves a technician nothing to decide on plain paper, and everything on a numbered sheet", () => {
    assert.deepEqual(REFUSED_EVENTS, {
      repeatable: ["aborted", "taken", "found-printed", "found-spoiled", "found-unused"],
      serialised: [],
    });
  });

  it("is told by the paper: a number makes it serialised", () => {
    const certificate = { kind: "certificate", template: "t", data: {}, copies: 1 } as const;
    const name = { "zh-CN": "", en: "" };
    const asked = { template: "t", name, operation: "o", params: {} };
    assert.equal(effectOf({ ...certificate, blank: "licence" }), "serialised");
    assert.equal(effectOf({ ...certificate, blank: null }), "repeatable");
    assert.equal(effectOf({ kind: "receipt", template: "t", data: {} }), "repeatable");
    assert.equal(effectOf({ kind: "department-document", ...asked, withinMs: 1, copies: 1 }), "repeatable");
    assert.equal(effectOf({ kind: "download", ...asked }), "none");
    assert.equal(effectOfRow({ serial: "A0001" }), "serialised");
    assert.equal(effectOfRow({ serial: null }), "repeatable");
  });
});
