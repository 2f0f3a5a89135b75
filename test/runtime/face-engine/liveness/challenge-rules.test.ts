import assert from "node:assert/strict";
import {
  ACTIONS,
  type Action,
  answer,
  CHALLENGE,
  drawSequence,
  exchange,
  movementOf,
  SEQUENCES,
} from "../../../../runtime/face-engine/liveness/challenge-rules.ts";
import { measure } from "../../../../runtime/face-engine/liveness/measures.ts";
import { DONE, STRAIGHT_FACE } from "./film-odds.ts";
import { project, STRAIGHT } from "./head.ts";
import { frameOf, noiseOf, PEOPLE } from "./species.ts";

const straight = { at: 0, ...STRAIGHT_FACE };
const isTurn = (action: Action) => action.startsWith("turn-");

describe("runtime/face-engine/liveness/challenge-rules", () => {
  for (const asked of ACTIONS) {
    for (const movement of ACTIONS) {
      const given = answer(asked, movement);
      const expected = asked === movement ? "done" : movement === "blink" ? "ignored" : "wrong";
      it(`${movement} when ${asked} was asked: ${expected}`, () => assert.equal(given, expected));
    }
  }

  for (const [what, change, expected] of [
    ["a face as before", {}, "none"],
    ["a head turned by 0.25 to the left", { turn: 0.25 }, "turn-left"],
    ["a head turned by 0.25 to the right", { turn: -0.25 }, "turn-right"],
    ["a print turned by hand", { turn: 0.18 }, "between"],
    ["a face nearer by a quarter", { size: 100 }, "come-closer"],
    ["a face nearer by a tenth", { size: 87 }, "none"],
    ["a face farther away", { size: 60 }, "between"],
    ["shut eyes", { opening: 0.6 }, "blink"],
    ["tired eyes", { opening: 0.8 }, "between"],
  ] as const) {
    it(`sees ${expected} in ${what}`, () => assert.equal(movementOf({ ...straight, ...change }, straight), expected));
  }

  it("does not add up a swing from one side to the other", () => {
    assert.equal(movementOf({ ...straight, turn: -0.18 }, { ...straight, turn: 0.14 }), "between");
  });

  it("asks for no action twice, and always for a turned head, which a print with eye holes cannot do", () => {
    assert.equal(SEQUENCES.length, 24);
    for (const sequence of SEQUENCES) {
      assert.equal(new Set(sequence).size, CHALLENGE.actions);
      assert.ok(sequence.some(isTurn));
    }
  });

  it("draws each sequence once in all draws, and after a mistake any but the one before", () => {
    const all = Array.from({ length: 24 }, (_, choice) => drawSequence(() => choice, null).join());
    assert.equal(new Set(all).size, 24);
    for (const before of SEQUENCES) {
      const next = Array.from({ length: 23 }, (_, choice) => drawSequence(() => choice, before).join());
      assert.equal(new Set([...next, before.join()]).size, 24);
    }
  });

  it("exchanges an action for the one that was not asked, and keeps a turned head", () => {
    for (const sequence of SEQUENCES) {
      for (const at of sequence.keys()) {
        const changed = exchange(sequence, at, () => 0);
        assert.notEqual(changed[at], sequence[at]);
        assert.deepEqual(
          changed.filter((_, index) => index !== at),
          sequence.filter((_, index) => index !== at),
        );
        assert.ok(changed.some(isTurn) && new Set(changed).size === CHALLENGE.actions);
      }
    }
  });

  it("means the person's own left, which is the camera's right", () => {
    const left = { ...STRAIGHT, turn: 0.45 };
    assert.ok(project(left, { x: 0, y: 0, z: 0.45 }).x > 320, "seen by the camera the nose goes to the right");
    const [person] = PEOPLE;
    assert.ok(person);
    assert.ok(measure(frameOf(person, left, 0, noiseOf(1))).turn >= CHALLENGE.turnBy);
    assert.equal(movementOf({ ...straight, ...DONE["turn-left"] }, straight), "turn-left");
  });
});
