import assert from "node:assert/strict";
import fc from "fast-check";
import { systemRandom } from "../../base/random.ts";
import { must } from "../../base/result.ts";
import { seal, sealKeyPair, unseal } from "../../base/seal.ts";

const keys = sealKeyPair();

describe("base/seal", () => {
  it("opens with the private key and the same context, whatever was sealed", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), fc.string(), (bytes, context) => {
        const sealed = seal(keys.publicKey, context, bytes, systemRandom);
        assert.deepEqual(must(unseal(keys.privateKey, context, sealed)), Buffer.from(bytes));
      }),
      { numRuns: 30 },
    );
  });

  it("stays shut for another key, another context, and after any one bit has changed", () => {
    const sealed = seal(keys.publicKey, "case:1", Buffer.from("material"), systemRandom);
    assert.equal(unseal(sealKeyPair().privateKey, "case:1", sealed).ok, false);
    assert.equal(unseal(keys.privateKey, "case:2", sealed).ok, false);
    for (let index = 0; index < sealed.length; index++) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      assert.equal(unseal(keys.privateKey, "case:1", changed).ok, false, `byte ${index}`);
    }
  });

  it("calls bytes that are too short malformed, for every length", () => {
    const sealed = seal(keys.publicKey, "", Buffer.alloc(0), systemRandom);
    for (let length = 0; length < sealed.length; length++) assert.equal(unseal(keys.privateKey, "", sealed.subarray(0, length)).ok, false);
  });

  it("never seals the same thing to the same bytes", () => {
    const one = seal(keys.publicKey, "", Buffer.from("x"), systemRandom);
    assert.notDeepEqual(one, seal(keys.publicKey, "", Buffer.from("x"), systemRandom));
  });
});
