import assert from "node:assert/strict";
import { PinLock } from "../../../runtime/server/pin-lock.ts";
import { FakeClock } from "../../support/fake-clock.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("the lock before the technicians' PINs", () => {
  let clock: FakeClock;
  let lock: PinLock;

  beforeEach(() => {
    clock = new FakeClock();
    lock = new PinLock(clock);
  });

  /** So many wrong PINs; how many of them were looked at. */
  const wrong = (count: number) => Array.from({ length: count }, () => lock.try()).filter((tried) => tried !== null).length;
  const right = () => {
    const tried = lock.try();
    tried?.right();
    return tried !== null;
  };

  it("shuts after five wrong ones, also for the right one", async () => {
    assert.equal(wrong(6), 5);
    assert.equal(right(), false);
    await clock.advance(MINUTE);
    assert.equal(right(), true);
  });

  it("shuts for longer each time: a minute, two, four, at most an hour", async () => {
    for (const minutes of [1, 2, 4, 8, 16, 32, 60, 60]) {
      assert.equal(wrong(6), 5);
      await clock.advance(minutes * MINUTE - 1);
      assert.equal(wrong(1), 0);
      await clock.advance(1);
    }
  });

  it("counts no right one, and lets in who is right at the fifth try", () => {
    for (let n = 0; n < 20; n++) assert.equal(right(), true);
    wrong(4);
    for (let n = 0; n < 20; n++) assert.equal(right(), true);
  });

  it("does not begin anew for a technician who guesses at a colleague's PIN and puts their own between", async () => {
    let looked = 0;
    for (let round = 0; round < 10; round++) {
      looked += wrong(4);
      right();
    }
    assert.equal(looked, 5);
    await clock.advance(MINUTE);
    assert.equal(right(), true);
    assert.equal(wrong(6), 5);
    await clock.advance(MINUTE);
    assert.equal(wrong(1), 0, "the second time it is two minutes");
  });

  it("forgets an hour after the last wrong one, or after the lock it brought, whoever was right meanwhile", async () => {
    wrong(4);
    await clock.advance(HOUR - MINUTE);
    right();
    await clock.advance(MINUTE);
    assert.equal(wrong(6), 5);
    await clock.advance(MINUTE + HOUR);
    assert.equal(wrong(6), 5);
    await clock.advance(MINUTE);
    assert.equal(right(), true, "it was the first lock again");
  });

  it("says how many tries are left, and when one may try again", () => {
    const left = Array.from({ length: 5 }, () => {
      lock.try();
      const { triesLeft, retryAt } = lock.refusal("wrong-pin");
      return [triesLeft, retryAt];
    });
    assert.deepEqual(left, [
      [4, null],
      [3, null],
      [2, null],
      [1, null],
      [0, clock.now() + MINUTE],
    ]);
  });
});
