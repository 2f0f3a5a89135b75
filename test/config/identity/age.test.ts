import assert from "node:assert/strict";
import fc from "fast-check";
import { ageOn } from "../../../config/identity/age.ts";
import { yearsOld } from "../support/faces.ts";

const CASES: readonly [birth: string, at: string, age: number | null][] = [
  ["2012-01-06", "2026-01-05T23:59:59+08:00", 13],
  ["2012-01-06", "2026-01-06T00:00:00+08:00", 14],
  // 16:00 UTC is midnight in the hall.
  ["2012-01-06", "2026-01-05T16:00:00Z", 14],
  ["2012-01-06", "2026-01-05T15:59:59Z", 13],
  ["2012-02-29", "2026-02-28T12:00:00+08:00", 13],
  ["2012-02-29", "2026-03-01T00:00:00+08:00", 14],
  ["2012-02-29", "2028-02-28T12:00:00+08:00", 15],
  ["2012-02-29", "2028-02-29T00:00:00+08:00", 16],
  ["2026-01-05", "2026-01-05T09:00:00+08:00", 0],
  ["2026-01-06", "2026-01-05T09:00:00+08:00", -1],
  ["1926-01-05", "2026-01-05T09:00:00+08:00", 100],
  ["2012-02-30", "2026-01-05T09:00:00+08:00", null],
  ["", "2026-01-05T09:00:00+08:00", null],
  ["2012-01-06", "some day", null],
];

describe("how old somebody is in the hall", () => {
  for (const [birth, at, age] of CASES) {
    it(`born ${birth || "(nothing)"}, at ${at}: ${age ?? "cannot be told"}`, () => assert.equal(ageOn(birth, Date.parse(at)), age));
  }

  it("is the count of birthdays, for any two days", () => {
    const day = fc
      .date({ min: new Date("1900-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
      .map((one) => one.toISOString().slice(0, 10));
    fc.assert(fc.property(day, day, (birth, now) => assert.equal(ageOn(birth, Date.parse(`${now}T09:00:00+08:00`)), yearsOld(birth, now))));
  });
});
