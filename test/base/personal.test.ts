import assert from "node:assert/strict";
import { keyedHash, maskIdNumber, maskName } from "../../base/personal.ts";

describe("base/personal", () => {
  it("shows six and four characters of an ID number and keeps its length", () => {
    assert.equal(maskIdNumber("990101199004120028"), "990101********0028");
    assert.equal(maskIdNumber("AUS110085062001"), "AUS110*****2001");
    assert.equal(maskIdNumber("H1234567"), "H*******");
    assert.equal(maskIdNumber(""), "");
  });

  it("keeps the surname of a name, whole even when it is a rare character", () => {
    assert.equal(maskName("林晓岚"), "林**");
    assert.equal(maskName("𠮷野"), "𠮷*");
    assert.equal(maskName(""), "");
  });

  it("gives the same person the same hash under one key and another under another", () => {
    const [a, b] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    assert.equal(keyedHash(a, "x"), keyedHash(a, "x"));
    assert.notEqual(keyedHash(a, "x"), keyedHash(b, "x"));
  });
});
