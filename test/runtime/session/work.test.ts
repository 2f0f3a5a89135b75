import assert from "node:assert/strict";
import type { Hold } from "../../../runtime/neighbours/hold.ts";
import { SessionWork } from "../../../runtime/session/work.ts";

describe("what a session holds", () => {
  const noHold = {} as Hold;

  it("overwrites the card's photo at the end, and stops what is under way", () => {
    const work = new SessionWork("s", noHold, 0);
    const photo = Buffer.from("a face");
    const { signal } = work;
    work.keepCard(photo);
    work.wipe();
    assert.deepEqual(photo, Buffer.alloc(6));
    assert.equal(work.photo, null);
    assert.equal(signal.aborted, true);
  });

  it("overwrites the first card's photo when a second is read", () => {
    const work = new SessionWork("s", noHold, 0);
    const first = Buffer.from("a face");
    work.keepCard(first);
    work.keepCard(Buffer.from("another"));
    assert.deepEqual(first, Buffer.alloc(6));
  });

  it("drops one step's work without touching the next one's", () => {
    const work = new SessionWork("s", noHold, 0);
    const first = work.signal;
    work.dropWork();
    assert.deepEqual([first.aborted, work.signal.aborted], [true, false]);
  });
});
