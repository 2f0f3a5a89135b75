import assert from "node:assert/strict";
import { InkCapture, type InkSample } from "../../kiosk-ui/citizen/ink-capture.ts";

const PAD = { widthMm: 100, heightMm: 50 };

function sample(over: Partial<InkSample> = {}): InkSample {
  return { pointer: 1, type: "touch", x: 10, y: 10, at: 1_000, pressure: 0, contactMm: 10, ...over };
}

function writing(...samples: readonly Partial<InkSample>[]): InkCapture {
  const ink = new InkCapture();
  for (const [at, one] of samples.entries()) {
    if (at === 0) ink.down(sample(one), PAD);
    else ink.move(sample(one), PAD);
  }
  return ink;
}

describe("ink from pointers", () => {
  it("counts its time from the first touch", () => {
    const ink = writing({ at: 5_000 }, { at: 5_030, x: 20 });
    assert.deepEqual(
      ink.strokes[0]?.map(({ at }) => at),
      [0, 30],
    );
  });

  it("is one stroke from touch to lift, and two when the pen leaves the pad and comes back", () => {
    const ink = writing({}, { x: 90 }, { x: 120 }, { x: 95, y: 30 });
    assert.deepEqual(
      ink.strokes.map((stroke) => stroke.length),
      [2, 1],
    );
  });

  it("does not listen to a palm, nor to a second finger", () => {
    const ink = writing({}, { x: 20 });
    assert.equal(ink.down(sample({ pointer: 2, x: 50 }), PAD), false);
    assert.equal(ink.move(sample({ pointer: 2, x: 60 }), PAD), false);
    assert.equal(new InkCapture().down(sample({ contactMm: 40 }), PAD), false);
    assert.equal(ink.strokes.length, 1);
  });

  it("gives the pen the right of way over a hand that came down first, and hears no finger after it", () => {
    const ink = writing({}, { x: 20 });
    assert.equal(ink.down(sample({ pointer: 7, type: "pen", pressure: 0.8, x: 40 }), PAD), true);
    assert.deepEqual(
      ink.strokes.map((stroke) => stroke.map(({ x, pressure }) => [x, pressure])),
      [[[40, 0.8]]],
    );
    ink.up(7);
    assert.equal(ink.down(sample({ pointer: 8 }), PAD), false);
    ink.clear();
    assert.equal(ink.down(sample({ pointer: 8 }), PAD), true);
  });

  it("takes back what the system says was no writing", () => {
    const ink = writing({}, { x: 20 });
    ink.up(1);
    ink.down(sample({ pointer: 2, x: 60 }), PAD);
    ink.cancel(2);
    assert.equal(ink.strokes.length, 1);
  });

  it("keeps nothing of a hand that rests on one place", () => {
    const ink = writing({}, ...Array.from({ length: 500 }, (_, at) => ({ at: 1_001 + at, x: 10 + (at % 2) * 0.05 })));
    assert.equal(ink.strokes[0]?.length, 1);
  });
});
