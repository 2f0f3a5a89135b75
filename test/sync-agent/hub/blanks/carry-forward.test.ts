import assert from "node:assert/strict";
import fc from "fast-check";
import type { Settlement } from "../../../../sync-agent/hub/blanks/blank-store.ts";
import { SqliteHubStore } from "../../../../sync-agent/hub/sqlite-store.ts";
import { Hall, type KioskBooks } from "./hall-of-kiosks.ts";

const MINUTE_MS = 60_000;
const serial = (n: number) => `A${String(n).padStart(4, "0")}`;
const ofKiosk = ({ id }: KioskBooks, n: number) => `${id.toUpperCase()}-${serial(n)}`;

describe("sync-agent/hub/blanks: what is settled is carried forward while something else is not", () => {
  const halls: Hall[] = [];
  afterEach(() => {
    for (const { store } of halls.splice(0)) store.close();
  });

  function openHall({ carries = true } = {}): Hall {
    const store = new SqliteHubStore(":memory:");
    if (!carries) {
      const settle = store.blanks.settle.bind(store.blanks);
      store.blanks.settle = ({ book, ...changes }: Settlement) =>
        settle({ ...changes, ...(book ? { book: { ...book, carried: [] } } : {}) });
    }
    const hall = new Hall(store);
    halls.push(hall);
    return hall;
  }

  it("a number that was printed twice stays a finding for good, and the book behind it stays small", async () => {
    const hall = openHall();
    const one = hall.kiosk("kiosk-01");
    one.load(serial(1), serial(300));
    one.print(serial(5), "issued", { issuance: "i1" });
    one.print(serial(5), "issued", { issuance: "i2" });
    for (let day = 0; day < 10; day++) {
      for (let n = 1; n <= 25; n++) {
        one.print(serial(10 + day * 25 + n), "printed");
        one.print(serial(10 + day * 25 + n), "issued");
      }
      await hall.clock.advance(MINUTE_MS);
      one.statement();
      await one.send();
      assert.deepEqual(await hall.open(), [`state-differs ${serial(5)}`]);
    }
    const { entries } = await hall.store.blanks.book("kiosk-01");
    assert.ok(entries.length <= 1 + 2 + 10, `${entries.length} lines for 500 rows: the loading, both prints, one line a day`);
    const [book] = await hall.report.books();
    assert.deepEqual([book?.loaded, book?.left, book?.issued], [300, 49, 251]);
  });

  it("a row that comes while the book is being looked at is not taken for settled with it", async () => {
    const hall = openHall();
    const { blanks } = hall.store;
    const one = hall.kiosk("kiosk-01");
    one.load(serial(1), serial(10));
    one.print(serial(1), "issued");
    one.statement();
    await one.send();
    const settle = blanks.settle.bind(blanks);
    blanks.settle = async (settlement: Settlement) => {
      blanks.settle = settle;
      one.print(serial(1), "printed", { issuance: "i9" });
      one.states.set(serial(1), { state: "issued", issuance: "", batch: "kiosk-01-0" });
      one.statement();
      await one.send();
      return settle(settlement);
    };
    await hall.bookkeeper.look();
    assert.deepEqual(await hall.open(), [`state-differs ${serial(1)}`]);
  });

  type Step = { readonly kiosk: 0 | 1; readonly act: number; readonly n: number };
  const STEP: fc.Arbitrary<Step> = fc.record({
    kiosk: fc.constantFrom(0 as const, 1 as const),
    act: fc.nat(12),
    n: fc.integer({ min: 1, max: 14 }),
  });

  /** What kiosks do, right and wrong. */
  function does(kiosk: KioskBooks, { act, n }: Step, at: number): void {
    const number = ofKiosk(kiosk, n);
    const state = kiosk.states.get(number)?.state;
    const fresh = state === "inStock" || state === undefined;
    if (act <= 3 && fresh) {
      kiosk.print(number, "printed", { issuance: `i${at}` });
      kiosk.print(number, "issued", { issuance: `i${at}` });
    }
    if (act === 4 && fresh) kiosk.print(number, "unknown", { issuance: `i${at}` });
    if (act === 5 && fresh) kiosk.print(number, "spoiled", { issuance: `i${at}` });
    if (act === 6) kiosk.print(number, "issued", { issuance: `i${at}` });
    if (act === 7 && state === "inStock") kiosk.giveBack(number, number);
    if (act === 8 && state === "returned") kiosk.load(number, number);
    // It forgets what it did.
    if (act === 9 && state !== undefined)
      kiosk.states.set(number, { ...(kiosk.states.get(number) as { batch: string; issuance: string }), state: "inStock" });
    if (act === 10) kiosk.count(n, n % 4 === 0 ? n : kiosk.expectedFor(n));
    // The other kiosk's sheet.
    if (act === 11) kiosk.event("loaded", `KIOSK-0-${serial(n)}`, `KIOSK-0-${serial(n)}`);
    if (act === 12) kiosk.statement();
  }

  it("the findings, their dates and every sum are the same as if nothing were carried, whatever goes wrong", async () => {
    let carried = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(STEP, { minLength: 10, maxLength: 60 }), async (steps) => {
        const both = [openHall(), openHall({ carries: false })].map((hall) => ({
          hall,
          kiosks: [hall.kiosk("kiosk-0"), hall.kiosk("kiosk-1")],
        }));
        const told = async ({ hall }: (typeof both)[number]) => {
          await hall.bookkeeper.look();
          const findings = (await hall.store.blanks.findingsWithin(0, Number.MAX_SAFE_INTEGER)).map(({ id: _, ...one }) =>
            JSON.stringify(one),
          );
          return { findings: findings.sort(), books: await hall.report.books(), open: (await hall.report.open()).open };
        };
        for (const { kiosks } of both) for (const kiosk of kiosks) kiosk.load(ofKiosk(kiosk, 1), ofKiosk(kiosk, 12));
        for (const [at, step] of steps.entries()) {
          for (const { hall, kiosks } of both) {
            await hall.clock.advance(MINUTE_MS);
            const kiosk = kiosks[step.kiosk];
            if (kiosk) does(kiosk, step, at);
            if (at % 4 === 3) for (const one of kiosks) await one.send();
          }
          if (at % 8 === 7) assert.deepEqual(await told(both[0] as (typeof both)[number]), await told(both[1] as (typeof both)[number]));
        }
        for (const { kiosks } of both) for (const kiosk of kiosks) kiosk.statement();
        for (const { kiosks } of both) for (const kiosk of kiosks) await kiosk.send();
        assert.deepEqual(await told(both[0] as (typeof both)[number]), await told(both[1] as (typeof both)[number]));
        for (const kiosk of ["kiosk-0", "kiosk-1"])
          carried += ((await both[0]?.hall.store.blanks.book(kiosk))?.entries ?? []).filter(({ isCarried }) => isCarried).length;
        for (const { store } of halls.splice(0)) store.close();
      }),
      { numRuns: 40 },
    );
    assert.ok(carried > 20, `${carried} lines were carried`);
  });
});
