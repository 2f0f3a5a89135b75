import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { SqliteHubStore } from "../../../../sync-agent/hub/sqlite-store.ts";
import type { InboxRow } from "../../../../sync-agent/hub/store.ts";
import { removeTempFolders, tempFolder } from "../../support.ts";
import { Hall, type KioskBooks } from "./hall-of-kiosks.ts";

const MINUTE_MS = 60_000;

describe("sync-agent/hub/blanks: what the hub itself expects when sheets are counted", () => {
  let hall: Hall;
  let one: KioskBooks;
  beforeEach(() => {
    hall = new Hall(new SqliteHubStore(join(tempFolder(), "hub.db")));
    one = hall.kiosk("kiosk-01");
  });
  afterEach(() => {
    hall.store.close();
    removeTempFolders();
  });

  const kept = async () => (await hall.store.blanks.findingsWithin(0, Number.MAX_SAFE_INTEGER)).map(({ code }) => code);

  it("a kiosk that hides a missing sheet by expecting what was counted is found, with both figures, until a count fits the hub's book", async () => {
    one.load("A0001", "A0010");
    one.print("A0001", "issued");
    one.count(8, 8);
    await one.send();
    assert.deepEqual(await hall.open(), ["expected-differs"]);
    const [finding] = await hall.report.findings();
    assert.match(finding?.what.en ?? "", /kiosk-01 said that its book has 8; by the hub's book it is 9; the difference is 1/);
    assert.match(finding?.what["zh-CN"] ?? "", /应有 8 张，按市级账应有 9 张，相差 1 张/);
    await hall.clock.advance(MINUTE_MS);
    one.count(8, 9);
    await one.send();
    assert.deepEqual(await hall.open(), ["counted-differs"]);
    one.count(9, 9);
    await one.send();
    assert.deepEqual(await hall.open(), []);
  });

  it("a kiosk that expects more than the hub knows of is found as well", async () => {
    one.load("A0001", "A0010");
    one.spoil("A0002");
    one.giveBack("A0010", "A0010");
    one.print("A0001", "failed");
    one.count(9, 9);
    await one.send();
    assert.deepEqual(await hall.open(), ["expected-differs"]);
  });

  it("a sheet in doubt may lie in the tray or not: both figures are right, a third is not", async () => {
    one.load("A0001", "A0010");
    one.print("A0001", "failed", { blank: "unknown" });
    for (const counted of [9, 10, 7, 12]) {
      one.count(counted, one.expectedFor(counted));
      await one.send();
      assert.ok(!(await hall.open()).includes("expected-differs"), String(counted));
    }
    one.count(9, 10);
    await one.send();
    assert.deepEqual(await hall.open(), ["counted-differs", "expected-differs"]);
  });

  it("each kind of sheet is counted by itself", async () => {
    one.load("A0001", "A0010");
    one.event("loaded", "B0001", "B0003", { blankType: "permit-a4" });
    one.count(10, 10);
    one.event("counted", "", "", { blankType: "permit-a4", batch: "", count: 3, expected: 3 });
    await one.send();
    assert.deepEqual(await hall.open(), []);
  });

  it("a row that is still on its way is waited for half an hour, and one that comes then closes what was found", async () => {
    one.load("A0001", "A0010");
    const held = one.print("A0001", "issued");
    one.count(9, 9);
    await one.send(held);
    await hall.clock.advance(29 * MINUTE_MS);
    assert.deepEqual(await hall.open(), []);
    await hall.clock.advance(2 * MINUTE_MS);
    assert.deepEqual(await hall.open(), ["expected-differs"]);
    await one.send();
    assert.deepEqual(await hall.open(), []);
    const [finding] = await hall.store.blanks.findingsWithin(0, Number.MAX_SAFE_INTEGER);
    assert.equal(finding?.closedAt, "2026-01-05T09:00:00+08:00", "the date of the row that was missing");
  });

  it("a print that was kept back from the hub until a count had agreed shows that the count was wrong", async () => {
    one.load("A0001", "A0010");
    const held = one.print("A0001", "issued");
    one.count(10, 10);
    await one.send(held);
    assert.deepEqual(await hall.open(), []);
    await one.send();
    await hall.bookkeeper.look("due");
    assert.deepEqual(
      (await hall.report.findings()).map(({ code }) => code),
      ["expected-differs"],
    );
  });

  it("a count that comes after its day's statement agreed is not held against numbers that have been carried forward", async () => {
    one.load("A0001", "A0010");
    one.print("A0001", "issued");
    const late = one.count(9, 9);
    one.print("A0002", "issued");
    one.statement();
    await one.send(late);
    assert.equal(await hall.statementState("kiosk-01"), "agrees");
    assert.ok((await hall.store.blanks.book("kiosk-01")).entries.some(({ isCarried }) => isCarried));
    await one.send();
    assert.deepEqual(await hall.open(), []);
    one.count(8, 8);
    await one.send();
    assert.deepEqual(await hall.open(), []);
    one.count(9, 9);
    await one.send();
    assert.deepEqual(await hall.open(), ["expected-differs"]);
  });

  it("a kiosk whose disk was put back from an older copy expects sheets that are gone", async () => {
    one.load("A0001", "A0010");
    one.print("A0001", "issued");
    await one.send();
    one.epoch = "e2";
    one.count(10, 10);
    await one.send();
    assert.deepEqual(await hall.open(), ["expected-differs"]);
  });

  const day = fc.record({
    steps: fc.array(fc.record({ serial: fc.nat(11), act: fc.nat(9), off: fc.integer({ min: -2, max: 2 }) }), {
      minLength: 1,
      maxLength: 25,
    }),
    order: fc.array(fc.nat(1_000), { minLength: 30, maxLength: 30 }),
    again: fc.array(fc.nat(1_000), { maxLength: 8 }),
    parts: fc.integer({ min: 1, max: 4 }),
  });

  /** Lets a kiosk live through `steps` and gives its rows as they arrive: in another order, some of them twice, in parts. */
  function arrivals(kiosk: KioskBooks, { steps, order, again, parts }: typeof day extends fc.Arbitrary<infer T> ? T : never) {
    const serial = (n: number) => `${kiosk.id}${String(n).padStart(4, "0")}`;
    kiosk.load(serial(0), serial(11));
    for (const step of steps) live(kiosk, serial(step.serial), step.act, step.off);
    const rows = kiosk.outbox.splice(0);
    const shuffled = rows.map((row, at) => ({ row, key: order[at] ?? 0 })).sort((a, b) => a.key - b.key);
    const all = [...shuffled.map(({ row }) => row), ...again.flatMap((at) => rows[at % rows.length] ?? [])];
    const size = Math.ceil(all.length / parts);
    return Array.from({ length: parts }, (_, part) => all.slice(part * size, (part + 1) * size));
  }

  async function arrive(kiosk: KioskBooks, batches: readonly InboxRow[][]): Promise<void> {
    for (const rows of batches) {
      await kiosk.deliver(rows);
      await hall.bookkeeper.look();
    }
  }

  it("an honest kiosk is never accused, in whatever order its rows come and however often", async () => {
    let kiosks = 0;
    await fc.assert(
      fc.asyncProperty(day, async (lived) => {
        const kiosk = hall.kiosk(`K${kiosks++}-`);
        const before = await kept();
        await arrive(kiosk, arrivals(kiosk, lived));
        const accused = (await kept()).slice(0, (await kept()).length - before.length);
        assert.deepEqual(
          accused.filter((code) => code !== "counted-differs"),
          [],
        );
      }),
      { numRuns: 40 },
    );
  });

  it("a kiosk that lies about what should be there is found, in whatever order its rows come and however often", async () => {
    let kiosks = 0;
    const lie = fc.integer({ min: 1, max: 3 });
    await fc.assert(
      fc.asyncProperty(day, lie, async (lived, by) => {
        const kiosk = hall.kiosk(`L${kiosks++}-`);
        const last = { steps: [...lived.steps, { serial: 0, act: 10 + by, off: 0 }] };
        await arrive(kiosk, arrivals(kiosk, { ...lived, ...last }));
        const found = (await hall.report.findings()).filter((one) => one.kiosk === kiosk.id).map(({ code }) => code);
        assert.ok(found.includes("expected-differs"), found.join());
      }),
      { numRuns: 40 },
    );
  });
});

/** A step in the life of a number, a day's statement, or a count; `act` above 10: one whose expectation is wrong by so many. */
function live(kiosk: KioskBooks, serial: string, act: number, off: number): void {
  const known = kiosk.states.get(serial);
  const inStock = [...kiosk.states.values()].filter(({ state }) => state === "inStock").length;
  const counted = Math.max(0, inStock + off);
  if (act > 10) return void kiosk.count(inStock, kiosk.expectedFor(inStock) + act - 10);
  if (act === 9) return void kiosk.statement();
  if (act === 8) return void kiosk.count(counted, kiosk.expectedFor(counted));
  const issuance = `${serial}-${kiosk.seq}`;
  if (known?.state === "inStock") {
    if (act === 0) kiosk.print(serial, "printed", { issuance });
    if (act === 1) kiosk.print(serial, "unknown", { issuance });
    if (act === 2) kiosk.print(serial, "failed", { issuance });
    if (act === 3) kiosk.print(serial, "failed", { issuance, blank: "unknown" });
    if (act === 4) kiosk.spoil(serial);
    if (act === 5) kiosk.giveBack(serial, serial);
    if (act > 5) kiosk.print(serial, "issued", { issuance });
  } else if (known?.state === "printed" || known?.state === "unknown") {
    const back = act % 3 === 2 && known.state === "unknown";
    kiosk.print(serial, back ? "failed" : act % 3 === 0 ? "issued" : "spoiled", { issuance: known.issuance });
  }
}
