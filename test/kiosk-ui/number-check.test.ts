import assert from "node:assert/strict";
import { checkNumber, type Found } from "../../kiosk-ui/technician/number-check.ts";
import { countOf, groupsOf, isWithin, lastOf, prefixOf } from "../../kiosk-ui/technician/serial-range.ts";
import { STOCK } from "./blank-samples.ts";

const [BATCH] = STOCK.batches;
const BATCHES = BATCH ? [BATCH, { ...BATCH, batch: "b3", first: "SL0002001", last: "SL0002010" }] : [];
const RESERVED = "SL0001038";

describe("the number that is read from paper", () => {
  for (const found of ["handed", "left", "damaged", "unused"] as const satisfies readonly Found[]) {
    it(`must be the reserved one where the sheet is ${found}, in whichever case it is typed`, () => {
      assert.equal(checkNumber(found, RESERVED, RESERVED, BATCHES), "agrees");
      assert.equal(checkNumber(found, "sl0001038", RESERVED, BATCHES), "agrees");
      for (const other of ["SL0001037", "SL0001039", "SL001038", "RP0001038", "", "0001038"])
        assert.equal(checkNumber(found, other, RESERVED, BATCHES), "differs", other);
    });
  }

  for (const { top, verdict, because } of [
    { top: "SL0001039", verdict: "agrees", because: "the next one lies on top" },
    { top: "SL0001041", verdict: "agrees", because: "those between may have been spoiled or returned" },
    { top: "SL0002001", verdict: "agrees", because: "another pack lies on top" },
    { top: RESERVED, verdict: "still-there", because: "nobody took what still lies there" },
    { top: "SL0001037", verdict: "differs", because: "an earlier one should be long gone" },
    { top: "SL0009999", verdict: "differs", because: "no book knows it" },
    { top: "RP000201", verdict: "differs", because: "it is of another kind" },
  ] as const) {
    it(`${top} on top of the tray, of a sheet that was taken away: ${verdict}, ${because}`, () => {
      assert.equal(checkNumber("taken", top, RESERVED, [...BATCHES, ...STOCK.batches.slice(1)]), verdict);
    });
  }
});

describe("runs of numbers", () => {
  for (const [serial, ...groups] of [
    ["SL0001038", "SL", "0001", "038"],
    ["RP000201", "RP", "000", "201"],
    ["A-12345678", "A-", "12", "345", "678"],
    ["0000000123", "0000", "000", "123"],
    ["SL7", "SL", "7"],
    ["SL12", "SL", "12"],
    ["SL", "SL"],
    ["", ""],
  ]) {
    it(`are read in pieces of three and four, and nothing is lost: ${serial || "nothing"}`, () => {
      assert.deepEqual(groupsOf(serial ?? ""), groups);
      assert.equal(groups.join(""), serial);
    });
  }

  it("keep letters and width", () => {
    assert.equal(lastOf("SL0099", 2), "SL0100");
    assert.equal(lastOf("7", 1), "7");
    assert.equal(lastOf("SL", 3), null);
    assert.equal(lastOf("SL1", 0), null);
    assert.equal(prefixOf("A-12"), "A-");
  });

  it("are counted with both ends, and are none where the second does not follow the first", () => {
    assert.equal(countOf("SL0001", "SL0001"), 1);
    assert.equal(countOf("SL0001", "SL0100"), 100);
    for (const last of ["SL0000", "SL002", "RP0002", "SL"]) assert.equal(countOf("SL0001", last), null, last);
    assert.equal(isWithin("SL0050", { first: "SL0001", last: "SL0100" }), true);
    assert.equal(isWithin("SL0101", { first: "SL0001", last: "SL0100" }), false);
  });
});
