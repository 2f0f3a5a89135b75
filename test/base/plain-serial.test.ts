import assert from "node:assert/strict";
import { plainSerial } from "../../base/plain-serial.ts";

describe("the number of a sheet", () => {
  it("is the same in small letters, in full-width ones, and with a space before or after it", () => {
    for (const typed of ["SL-Z0000001", "sl-z0000001", " SL-z0000001\n", "ＳＬ－Ｚ００００００１", "ｓｌ－ｚ００００００１\u3000"])
      assert.equal(plainSerial(typed), "SL-Z0000001", JSON.stringify(typed));
  });

  it("keeps what is no letter of ours: two numbers that differ there stay two", () => {
    for (const typed of ["", "甲-0001", "ß1", "①²", "SL 1"]) assert.equal(plainSerial(typed), typed);
  });
});
