import assert from "node:assert/strict";
import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import fc from "fast-check";
import { systemRandom } from "../../base/random.ts";
import { must } from "../../base/result.ts";
import { Sealer, sealKeyPair, unseal } from "../../base/seal.ts";
import { FakeClock } from "../support/fake-clock.ts";

const keys = sealKeyPair();
const EPHEMERAL = [2, 34] as const;

function sealer(clock = new FakeClock(), random = systemRandom): Sealer {
  return new Sealer(keys.publicKey, random, clock);
}

const ephemeralOf = (sealed: Buffer) => sealed.subarray(...EPHEMERAL).toString("hex");

describe("base/seal", () => {
  it("opens with the private key and the same context, whatever was sealed, in any order", () => {
    const one = sealer();
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.uint8Array({ maxLength: 500 }), fc.string()), { maxLength: 140 }), (records) => {
        const sealed = records.map(([bytes, context]) => ({ bytes, context, box: one.seal(context, bytes) }));
        for (const { bytes, context, box } of sealed.reverse()) {
          assert.deepEqual(must(unseal(keys.privateKey, context, box)), Buffer.from(bytes));
        }
      }),
      { numRuns: 20 },
    );
  });

  it("stays shut for another key, another context, and after any one bit has changed", () => {
    const sealed = sealer().seal("case:1", Buffer.from("material"));
    assert.equal(unseal(sealKeyPair().privateKey, "case:1", sealed).ok, false);
    assert.equal(unseal(keys.privateKey, "case:2", sealed).ok, false);
    for (let index = 0; index < sealed.length; index++) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      assert.equal(unseal(keys.privateKey, "case:1", changed).ok, false, `byte ${index}`);
    }
  });

  it("stays shut when a record is given the place of another that was sealed beside it", () => {
    const one = sealer();
    const [first, second] = [one.seal("case:1", Buffer.from("first")), one.seal("case:1", Buffer.from("second"))];
    assert.equal(ephemeralOf(first), ephemeralOf(second));
    const swapped = Buffer.concat([second.subarray(0, 2), first.subarray(2)]);
    assert.deepEqual(unseal(keys.privateKey, "case:1", swapped), { ok: false, error: "seal.wrong-key-or-context" });
  });

  it("calls bytes that are too short malformed, for every length", () => {
    const sealed = sealer().seal("", Buffer.alloc(0));
    for (let length = 0; length < sealed.length; length++)
      assert.deepEqual(unseal(keys.privateKey, "", sealed.subarray(0, length)), { ok: false, error: "seal.malformed" });
  });

  it("seals each record with a key of its own: the same thing never gives the same bytes, even if the nonce came twice", () => {
    const stuck = { bytes: (count: number) => Buffer.alloc(count, 7) };
    const one = sealer(new FakeClock(), stuck);
    const bodies = Array.from({ length: 300 }, () => one.seal("", Buffer.alloc(32)).subarray(-32).toString("hex"));
    assert.equal(new Set(bodies).size, 300);
  });

  it("agrees on new keys after 64 records, and after five minutes", async () => {
    const clock = new FakeClock();
    const one = sealer(clock);
    const next = () => ephemeralOf(one.seal("", Buffer.from("x")));
    const first = Array.from({ length: 64 }, next);
    assert.equal(new Set(first).size, 1);
    const second = next();
    assert.notEqual(second, first[0]);
    await clock.advance(5 * 60_000 - 1);
    assert.equal(next(), second);
    await clock.advance(1);
    assert.notEqual(next(), second);
  });

  it("keeps no key that has sealed something: what was written cannot be read here again", () => {
    const used = watchKeys(() => {
      const one = sealer();
      for (let record = 0; record < 70; record++) one.seal("", Buffer.from("x"));
    });
    assert.equal(used.length, 70);
    for (const { key, wasBlank } of used) assert.deepEqual([wasBlank, key.every((byte) => byte === 0)], [false, true]);
  });

  it("refuses what is no public key when it is made, not when the first record is to be kept", () => {
    assert.throws(() => new Sealer("-----BEGIN PUBLIC KEY-----\n", systemRandom, new FakeClock()));
  });
});

/** The memory of each key that a cipher was made with, and whether there was one in it. */
function watchKeys(work: () => void): { key: Buffer; wasBlank: boolean }[] {
  const used: { key: Buffer; wasBlank: boolean }[] = [];
  const real = crypto.createCipheriv;
  crypto.createCipheriv = ((...args: Parameters<typeof real>) => {
    const key = args[1] as Buffer;
    used.push({ key, wasBlank: key.every((byte) => byte === 0) });
    return real(...args);
  }) as typeof real;
  syncBuiltinESMExports();
  try {
    work();
  } finally {
    crypto.createCipheriv = real;
    syncBuiltinESMExports();
  }
  return used;
}
