import assert from "node:assert/strict";
import fc from "fast-check";
import type { HubStore } from "../../../../sync-agent/hub/store.ts";
import { Hall, type KioskBooks, toHour } from "./hall-of-kiosks.ts";

/** What any store behind the hub's port must do with blanks, asked through the bookkeeper that works on it. */
export function blankStoreContract(open: () => { store: HubStore; reopen: () => HubStore }): void {
  let hall: Hall;
  let one: KioskBooks;
  let two: KioskBooks;
  let reopen: () => HubStore;
  beforeEach(() => {
    const opened = open();
    reopen = opened.reopen;
    hall = new Hall(opened.store);
    one = hall.kiosk("kiosk-01");
    two = hall.kiosk("kiosk-02");
  });

  afterEach(() => hall.store.close());

  const book = async (kiosk: string) => {
    const row = (await hall.report.books()).find((found) => found.kiosk === kiosk);
    const { loaded = 0, left = 0, issued = 0, spoiled = 0, returned = 0, open: held = 0 } = row ?? {};
    assert.equal(loaded, left + issued + spoiled + returned + held, "loaded = left + issued + spoiled + returned + open");
    return { loaded, left, issued, spoiled, returned, open: held };
  };

  describe("the book", () => {
    it("says of every number that was loaded whether it is left, issued, spoiled, returned or open", async () => {
      one.load("A0001", "A0100");
      one.print("A0001", "printed");
      one.print("A0001", "issued");
      one.print("A0002", "printed");
      one.print("A0003", "unknown");
      one.print("A0004", "failed");
      one.print("A0005", "failed", { blank: "unknown" });
      one.spoil("A0006");
      one.giveBack("A0091", "A0100");
      await one.send();
      assert.deepEqual(await book("kiosk-01"), { loaded: 100, left: 85, issued: 1, spoiled: 1, returned: 10, open: 3 });
      assert.deepEqual(await hall.open(), []);
    });

    it("names each number without a final state, with the reason, since when and how old it is; and is empty otherwise", async () => {
      one.load("A0001", "A0010");
      two.load("B0001", "B0010");
      one.print("A0002", "printed");
      one.print("A0003", "unknown");
      one.print("A0005", "failed", { blank: "unknown" });
      await one.send();
      await two.send();
      await hall.clock.advance(60_000);
      const [first, second] = (await hall.report.open()).open;
      assert.deepEqual(
        first?.numbers.map(({ serial, why, ageMs }) => [serial, why, ageMs]),
        [
          ["A0002", "not-seen-taken", 60_000],
          ["A0003", "in-doubt", 60_000],
          ["A0005", "drawn-in", 60_000],
        ],
      );
      assert.deepEqual([second?.kiosk, second?.numbers], ["kiosk-02", []]);
      assert.deepEqual(await hall.report.totals(), { openNumbers: 3, openFindings: 0 });
      one.print("A0002", "issued");
      one.print("A0003", "spoiled");
      one.print("A0005", "failed");
      await one.send();
      assert.deepEqual((await hall.report.open()).open[0]?.numbers, []);
    });

    it("knows from the statement of a sheet that is on its way, until a newer row tells how it ended", async () => {
      one.load("A0001", "A0010");
      one.states.set("A0001", { state: "reserved", issuance: "i1", batch: "kiosk-01-0" });
      one.statement();
      await one.send();
      assert.equal(await hall.statementState("kiosk-01"), "agrees");
      assert.deepEqual(
        (await hall.report.open()).open[0]?.numbers.map(({ serial, why }) => [serial, why]),
        [["A0001", "printing"]],
      );
      one.print("A0001", "issued", { issuance: "i1" });
      await one.send();
      assert.equal((await book("kiosk-01")).open, 0);
    });

    it("does not let a row that was set aside, and comes late, undo what is final", async () => {
      one.load("A0001", "A0010");
      const printed = one.print("A0001", "printed");
      one.print("A0001", "issued");
      await one.send(printed);
      await one.send();
      assert.equal((await book("kiosk-01")).issued, 1);
    });

    it("is the same after the hub was restarted", async () => {
      one.load("A0001", "A0010");
      one.print("A0001", "printed");
      one.statement({ batches: [] });
      await one.send();
      const before = [await hall.open(), await hall.report.books(), await hall.report.open()];
      hall.store.close();
      const again = new Hall(reopen());
      await again.clock.advance(hall.clock.now() - again.clock.now());
      hall = again;
      assert.deepEqual([await again.open(), await again.report.books(), await again.report.open()], before);
    });

    it("refuses an event whose numbers are of two series, or not as many as it says, and says so", async () => {
      one.event("loaded", "A0001", "B0010", { count: 10 });
      one.event("loaded", "A0001", "A0010", { count: 11 });
      assert.deepEqual(await one.send(), ["A0001 to B0010 are not numbers of one series", "A0001 to A0010 are 10 numbers, not 11"]);
    });

    it("keeps the width of a number: A0099 is followed by A0100, and A99 is another", async () => {
      one.load("A0098", "A0101");
      one.load("A98", "A99");
      one.print("A0100", "issued");
      await one.send();
      assert.deepEqual(await book("kiosk-01"), { loaded: 6, left: 5, issued: 1, spoiled: 0, returned: 0, open: 0 });
    });
  });

  describe("the same number twice", () => {
    it("is an alarm when two kiosks loaded it, and says which numbers and where", async () => {
      one.load("A0001", "A0100");
      await one.send();
      two.load("A0051", "A0060");
      await two.send();
      await hall.clock.advance(1_000);
      one.print("A0001", "issued");
      await one.send();
      await hall.bookkeeper.look();
      const [finding] = await hall.report.findings();
      assert.deepEqual(
        [finding?.code, finding?.kiosk, finding?.first, finding?.last, finding?.count],
        ["duplicate-number", "kiosk-02", "A0051", "A0060", 10],
      );
      assert.match(finding?.what.en ?? "", /A0051–A0060 \(10\) are at kiosk-01 and at kiosk-02/);
    });

    it("is an alarm when it was typed in small letters at one kiosk and in capitals at the other", async () => {
      one.load("SL-F0001", "SL-F0010");
      await one.send();
      two.load("sl-f0003", "sl-f0004");
      await two.send();
      await hall.clock.advance(1_000);
      one.print("SL-F0001", "issued");
      await one.send();
      assert.deepEqual(await hall.open(), ["duplicate-number SL-F0003–SL-F0004"]);
      assert.equal(await hall.store.blanks.isInStock("sl-f0002"), true);
    });

    it("of a kiosk that writes all of its numbers in small letters is none: its statement agrees, and nothing is a finding", async () => {
      one.load("sl-f0001", "sl-f0010");
      one.print("sl-f0001", "issued");
      const runs = [
        { state: "issued" as const, first: "sl-f0001", last: "sl-f0001", count: 1 },
        { state: "inStock" as const, first: "sl-f0002", last: "sl-f0010", count: 9 },
      ];
      one.statement({
        open: [],
        batches: [{ batch: "b", blankType: "licence-a3", first: "sl-f0001", last: "sl-f0010", loaded: 10, runs }],
      });
      await one.send();
      assert.deepEqual(await hall.open(), []);
      assert.equal(await hall.statementState("kiosk-01"), "agrees");
    });

    it("is an alarm when one kiosk loaded it twice", async () => {
      one.load("A0001", "A0010");
      one.event("loaded", "A0005", "A0006");
      await one.send();
      assert.deepEqual(await hall.open(), ["duplicate-number A0005–A0006"]);
    });

    it("is fine when it was given back unused before: loaded = left + returned at both", async () => {
      one.load("A0001", "A0100");
      one.giveBack("A0051", "A0100");
      await one.send();
      two.load("A0051", "A0100");
      two.print("A0051", "issued");
      await two.send();
      one.statement();
      two.statement();
      await one.send();
      await two.send();
      assert.deepEqual(await hall.open(), []);
      assert.deepEqual(await book("kiosk-01"), { loaded: 100, left: 50, issued: 0, spoiled: 0, returned: 50, open: 0 });
      assert.deepEqual(await book("kiosk-02"), { loaded: 50, left: 49, issued: 1, spoiled: 0, returned: 0, open: 0 });
    });

    it("is fine, and read as fast as ever, when a pack goes back to the store every evening for months", async () => {
      for (let day = 0; day < 120; day++) {
        const first = `A${String(1 + day).padStart(4, "0")}`;
        one.load(first, "A0200");
        if (day % 3 === 0) one.print(first, "failed");
        one.print(first, "printed");
        one.print(first, "issued");
        one.giveBack(`A${String(2 + day).padStart(4, "0")}`, "A0200");
      }
      assert.deepEqual(await one.send(), [], "no loading is one too many");
      assert.deepEqual(await hall.open(), []);
      const before = await book("kiosk-01");
      assert.equal(before.issued, 120);
      // A kiosk states each pack of which not all has ended once more; the numbers stand in the pack in which they lie.
      one.batches = one.batches.slice(-1);
      one.statement();
      await one.send();
      assert.equal(await hall.statementState("kiosk-01"), "agrees");
      const { entries } = await hall.store.blanks.book("kiosk-01");
      assert.equal(entries.filter(({ issuance }) => issuance !== "").length, 0, "what was used has been carried forward");
      assert.deepEqual(await book("kiosk-01"), before);
      const overlaps = await hall.store.blanks.overlaps();
      assert.ok(overlaps.length <= 120, `${overlaps.length} overlaps of 120 loadings`);
      one.event("loaded", "A0120", "A0120");
      await one.send();
      assert.deepEqual(await hall.open(), ["duplicate-number A0120"], "a used sheet that is loaded again is an alarm as ever");
    });

    it("waits for a kiosk that was cut off when it gave them back", async () => {
      one.load("A0001", "A0100");
      await one.send();
      await hall.clock.advance(1_000);
      one.giveBack("A0051", "A0100");
      two.load("A0051", "A0100");
      await two.send();
      assert.deepEqual(await hall.open(), []);
      await hall.clock.advance(3 * 60 * 60_000);
      one.print("A0001", "issued");
      await one.send();
      assert.deepEqual(await hall.open(), []);
    });

    it("is called so after a day, whatever the silent kiosk may know; and closed with the date of its row", async () => {
      one.load("A0001", "A0100");
      await one.send();
      await hall.clock.advance(1_000);
      one.giveBack("A0051", "A0100");
      two.load("A0051", "A0100");
      await two.send();
      await hall.clock.advance(24 * 60 * 60_000);
      assert.ok((await hall.open()).includes("duplicate-number A0051–A0100"));
      await one.send();
      assert.ok(!(await hall.open()).includes("duplicate-number A0051–A0100"));
      const kept = await hall.store.blanks.findingsWithin(0, Number.MAX_SAFE_INTEGER);
      assert.equal(kept.find(({ code }) => code === "duplicate-number")?.closedAt, "2026-01-05T09:00:01+08:00");
    });

    it("stays an alarm when the sheet was used before it was given back", async () => {
      one.load("A0001", "A0010");
      one.print("A0001", "issued");
      one.giveBack("A0001", "A0001");
      await one.send();
      two.load("A0001", "A0001");
      await two.send();
      await hall.clock.advance(1_000);
      one.print("A0002", "issued");
      await one.send();
      assert.ok((await hall.open()).includes("duplicate-number A0001"));
    });
  });

  describe("the daily statement", () => {
    it("that agrees in every state is written down as agreeing", async () => {
      one.load("A0001", "A0100");
      one.print("A0001", "printed");
      one.print("A0001", "issued");
      one.print("A0002", "printed");
      one.print("A0003", "unknown");
      one.print("A0004", "failed");
      one.print("A0005", "failed", { blank: "unknown" });
      one.spoil("A0006");
      one.giveBack("A0100", "A0100");
      one.count(94, 94);
      one.statement();
      await one.send();
      assert.deepEqual(await hall.open(), []);
      assert.equal(await hall.statementState("kiosk-01"), "agrees");
    });

    it("is held against the book as it was when it was written: what came after it is no difference", async () => {
      one.load("A0001", "A0100");
      one.print("A0001", "printed");
      one.statement();
      one.print("A0001", "issued");
      one.print("A0002", "issued");
      await one.send();
      assert.deepEqual(await hall.open(), []);
    });

    it("may come before rows that the kiosk wrote earlier: nothing is called wrong while they are on their way", async () => {
      one.load("A0001", "A0100");
      const held = one.print("A0001", "issued");
      one.statement();
      await one.send(held);
      assert.deepEqual(await hall.open(), []);
      assert.equal(await hall.statementState("kiosk-01"), "waiting");
      await hall.clock.advance(20 * 60_000);
      assert.deepEqual(await hall.open(), []);
      await one.send();
      assert.deepEqual(await hall.open(), []);
      assert.equal(await hall.statementState("kiosk-01"), "agrees");
    });

    it("with rows that still have not come after half an hour is a difference, which the row closes with its own date", async () => {
      one.load("A0001", "A0100");
      const held = one.print("A0001", "issued");
      one.statement();
      await one.send(held);
      await hall.clock.advance(31 * 60_000);
      assert.deepEqual(await hall.open(), ["issued-unreported A0001"]);
      await one.send();
      assert.deepEqual(await hall.open(), []);
      const [finding] = await hall.store.blanks.findingsWithin(0, Number.MAX_SAFE_INTEGER);
      assert.deepEqual([finding?.code, finding?.closedAt], ["issued-unreported", "2026-01-05T09:00:00+08:00"]);
      assert.equal(await hall.statementState("kiosk-01"), "agrees");
    });

    it("finds numbers that were issued at the kiosk and never reported, and goes on with what is left when part is explained", async () => {
      one.load("A0001", "A0100");
      for (const serial of ["A0001", "A0002", "A0003"]) one.print(serial, "issued");
      const [, first, second, third] = one.outbox;
      one.statement();
      const lost = [first, second, third].filter((row) => row !== undefined);
      await one.send(...lost);
      await hall.clock.advance(40 * 60_000);
      assert.deepEqual(await hall.open(), ["issued-unreported A0001–A0003"]);
      const openedAt = (await hall.report.findings())[0]?.openedAt;
      await hall.clock.advance(60_000);
      await one.send(...(second ? [second] : []));
      assert.deepEqual(await hall.open(), ["issued-unreported A0002"]);
      assert.equal((await hall.report.findings())[0]?.openedAt, openedAt);
    });

    it("finds a number that was printed on twice, also when the first print was settled long ago", async () => {
      one.load("A0001", "A0010");
      one.print("A0001", "issued", { issuance: "i1" });
      one.print("A0002", "printed", { issuance: "i2" });
      one.print("A0002", "issued", { issuance: "i2" });
      one.statement();
      await one.send();
      assert.deepEqual(await hall.open(), []);
      one.print("A0001", "printed", { issuance: "i9" });
      await one.send();
      assert.deepEqual(await hall.open(), ["state-differs A0001"]);
      assert.match((await hall.report.findings())[0]?.what.en ?? "", /more than one print on A0001/);
      one.statement();
      await one.send();
      assert.deepEqual(await hall.open(), ["state-differs A0001"]);
    });

    it("that agreed before an early row of a print came is not upset by that row", async () => {
      one.load("A0001", "A0010");
      const printed = one.print("A0001", "printed");
      one.print("A0001", "issued");
      one.statement();
      await one.send(printed);
      assert.equal(await hall.statementState("kiosk-01"), "agrees");
      await one.send();
      one.statement();
      await one.send();
      assert.deepEqual(await hall.open(), []);
    });

    it("that agreed lets what is final be carried forward: the book says the same, in a line instead of hundreds", async () => {
      one.load("A0001", "A0300");
      for (let n = 1; n <= 200; n++) {
        const serial = `A${String(n).padStart(4, "0")}`;
        one.print(serial, "printed");
        one.print(serial, n === 100 ? "spoiled" : "issued");
      }
      one.print("A0201", "printed");
      await one.send();
      const before = await book("kiosk-01");
      one.statement();
      await one.send();
      assert.deepEqual(await hall.open(), []);
      assert.deepEqual(await book("kiosk-01"), before);
      assert.equal((await hall.store.blanks.book("kiosk-01")).entries.length, 5, "loaded, issued, spoiled, issued, printed");
      one.print("A0201", "issued");
      one.statement();
      await one.send();
      assert.deepEqual(await hall.open(), []);
      assert.deepEqual(await book("kiosk-01"), { ...before, issued: before.issued + 1, open: 0 });
    });

    it("finds prints on numbers that nobody loaded", async () => {
      one.load("A0001", "A0010");
      one.print("A0011", "issued");
      await one.send();
      assert.deepEqual(await hall.open(), ["issued-unloaded A0011"]);
      assert.deepEqual(await book("kiosk-01"), { loaded: 11, left: 10, issued: 1, spoiled: 0, returned: 0, open: 0 });
    });

    it("finds numbers that only one of the two books has", async () => {
      one.load("A0001", "A0010");
      one.load("C0001", "C0005");
      one.outbox.pop();
      one.batches.push({ batch: "x", first: "B0001", last: "B0010" });
      for (let n = 1; n <= 10; n++) one.states.set(`B${String(n).padStart(4, "0")}`, { state: "inStock", issuance: "", batch: "x" });
      one.batches = one.batches.filter(({ first }) => first !== "A0001");
      one.statement();
      await one.send();
      await hall.clock.advance(31 * 60_000);
      assert.deepEqual((await hall.open()).sort(), ["count-differs A0001–A0010", "count-differs B0001–B0010", "count-differs C0001–C0005"]);
    });

    it("does not miss a pack whose numbers have all ended: it stood in an earlier statement", async () => {
      one.load("A0001", "A0002");
      one.load("B0001", "B0002");
      for (const serial of ["A0001", "A0002"]) one.print(serial, "issued");
      one.statement();
      one.batches = one.batches.filter(({ first }) => first !== "A0001");
      one.statement();
      await one.send();
      await hall.clock.advance(31 * 60_000);
      assert.deepEqual(await hall.open(), []);
    });

    it("of a kiosk whose disk was put back from an older copy shows what it forgot: numbers that it would print on again", async () => {
      one.load("A0001", "A0100");
      await one.send();
      const older = structuredClone([...one.states]);
      for (const serial of ["A0001", "A0002"]) one.print(serial, "issued");
      await one.send();
      one.states = new Map(older);
      one.epoch = "e2";
      one.statement();
      await one.send();
      assert.deepEqual(await hall.open(), ["state-differs A0001–A0002"]);
      const [finding] = await hall.report.findings();
      assert.match(finding?.what.en ?? "", /in stock says kiosk-01, issued says the hub/);
      assert.match(finding?.todo["zh-CN"] ?? "", /停用该纸盒/);
    });

    it("whose batch does not add up is reported as it is", async () => {
      one.load("A0001", "A0010");
      const runs = [
        { state: "inStock" as const, first: "A0001", last: "A0005", count: 5 },
        { state: "issued" as const, first: "A0007", last: "A0010", count: 4 },
      ];
      one.statement({ batches: [{ batch: "kiosk-01-0", blankType: "licence-a3", first: "A0001", last: "A0010", loaded: 10, runs }] });
      await one.send();
      const found = await hall.open();
      assert.ok(found.includes("batch-broken A0001–A0010"), found.join());
      assert.ok(found.includes("count-differs A0006"), found.join());
    });

    it("a count by hand that differs is an alarm until one agrees", async () => {
      one.load("A0001", "A0010");
      one.count(9, 10);
      await one.send();
      assert.deepEqual(await hall.open(), ["counted-differs"]);
      await hall.clock.advance(60_000);
      one.count(10, 10);
      await one.send();
      assert.deepEqual(await hall.open(), []);
      const [finding] = await hall.store.blanks.findingsWithin(0, Number.MAX_SAFE_INTEGER);
      assert.equal(finding?.closedAt, "2026-01-05T09:01:00+08:00");
    });

    it("that is missing by noon of the next day is an alarm where there are blanks, and closed by the next one", async () => {
      one.load("A0001", "A0010");
      await one.send();
      two.load("B0001", "B0002");
      two.giveBack("B0001", "B0002");
      await two.send();
      await toHour(hall.clock, 11, 1);
      assert.deepEqual(await hall.open(), []);
      await toHour(hall.clock, 12);
      assert.deepEqual(await hall.open(), ["statement-missing"]);
      const [finding] = await hall.report.findings();
      assert.match(finding?.what.en ?? "", /kiosk-01 .* since 2026-01-05/);
      const { kiosks } = await hall.report.reconciliation("2026-01-05");
      assert.deepEqual(
        kiosks.map(({ kiosk, state }) => [kiosk, state]),
        [
          ["kiosk-01", "missing"],
          ["kiosk-02", "no-blanks"],
        ],
      );
      await toHour(hall.clock, 9, 3);
      assert.equal((await hall.report.findings()).length, 1, "the same trouble stays one finding");
      one.statement();
      await one.send();
      assert.deepEqual(await hall.open(), []);
      assert.equal((await hall.report.reconciliation("2026-01-09")).kiosks[0]?.state, "agrees");
    });

    it("of a later day stands for the book alone; the day's page shows the findings that were open then", async () => {
      one.load("A0001", "A0010");
      one.count(9, 10);
      await one.send();
      await hall.open();
      await toHour(hall.clock, 10, 1);
      one.count(10, 10);
      one.statement();
      await one.send();
      const found = async (day: string) => (await hall.report.reconciliation(day)).findings.map(({ code }) => code);
      assert.deepEqual(await found("2026-01-05"), ["counted-differs"]);
      assert.deepEqual(await found("2026-01-06"), ["counted-differs"]);
      assert.deepEqual(await found("2026-01-07"), []);
    });

    it("is read after one of an older day that comes late: the newest by the kiosk's order counts", async () => {
      one.load("A0001", "A0010");
      const older = one.statement();
      await hall.clock.advance(60_000);
      one.print("A0001", "issued");
      one.statement();
      await one.send(older);
      assert.deepEqual(await hall.open(), []);
      await one.send();
      assert.deepEqual(await hall.open(), []);
    });
  });

  describe("whatever order the rows come in", () => {
    it("raises no alarm within half an hour, and none when all have come", async () => {
      let kiosks = 0;
      const step = fc.record({ serial: fc.integer({ min: 1, max: 12 }), act: fc.nat(5), held: fc.boolean(), released: fc.boolean() });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
          kiosks += 1;
          const prefix = `K${kiosks}-`;
          const kiosk = hall.kiosk(prefix);
          const serial = (n: number) => `${prefix}${String(n).padStart(4, "0")}`;
          kiosk.load(serial(1), serial(12));
          for (const { serial: n, act } of steps) lives(kiosk, serial(n), act);
          kiosk.statement();
          const held = kiosk.outbox.filter((_, at) => steps[at]?.held === true);
          await kiosk.send(...held);
          assert.deepEqual(await hall.open(), []);
          await hall.clock.advance(29 * 60_000);
          assert.deepEqual(await hall.open(), []);
          await kiosk.send(...held.filter((_, at) => steps[at]?.released === true));
          await kiosk.send();
          assert.deepEqual(await hall.open(), []);
          assert.equal(await hall.statementState(prefix), "agrees");
          const sums = await book(prefix);
          const states = [...kiosk.states.values()].map(({ state }) => state);
          const having = (...those: string[]) => states.filter((state) => those.includes(state)).length;
          assert.deepEqual(
            [sums.left, sums.issued, sums.spoiled, sums.returned, sums.open],
            [having("inStock"), having("issued"), having("spoiled"), having("returned"), having("printed", "unknown")],
          );
        }),
        { numRuns: 60 },
      );
    });
  });

  describe("who settled a number", () => {
    const settled = async (day = "2026-01-05") =>
      (await hall.report.settled(day)).map(({ serial, found, by, confirmedBy }) => `${serial} ${found} ${by} ${confirmedBy}`.trim());

    it("is told of every way in which a sheet in doubt can be found, with the second person where there was one", async () => {
      one.load("A0001", "A0010");
      for (const serial of ["A0001", "A0002", "A0003"]) one.print(serial, "unknown");
      one.print("A0001", "issued", { settled: { by: "lin", confirmedBy: "zhou" } });
      one.print("A0002", "spoiled", { settled: { by: "lin", confirmedBy: "" } });
      one.print("A0003", "failed", { settled: { by: "zhou", confirmedBy: "lin" } });
      one.print("A0004", "issued");
      await one.send();
      assert.deepEqual(await settled(), ["A0001 printed lin zhou", "A0002 spoiled lin", "A0003 blank-unused zhou lin"]);
      assert.deepEqual(await settled("2026-01-06"), []);
    });

    it("is not forgotten when a statement agreed and the lines are carried forward, nor by a restart", async () => {
      one.load("A0001", "A0010");
      one.print("A0001", "unknown");
      one.print("A0001", "issued", { settled: { by: "lin", confirmedBy: "zhou" } });
      one.statement();
      await one.send();
      assert.equal(await hall.statementState("kiosk-01"), "agrees");
      assert.equal((await hall.store.blanks.book("kiosk-01")).entries.length, 2, "loaded, issued");
      assert.deepEqual(await settled(), ["A0001 printed lin zhou"]);
      hall.store.close();
      hall = new Hall(reopen());
      assert.deepEqual(await settled(), ["A0001 printed lin zhou"]);
    });

    it("shows on the day on which it came too, for a kiosk whose clock is years off", async () => {
      one.load("A0001", "A0010");
      one.print("A0001", "issued", { at: "2036-05-05T23:59:00+08:00", settled: { by: "lin", confirmedBy: "zhou" } });
      await one.send();
      for (const day of ["2026-01-05", "2036-05-05"]) assert.deepEqual(await settled(day), ["A0001 printed lin zhou"], day);
      assert.deepEqual(await settled("2036-05-06"), []);
    });

    it("is not believed of a number that is as much in doubt as before", async () => {
      one.load("A0001", "A0010");
      one.print("A0001", "unknown", { settled: { by: "lin", confirmedBy: "zhou" } });
      await one.send();
      assert.deepEqual(await settled(), []);
    });
  });

  describe("for the check of a paper", () => {
    it("an early row that comes late does not undo what is final", async () => {
      one.load("A0001", "A0010");
      const printed = one.print("A0001", "printed", { documentCode: "C-1" });
      one.print("A0001", "spoiled", { documentCode: "C-1" });
      await one.send(printed);
      await one.send();
      assert.deepEqual(await hall.store.blanks.papersOf("C-1"), [{ kiosk: "kiosk-01", serial: "A0001", outcome: "spoiled" }]);
    });

    it("papers are found under their code, and a number that lies unused in a tray is known as such", async () => {
      one.load("A0001", "A0010");
      one.print("A0001", "issued", { documentCode: "C-1" });
      await one.send();
      const { blanks } = hall.store;
      assert.deepEqual(await blanks.papersOf("C-1"), [{ kiosk: "kiosk-01", serial: "A0001", outcome: "issued" }]);
      assert.deepEqual(await blanks.papersOf(""), []);
      assert.deepEqual(await Promise.all(["A0001", "A0002", "A0011"].map((serial) => blanks.isInStock(serial))), [false, true, false]);
    });
  });
}

/** One step in the life of a number, as far as its state allows it. */
function lives(kiosk: KioskBooks, serial: string, act: number): void {
  const known = kiosk.states.get(serial);
  if (known?.state === "inStock") {
    const issuance = `${serial}-${kiosk.seq}`;
    if (act === 0) kiosk.print(serial, "printed", { issuance });
    if (act === 1) kiosk.print(serial, "unknown", { issuance });
    if (act === 2) kiosk.print(serial, "failed", { issuance });
    if (act === 3) kiosk.print(serial, "failed", { issuance, blank: "unknown" });
    if (act === 4) kiosk.spoil(serial);
    if (act === 5) kiosk.giveBack(serial, serial);
  } else if (known?.state === "printed" || known?.state === "unknown") {
    const { issuance } = known;
    if (act % 3 === 0) kiosk.print(serial, "issued", { issuance });
    if (act % 3 === 1) kiosk.print(serial, "spoiled", { issuance });
    if (act % 3 === 2 && known.state === "unknown") kiosk.print(serial, "failed", { issuance });
  }
}
