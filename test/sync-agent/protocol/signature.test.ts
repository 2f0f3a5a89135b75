import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey } from "node:crypto";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { pack, unpack } from "../../../sync-agent/protocol/gzip.ts";
import { checkBatch, checkBlankEvent, checkBlankStatement, checkPaperlessReceipt } from "../../../sync-agent/protocol/shapes.ts";
import { checkSkew, SIGNATURE_HEADER, sign, TIME_HEADER, verify } from "../../../sync-agent/protocol/signature.ts";
import { DEVICE_KEY, OTHER_DEVICE_KEY } from "../support.ts";

const PRIVATE = createPrivateKey(DEVICE_KEY.privateKey);
const PUBLIC = createPublicKey(DEVICE_KEY.publicKey);
const WHAT = { method: "POST", path: "/v1/kiosks/kiosk-01/batch", body: Buffer.from("{}"), time: 1_767_571_200_000 };

const headersOf = (signed: Record<string, string>) => ({ signature: signed[SIGNATURE_HEADER], time: signed[TIME_HEADER] });

describe("sync-agent/protocol/signature", () => {
  it("what a device signed is accepted, for any body, path and time", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.webPath(), fc.nat({ max: 4e12 }), (body, path, time) => {
        const what = { method: "POST", path, body, time };
        const verified = verify(PUBLIC, what, headersOf(sign(PRIVATE, what)));
        assert.deepEqual(verified, { ok: true, value: time });
      }),
      { numRuns: 50 },
    );
  });

  for (const [changed, change] of Object.entries({
    "another method": { method: "GET" },
    "another path": { path: "/v1/kiosks/kiosk-02/batch" },
    "another body": { body: Buffer.from("{ }") },
  })) {
    it(`a signature is refused for ${changed}`, () => {
      const verified = verify(PUBLIC, { ...WHAT, ...change }, headersOf(sign(PRIVATE, WHAT)));
      assert.equal(verified.ok ? "accepted" : verified.error.code, "signature.wrong");
    });
  }

  it("a signature is refused for another time", () => {
    const { signature } = headersOf(sign(PRIVATE, WHAT));
    const verified = verify(PUBLIC, WHAT, { signature, time: String(WHAT.time + 1) });
    assert.equal(verified.ok ? "accepted" : verified.error.code, "signature.wrong");
  });

  it("another device's signature is refused", () => {
    const verified = verify(PUBLIC, WHAT, headersOf(sign(createPrivateKey(OTHER_DEVICE_KEY.privateKey), WHAT)));
    assert.equal(verified.ok ? "accepted" : verified.error.code, "signature.wrong");
  });

  it("any changed bit of a signature is refused", () => {
    const { signature = "", time } = headersOf(sign(PRIVATE, WHAT));
    const bytes = Buffer.from(signature.slice("ed25519=".length), "base64");
    for (let bit = 0; bit < bytes.length * 8; bit += 7) {
      const bent = Buffer.from(bytes);
      bent[bit >> 3] = (bent[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      assert.equal(verify(PUBLIC, WHAT, { signature: `ed25519=${bent.toString("base64")}`, time }).ok, false, `bit ${bit}`);
    }
  });

  const good = headersOf(sign(PRIVATE, WHAT));
  for (const { name, headers, code } of [
    { name: "no signature", headers: { ...good, signature: undefined }, code: "signature.missing" },
    { name: "no time", headers: { ...good, time: undefined }, code: "signature.missing" },
    { name: "an unknown scheme", headers: { ...good, signature: good.signature?.replace("ed25519", "none") }, code: "signature.malformed" },
    { name: "a cut signature", headers: { ...good, signature: good.signature?.slice(0, -8) }, code: "signature.malformed" },
    { name: "a time in words", headers: { ...good, time: "now" }, code: "signature.malformed" },
    { name: "a negative time", headers: { ...good, time: "-1" }, code: "signature.malformed" },
    { name: "an endless time", headers: { ...good, time: "9".repeat(400) }, code: "signature.malformed" },
  ]) {
    it(`${name} is named as such`, () => {
      const verified = verify(PUBLIC, WHAT, headers);
      assert.equal(verified.ok ? "accepted" : verified.error.code, code);
    });
  }

  it("a clock may be wrong by the allowed time and not by a millisecond more, either way", () => {
    assert.equal(checkSkew(1_000, 6_000, 5_000).ok, true);
    assert.equal(checkSkew(11_000, 6_000, 5_000).ok, true);
    assert.equal(checkSkew(999, 6_000, 5_000).ok, false);
    assert.equal(checkSkew(11_001, 6_000, 5_000).ok, false);
  });
});

