import assert from "node:assert/strict";
import { every, pause } from "../../base/clock.ts";
import { FakeClock } from "../support/fake-clock.ts";

describe("base/clock", () => {
  it("ends a pause when its time has come, or at once when it is aborted", async () => {
    const clock = new FakeClock();
    const full = pause(clock, 100);
    const giveUp = new AbortController();
    const cut = pause(clock, 100, giveUp.signal);
    giveUp.abort();
    assert.equal(await cut, "aborted");
    assert.equal(clock.pending, 1);
    await clock.advance(100);
    assert.equal(await full, "elapsed");
    assert.equal(await pause(clock, 100, giveUp.signal), "aborted");
  });

  it("repeats until it is cancelled, never two at a time", async () => {
    const clock = new FakeClock();
    let running = 0;
    let runs = 0;
    const timer = every(clock, 10, async () => {
      assert.equal(++running, 1);
      await pause(clock, 25);
      running -= 1;
      runs += 1;
    });
    await clock.advance(200);
    assert.equal(runs, 5);
    timer.cancel();
    await clock.advance(200);
    assert.ok(runs <= 6);
    assert.equal(clock.pending, 0);
  });
});
