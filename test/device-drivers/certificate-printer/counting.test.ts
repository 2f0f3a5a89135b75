import assert from "node:assert/strict";
import fc from "fast-check";
import { countIn, errorsIn } from "../../../device-drivers/certificate-printer/marker-values.ts";
import { countAfter, expectedCount } from "../../../device-drivers/certificate-printer/page-counter.ts";
import { PROFILES } from "../../../device-drivers/certificate-printer/profiles.ts";
import { type CertificateProof, leftNoPage, NOT_COUNTED, reservation, SUCCESS } from "../../../device-drivers/kinds/certificate-printer.ts";
import { FakeClock } from "../../support/fake-clock.ts";

const HABITS = PROFILES["ipp-everywhere"].counter.value;
const A4 = { pages: 3, sides: "one-sided", media: "iso_a4_210x297mm" } as const;

describe("certificate-printer: counting pages", () => {
  /** A counter that shows these numbers one after another, then the last for ever; undefined where it is silent. */
  async function counted(shows: readonly (number | undefined)[], expected: number, rests: readonly boolean[] = []) {
    const clock = new FakeClock();
    let read = 0;
    let looked = 0;
    const counter = { read: async () => shows[Math.min(read++, shows.length - 1)], errors: async () => [] };
    const isIdle = async () => rests[looked++] ?? true;
    const start = clock.monotonic();
    const work = countAfter({ counter, clock, settleMs: 5_000, isIdle }, 100, expected, new AbortController().signal);
    let done = false;
    void work.then(() => {
      done = true;
    });
    while (!done) await clock.advance(500);
    return { found: await work, tookMs: clock.monotonic() - start, reads: read };
  }

  it("takes a counter that has come as far as it should at its first word", async () => {
    const { found, reads } = await counted([103], 3);
    assert.deepEqual([found, reads], [{ before: 100, after: 103, expected: 3 }, 1]);
  });

  it("waits for a laser that counts late", async () => {
    const { found, reads } = await counted([100, 101, 101, 103], 3);
    assert.deepEqual([found?.after, reads], [103, 4]);
  });

  it("waits until the printer rests: a fourth page may still come", async () => {
    const { found } = await counted([103, 104], 3, [false, true]);
    assert.equal(found?.after, 104);
  });

  it("gives a counter that stands still its time, and then says where it stands", async () => {
    const { found, tookMs } = await counted([100], 3);
    assert.equal(found?.after, 100);
    assert.ok(tookMs >= 5_000 && tookMs <= 6_000, `${tookMs} ms`);
  });

  it("knows nothing where the counter falls silent, whatever it said before", async () => {
    assert.equal((await counted([101, undefined], 3)).found, null);
  });

  it("hears a counter that was silent and answers after all", async () => {
    assert.equal((await counted([undefined, undefined, 103], 3)).found?.after, 103);
  });

  it("knows by how much a job moves it: by sides, by sheets, and A3 as two where the profile says so", () => {
    assert.equal(expectedCount(A4, HABITS), 3);
    assert.equal(expectedCount({ ...A4, sides: "two-sided-long-edge" }, HABITS), 3);
    assert.equal(expectedCount({ ...A4, sides: "two-sided-long-edge" }, { ...HABITS, unit: "sheets" }), 2);
    assert.equal(expectedCount({ ...A4, media: "iso_a3_297x420mm" }, PROFILES["counts-late"].counter.value), 6);
    assert.equal(expectedCount({ ...A4, media: "iso_a3_297x420mm" }, HABITS), 3);
  });

  it("every quirk of every profile says how it is known", () => {
    for (const [name, profile] of Object.entries(PROFILES)) {
      for (const quirk of Object.values(profile)) assert.ok(quirk.why.length > 20, name);
    }
  });
});

describe("certificate-printer: values of an agent", () => {
  it("takes counters, gauges and integers from 0 on for a count, and nothing else", () => {
    for (const type of [0x41, 0x42, 0x02]) assert.equal(countIn({ type, value: 7 }), 7);
    for (const value of [-2, 1.5, Number.NaN, "7", null, undefined, Buffer.from([7])])
      assert.equal(countIn({ type: 0x41, value }), undefined);
    assert.equal(countIn({ type: 0x04, value: 7 }), undefined);
  });

  it("reads each bit of the error state, and none that is not there", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4 }), (bytes) => {
        const set = errorsIn({ type: 0x04, value: Buffer.from(bytes) }) ?? [];
        const bits = [...bytes.subarray(0, 2)].flatMap((byte, at) => [...byte.toString(2).padStart(8, "0")].slice(0, at === 1 ? 7 : 8));
        assert.equal(set.length, bits.filter((bit) => bit === "1").length);
      }),
    );
    const named = {
      "40": "media-empty",
      "04": "media-jam",
      "08": "door-open",
      "02": "offline",
      "0004": "input-tray-empty",
      "0008": "output-area-full",
    };
    for (const [hex, name] of Object.entries(named)) assert.deepEqual(errorsIn({ type: 0x04, value: Buffer.from(hex, "hex") }), [name]);
    assert.equal(errorsIn({ type: 0x02, value: 4 }), undefined);
  });
});

describe("certificate-printer: what counts as printed", () => {
  const proof = (over: Partial<CertificateProof>): CertificateProof => ({
    state: "completed",
    reason: SUCCESS,
    pages: 2,
    counter: null,
    ...over,
  });
  const count = (by: number, expected = 2) => ({ before: 10, after: 10 + by, expected });

  const CASES: readonly { says: string; proof: CertificateProof; why: RegExp | undefined }[] = [
    { says: "completed, two pages", proof: proof({}), why: undefined },
    { says: "completed, two pages, the counter agrees", proof: proof({ counter: count(2) }), why: undefined },
    { says: "completed, pages not counted, the counter agrees", proof: proof({ pages: NOT_COUNTED, counter: count(2) }), why: undefined },
    { says: "completed, nobody counted", proof: proof({ pages: NOT_COUNTED }), why: /nobody counted/ },
    { says: "completed, two pages, the counter stands still", proof: proof({ counter: count(0) }), why: /moved by 0, not 2/ },
    { says: "completed, two pages, the counter was set back", proof: proof({ counter: count(-9) }), why: /moved by -9/ },
    { says: "completed, one page, the counter agrees", proof: proof({ pages: 1, counter: count(2) }), why: /1 of 2 pages/ },
    { says: "completed with another reason", proof: proof({ reason: "processing-to-stop-point" }), why: /processing-to-stop-point/ },
    { says: "aborted", proof: proof({ state: "aborted", reason: "aborted-by-system" }), why: /aborted/ },
  ];
  for (const { says, proof: given, why } of CASES) {
    it(`${says}: ${why ? "no" : "yes"}`, () => {
      const found = reservation(given, 2);
      if (why) assert.match(found ?? "", why);
      else assert.equal(found, undefined);
    });
  }

  it("a job that was given up left no page only where every count says so", () => {
    const aborted = { state: "aborted", reason: "aborted-by-system" } as const;
    assert.equal(leftNoPage(proof({ ...aborted, pages: 0 })), true);
    assert.equal(leftNoPage(proof({ ...aborted, pages: 0, counter: count(0) })), true);
    assert.equal(leftNoPage(proof({ ...aborted, pages: 0, counter: count(1) })), false);
    assert.equal(leftNoPage(proof({ ...aborted, pages: 1 })), false);
    assert.equal(leftNoPage(proof({ ...aborted, pages: NOT_COUNTED })), false);
    assert.equal(leftNoPage(proof({ ...aborted, pages: NOT_COUNTED, counter: count(0) })), true);
  });
});
