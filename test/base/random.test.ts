import assert from "node:assert/strict";
import { fraction, systemRandom, uuidv7 } from "../../base/random.ts";

describe("base/random", () => {
  it("makes version 7 identifiers that sort by time", () => {
    const early = uuidv7(1_700_000_000_000, systemRandom);
    const late = uuidv7(1_700_000_000_001, systemRandom);
    assert.match(early, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    assert.ok(early < late);
  });

  it("makes fractions from 0 up to, not including, 1", () => {
    assert.equal(fraction({ bytes: (count) => Buffer.alloc(count, 0) }), 0);
    assert.ok(fraction({ bytes: (count) => Buffer.alloc(count, 0xff) }) < 1);
  });
});
