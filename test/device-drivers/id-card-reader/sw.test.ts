import assert from "node:assert/strict";
import { meaningOf, SW3 } from "../../../device-drivers/id-card-reader/sw.ts";

/** Every documented code, and what it must lead to. */
const CASES = [
  [0x90, "done"],
  [0x9f, "card-found"],
  [0x80, "no-card"],
  [0x91, "empty"],
  [0x10, "device.bad-reply", "retry"],
  [0x11, "device.bad-reply", "retry"],
  [0x21, "device.unsupported", "maintenance"],
  [0x23, "card.reader-not-authorised", "maintenance"],
  [0x24, "device.hardware", "maintenance"],
  [0x31, "card.unreadable", "retry"],
  [0x32, "card.unreadable", "clear"],
  [0x33, "card.unreadable", "retry"],
  [0x40, "card.wrong-type", "clear"],
  [0x41, "card.unreadable", "retry"],
  [0x47, "device.hardware", "retry"],
  [0x50, "device.hardware", "retry"],
  [0x60, "device.hardware", "maintenance"],
  [0x66, "card.reader-not-authorised", "maintenance"],
  [0x81, "card.unreadable", "retry"],
] as const;

describe("id-card-reader/sw", () => {
  it("knows exactly the documented codes", () => {
    assert.deepEqual([...SW3.keys()].sort(), CASES.map(([sw3]) => sw3).sort());
  });

  for (const [sw3, meaning, recovery] of CASES) {
    it(`takes SW3 ${sw3.toString(16)} for ${meaning}`, () => {
      const got = meaningOf(sw3);
      assert.equal(got.kind === "failure" ? got.code : got.kind, meaning);
      if (got.kind === "failure") assert.equal(got.recovery, recovery);
      assert.match(got.technician, /\p{Script=Han}/u);
    });
  }

  it("calls each of the other 237 codes a bad reply and shows the code", () => {
    const others = Array.from({ length: 256 }, (_, sw3) => sw3).filter((sw3) => !SW3.has(sw3));
    assert.equal(others.length, 237);
    for (const sw3 of others) {
      const got = meaningOf(sw3);
      assert.equal(got.kind === "failure" && got.code, "device.bad-reply");
      assert.ok(got.technician.includes(sw3.toString(16).padStart(2, "0").toUpperCase()));
    }
  });
});
