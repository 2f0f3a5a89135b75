import assert from "node:assert/strict";
import { ACTIONS } from "../../../../runtime/face-engine/liveness/challenge-rules.ts";
import { allFilms, film, oddsOf } from "./film-odds.ts";

const LENGTH_MS = 30_000;

describe("runtime/face-engine/liveness: what a film made beforehand can hope for", function () {
  this.timeout(60_000);

  const whole = allFilms(ACTIONS).filter((actions) => actions.length === ACTIONS.length);
  // Left and right are alike, so half of the films stand for all.
  const half = whole.filter((actions) => actions.indexOf("turn-left") < actions.indexOf("turn-right"));

  for (const pauseMs of [2_400]) {
    it(`passes at most once in six of all draws when it shows all movements in turn, ${pauseMs} ms apart`, () => {
      assert.equal(half.length, 12);
      for (const actions of half) {
        const { passes, total } = oddsOf(film(actions, pauseMs, LENGTH_MS));
        assert.ok(Math.abs(total - 1) < 1e-9, `the odds of ${actions.join(" ")} add up to ${total}`);
        assert.ok(passes > 0 && passes <= 1 / 6, `${actions.join(" ")}: ${passes}`);
      }
    });
  }

  it("never passes when it cannot do one movement of three", () => {
    for (const actions of allFilms(["blink", "come-closer"])) assert.equal(oddsOf(film(actions, 2_400, LENGTH_MS)).passes, 0);
  });

  it("never passes as a face that keeps still, or one that turns without end", () => {
    assert.equal(oddsOf(film([], 2_400, LENGTH_MS)).passes, 0);
    const turning = film(["turn-left", "turn-right"], 0, LENGTH_MS);
    assert.ok(turning.every(({ turn }) => turn !== 0));
    assert.equal(oddsOf(turning).passes, 0);
  });
});