describe("sync-agent/protocol: sizes and shapes", () => {
  it("what was packed unpacks to the same bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (body) => {
        assert.deepEqual(unpack(pack(body), 4000), { ok: true, value: Buffer.from(body) });
      }),
    );
  });

  it("a bomb is refused before it is unpacked, and says so", () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    assert.deepEqual(unpack(bomb, 1_000), { ok: false, error: { code: "body.too-large", limit: 1_000 } });
  });

  it("a cut or bent package is refused", () => {
    const whole = pack(Buffer.from("a body"));
    for (let length = 0; length < whole.length; length++)
      assert.equal(unpack(whole.subarray(0, length), 1_000).ok, false, `${length} bytes`);
  });

  const row = { seq: 3, id: "a", kind: "case", subject: "", createdAt: 1, sealed: "AAAA" };
  const batch = { kiosk: "k", epoch: "e", rows: [row] };
  for (const [name, wrong] of Object.entries({
    "no rows": { ...batch, rows: [] },
    "too many rows": { ...batch, rows: Array.from({ length: 51 }, (_, at) => ({ ...row, seq: at + 1 })) },
    "rows out of order": { ...batch, rows: [row, { ...row, seq: 2 }] },
    "the same row twice": { ...batch, rows: [row, row] },
    "a sequence number of 0": { ...batch, rows: [{ ...row, seq: 0 }] },
    "a fraction for a number": { ...batch, rows: [{ ...row, seq: 1.5 }] },
    "an unknown kind": { ...batch, rows: [{ ...row, kind: "command" }] },
    "a body that is not base64": { ...batch, rows: [{ ...row, sealed: "<script>" }] },
    "a key too many": { ...batch, rows: [{ ...row, admin: true }] },
    "no kiosk": { epoch: "e", rows: [row] },
    "a list": [batch],
    nothing: null,
  })) {
    it(`a batch with ${name} is refused with the place`, () => {
      const checked = checkBatch(wrong, "batch");
      assert.equal(checked.ok, false);
      assert.ok(!checked.ok && checked.error.faults.every((fault) => fault.problem.length > 0));
    });
  }

  const at = "2026-01-05T09:00:00+08:00";
  const event = {
    event: "loaded",
    blankType: "b",
    batch: "1",
    first: "A1",
    last: "A9",
    count: 9,
    expected: 0,
    by: "t1",
    confirmedBy: "",
    at,
  };
  const run = { state: "inStock", first: "A1", last: "A9", count: 9 };
  const statement = {
    day: "2026-01-05",
    at,
    batches: [{ batch: "1", blankType: "b", first: "A1", last: "A9", loaded: 9, runs: [run] }],
    open: [{ issuance: "i", blankType: "b", serial: "A1", state: "printed", since: at, why: "not-seen-taken" }],
    counts: [{ blankType: "b", counted: 9, expected: 9 }],
  };
  const receipt = { receipt: "0".repeat(32), sealed: "A".repeat(40), until: at };
  for (const [name, check, good, wrong] of [
    ["a blank event", checkBlankEvent, event, { ...event, count: 10_001 }],
    ["a blank event of another kind", checkBlankEvent, event, { ...event, event: "burnt" }],
    ["a statement", checkBlankStatement, statement, { ...statement, day: "today" }],
    [
      "a statement's run",
      checkBlankStatement,
      statement,
      { ...statement, batches: [{ ...statement.batches[0], runs: [{ ...run, state: "lost" }] }] },
    ],
    ["an open number", checkBlankStatement, statement, { ...statement, open: [{ ...statement.open[0], why: "nobody asked" }] }],
    ["a receipt's address", checkPaperlessReceipt, receipt, { ...receipt, receipt: "../../etc" }],
    ["a receipt in clear", checkPaperlessReceipt, receipt, { ...receipt, sealed: "业务回执" }],
  ] as const) {
    it(`${name} may gain keys in a later release, and is refused when it says what nobody knows`, () => {
      assert.ok(check(good, "body").ok);
      assert.ok(check({ ...good, novelty: 1 }, "body").ok);
      assert.ok(!check(wrong, "body").ok);
    });
  }

  it("a good batch passes", () => assert.equal(checkBatch(batch, "batch").ok, true));
});
