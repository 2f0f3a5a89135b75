import assert from "node:assert/strict";
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
  ["held", "found-printed", "printed"],
  ["held", "found-spoiled", "spoiled"],
  ["held", "found-unused", "failed"],
  ["unknown", "found-printed", "printed"],
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

  it("never comes back to sent: nothing is printed twice", () => {
    assert.deepEqual(
      ARROWS.filter(([, , to]) => to === "sent").map(([from]) => from),
      ["intent"],
    );
  });

  it("is printed only where the printer proved it or a technician saw it", () => {
    assert.deepEqual([...new Set(ARROWS.filter(([, , to]) => to === "printed").map(([, event]) => event))], ["proved", "found-printed"]);
  });

  it("holds the blank wherever it is not certain what became of the sheet", () => {
    assert.deepEqual(
      ISSUANCE_STATES.map((state) => [state, blankStateOf(state)]),
      [
        ["intent", "reserved"],
        ["sent", "reserved"],
        ["printed", "issued"],
        ["failed", "inStock"],
        ["held", "unknown"],
        ["unknown", "unknown"],
        ["spoiled", "spoiled"],
      ],
    );
    assert.equal(BLANK_STATES.length, 5);
  });

  it("tells nobody an outcome before there is one", () => {
    assert.deepEqual(ISSUANCE_STATES.map(outcomeOf), [null, null, "printed", "failed", "failed", "unknown", "spoiled"]);
  });
});
