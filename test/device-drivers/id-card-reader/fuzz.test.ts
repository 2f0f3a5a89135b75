import assert from "node:assert/strict";
import fc from "fast-check";
import { fuzzTargets } from "./fuzz.ts";

describe("id-card-reader parsers under fire", () => {
  for (const { name, seeds, make, mostHeld } of fuzzTargets) {
    it(`${name}: takes anything, cut anywhere, and keeps at most ${mostHeld} bytes`, () => {
      const chunk = fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc.tuple(fc.constantFrom(...seeds), fc.nat(), fc.nat(), fc.nat(255)).map(([seed, from, at, byte]) => {
          const bytes = Buffer.from(seed);
          if (bytes.length > 0) bytes[at % bytes.length] = byte;
          return bytes.subarray(from % (bytes.length + 1));
        }),
        fc.constantFrom(...seeds),
      );
      fc.assert(
        fc.property(fc.array(chunk, { maxLength: 12 }), (chunks) => {
          const parser = make();
          for (const bytes of chunks) {
            parser.push(Buffer.from(bytes));
            assert.ok(parser.held() <= mostHeld, `${parser.held()} bytes kept`);
          }
        }),
      );
    });
  }
});
