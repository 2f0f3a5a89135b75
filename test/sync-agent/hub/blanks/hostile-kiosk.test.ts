import assert from "node:assert/strict";
import { join } from "node:path";
import { SqliteHubStore } from "../../../../sync-agent/hub/sqlite-store.ts";
import { checkBlankEvent, checkBlankStatement } from "../../../../sync-agent/protocol/shapes.ts";
import { removeTempFolders, tempFolder } from "../../support.ts";
import { Hall, inShort, type KioskBooks, TYPE, toHour } from "./hall-of-kiosks.ts";

const MINUTE_MS = 60_000;

describe("sync-agent/hub/blanks: a kiosk that is broken, or lies", () => {
  let hall: Hall;
  let one: KioskBooks;
  let two: KioskBooks;
  beforeEach(() => {
    hall = new Hall(new SqliteHubStore(join(tempFolder(), "hub.db")));
    one = hall.kiosk("kiosk-01");
    two = hall.kiosk("kiosk-02");
  });
  afterEach(() => {
    hall.store.close();
    removeTempFolders();
  });

  it("cannot put off a finding by withholding a row and sending statements all day", async () => {
    one.load("A0001", "A0010");
    await one.send();
    const held = one.print("A0001", "issued");
    for (let n = 0; n < 6; n++) {
      one.statement();
      await one.send(held);
      await hall.open();
      await hall.clock.advance(20 * MINUTE_MS);
    }
    assert.deepEqual(await hall.open(), ["issued-unreported A0001"]);
  });

  it("that differs for a reason of yesterday still gets half an hour for a row that is late today", async () => {
    one.load("A0001", "A0010");
    await one.send();
    const lost = one.print("A0001", "issued");
    one.statement();
    await one.send(lost);
    await hall.clock.advance(31 * MINUTE_MS);
    assert.deepEqual(await hall.open(), ["issued-unreported A0001"]);
    const late = one.print("A0005", "issued");
    one.statement();
    await one.send(lost, late);
    assert.deepEqual(await hall.open(), ["issued-unreported A0001"]);
    await one.send(lost);
    assert.deepEqual(await hall.open(), ["issued-unreported A0001"]);
    await one.send();
    assert.deepEqual(await hall.open(), []);
  });

  it("is not believed when it lists one number in two packs, once in stock and once issued", async () => {
    one.load("A0001", "A0002");
    const run = (state: "inStock" | "issued") => ({ state, first: "A0001", last: "A0002", count: 2 });
    const pack = (batch: string, state: "inStock" | "issued") => {
      return { batch, blankType: TYPE, first: "A0001", last: "A0002", loaded: 2, runs: [run(state)] };
    };
    one.statement({ batches: [pack("b1", "inStock"), pack("b2", "issued")] });
    await one.send();
    assert.deepEqual(await hall.open(), ["issued-unreported A0001–A0002"]);
  });

  it("numbers that were given back and stand in a new pack, of which the hub never heard, are found", async () => {
    one.load("A0001", "A0010");
    one.giveBack("A0001", "A0005");
    await one.send();
    const again = one.load("A0001", "A0005");
    one.statement();
    await one.send(again);
    await hall.open();
    await hall.clock.advance(31 * MINUTE_MS);
    assert.deepEqual(await hall.open(), ["state-differs A0001–A0005"]);
    await one.send();
    assert.deepEqual(await hall.open(), []);
  });

  it("with a clock of years ahead is missed like any other when it falls silent", async () => {
    one.load("A0001", "A0010");
    one.statement({ day: "2036-01-01" });
    await one.send();
    assert.deepEqual(await hall.open(), []);
    await toHour(hall.clock, 13, 2);
    assert.deepEqual(await hall.open(), ["statement-missing"]);
  });

  it("with a day that no calendar has is refused before it reaches the book, and so is a moment that is none", () => {
    const statement = { day: "2026-01-05", at: "2026-01-05T18:00:00+08:00", batches: [], open: [], counts: [] };
    assert.ok(checkBlankStatement(statement, "body").ok);
    for (const day of ["2026-99-99", "2026-00-10", "2026-01-32"]) assert.ok(!checkBlankStatement({ ...statement, day }, "body").ok, day);
    const event = { event: "counted", blankType: TYPE, batch: "", first: "", last: "", count: 1, expected: 1, by: "t1", confirmedBy: "" };
    for (const at of ["2026-01-05T09:00:00+08:00", "2026-01-05T01:00:00Z", "2026-01-05T01:00:00.123Z"])
      assert.ok(checkBlankEvent({ ...event, at }, "body").ok, at);
    for (const at of ["2026-99-99T99:99:99Z", "2026-01-05T.........Z", "2026-01-05T25:00:00Z", "2026-01-05T09:00:00+99:00"])
      assert.ok(!checkBlankEvent({ ...event, at }, "body").ok, at);
  });

  it("that loads the same ten thousand numbers without end is stopped, and the hub goes on answering", async function () {
    this.timeout(60_000);
    one.load("A00001", "A10000");
    await one.send();
    const refused: string[] = [];
    for (let batch = 0; batch < 5; batch++) {
      for (let n = 0; n < 50; n++) two.event("loaded", "A00001", "A10000", { batch: `b${batch}-${n}` });
      refused.push(...(await two.send()));
    }
    assert.match(refused.at(-1) ?? "", /loaded 50 times/);
    assert.equal(refused.length, 200);
    await hall.clock.advance(1_000);
    one.count(10_000, 10_000);
    await one.send();
    // Number by number, and each loading against each, this blocks the one event loop of the city for minutes.
    await hall.bookkeeper.look();
    const found = (await hall.report.findings()).filter(({ code }) => code === "duplicate-number");
    assert.deepEqual(found.map(inShort), ["duplicate-number A00001–A10000"]);
  });

  it("that reports the same sheet as another kiosk does, with another word, makes the check unsure and never decides it", async () => {
    const print = (kiosk: KioskBooks, outcome: "issued" | "spoiled") => {
      kiosk.print("A0001", outcome, { documentCode: "SL-2026-0001", issuance: `i-${kiosk.id}` });
    };
    one.load("A0001", "A0010");
    print(one, "issued");
    print(two, "spoiled");
    await one.send();
    await two.send();
    const papers = await hall.store.blanks.papersOf("SL-2026-0001");
    assert.deepEqual(papers.map(({ kiosk, outcome }) => [kiosk, outcome]).sort(), [
      ["kiosk-01", "issued"],
      ["kiosk-02", "spoiled"],
    ]);
  });
});
