import assert from "node:assert/strict";
import type { ActionCount, Guidance } from "../../../runtime/face-engine/api.ts";
import { throttled } from "../../../runtime/face-engine/guidance.ts";
import { FakeClock } from "../../support/fake-clock.ts";

describe("runtime/face-engine/guidance", () => {
  it("says each piece of advice once, and leaves it long enough to be read", async () => {
    const clock = new FakeClock();
    const said: Guidance[] = [];
    const say = throttled(clock, (guidance) => said.push(guidance));
    for (const guidance of ["come-closer", "come-closer", "centre-face"] as const) {
      say(guidance, null);
      await clock.advance(100);
    }
    assert.deepEqual(said, ["come-closer"]);
    await clock.advance(500);
    say("centre-face", null);
    assert.deepEqual(said, ["come-closer", "centre-face"]);
  });

  it("says an action at once, because its time runs, and the next of the same kind as another", () => {
    const said: (ActionCount | null)[] = [];
    const say = throttled(new FakeClock(), (_, action) => said.push(action));
    say("checking", null);
    say("turn-left", { at: 1, of: 2 });
    say("turn-left", { at: 1, of: 2 });
    say("turn-left", { at: 2, of: 2 });
    assert.deepEqual(said, [null, { at: 1, of: 2 }, { at: 2, of: 2 }]);
  });
});
