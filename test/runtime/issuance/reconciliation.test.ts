import assert from "node:assert/strict";
import { silentLog } from "../../../base/log.ts";
import { must } from "../../../base/result.ts";
import { Reconciliation } from "../../../runtime/issuance/reconciliation.ts";
import { checkBlankStatement } from "../../../sync-agent/protocol/shapes.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { LICENCE } from "../support/licence-intent.ts";
import { openRecords, removeTemporaryFolders } from "../support/records.ts";

const LIN = { by: "lin", confirmedBy: "" };
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
type Records = ReturnType<typeof openRecords>;
type Statement = ReturnType<Records["reconciliation"]["report"]>["live"];

/** The clock stands at 2026-01-05 09:00 in the hall. */
describe("the day's account of blanks", () => {
  after(removeTemporaryFolders);

  const open = () => {
    const records = openRecords(":memory:");
    must(records.stock.load("licence", "A0001", 6, LIN));
    return records;
  };
  const given = ({ posted }: Records) =>
    posted.filter(({ kind }) => kind === "blank-statement").map(({ body }) => body as unknown as Statement);
  const days = (records: Records) => given(records).map(({ day }) => day);
  const noted = ({ db }: Records, event: string) =>
    db.all("SELECT fields FROM journal WHERE event = ? ORDER BY seq", event).map(({ fields }) => JSON.parse(String(fields)) as object);
  const issue = ({ ledger }: Records, ...arrows: readonly ("send" | "proved" | "taken" | "lost" | "aborted")[]) => {
    const { id } = must(ledger.intend(LICENCE));
    for (const arrow of arrows) must(ledger.advance(id, arrow));
    return id;
  };

  it("is drawn up when the day ends in the hall, and each day after it", async () => {
    const records = open();
    records.reconciliation.start(silentLog);
    await records.clock.advance(15 * HOUR - 1);
    assert.deepEqual(days(records), []);
    await records.clock.advance(1);
    assert.deepEqual(days(records), ["2026-01-05"]);
    await records.clock.advance(2 * DAY);
    assert.deepEqual(days(records), ["2026-01-05", "2026-01-06", "2026-01-07"]);
    records.reconciliation.stop();
    await records.clock.advance(2 * DAY);
    assert.equal(days(records).length, 3);
    assert.equal(records.clock.pending, 0);
  });

  it("is made up for at the start, once, when the kiosk was off as the day ended", async () => {
    const records = open();
    await records.clock.advance(3 * DAY);
    records.reconciliation.start(silentLog);
    assert.deepEqual(days(records), ["2026-01-07"]);
    records.reconciliation.stop();
    new Reconciliation(records).takeIfDue();
    assert.deepEqual(days(records), ["2026-01-07"]);
  });

  it("waits for the first pack, and does not speak of days before it", async () => {
    const records = openRecords(":memory:");
    await records.clock.advance(3 * DAY);
    records.reconciliation.takeIfDue();
    must(records.stock.load("licence", "A0001", 1, LIN));
    records.reconciliation.takeIfDue();
    assert.deepEqual(days(records), []);
  });

  it("is not silenced by a day that a wrong clock had named", async () => {
    const records = open();
    await records.clock.advance(2 * DAY);
    records.reconciliation.takeIfDue();
    new Reconciliation({ ...records, clock: new FakeClock(Date.UTC(2027, 0, 1)) }).takeIfDue();
    await records.clock.advance(DAY);
    records.reconciliation.takeIfDue();
    assert.deepEqual(days(records), ["2026-01-06", "2026-12-31", "2026-01-07"]);
    assert.equal(records.reconciliation.report().newest?.day, "2026-01-07");
  });

  it("names every number in runs, those without a final state with their reason, and what was counted", async () => {
    const records = open();
    issue(records, "send", "proved", "taken");
    const outlet = issue(records, "send", "proved");
    const drawnIn = issue(records, "send", "aborted");
    must(records.stock.giveBack("licence", "A0006", "A0006", { by: "lin", confirmedBy: "zhou" }));
    must(records.stock.count("licence", 9, LIN));
    must(records.stock.count("licence", 1, LIN));
    await records.clock.advance(15 * HOUR);
    records.reconciliation.takeIfDue();
    const [statement] = given(records);
    const run = (state: string, first: string, last: string, count: number) => ({ state, first, last, count });
    const since = "2026-01-05T01:00:00.000Z";
    assert.deepEqual(statement?.batches[0]?.runs, [
      run("issued", "A0001", "A0001", 1),
      run("printed", "A0002", "A0002", 1),
      run("unknown", "A0003", "A0003", 1),
      run("inStock", "A0004", "A0005", 2),
      run("returned", "A0006", "A0006", 1),
    ]);
    assert.deepEqual(statement?.open, [
      { issuance: outlet, blankType: "licence", serial: "A0002", state: "printed", since, why: "not-seen-taken" },
      { issuance: drawnIn, blankType: "licence", serial: "A0003", state: "unknown", since, why: "drawn-in" },
    ]);
    assert.deepEqual(statement?.counts, [{ blankType: "licence", counted: 1, expected: 2 }]);
    assert.equal(checkBlankStatement(statement, "row").ok, true, "the hub takes it");
    assert.equal("isBalanced" in (statement ?? {}), false, "whether it adds up the hub sees for itself");
    const fields = { day: "2026-01-05", numbers: 6, open: 2, balanced: true, countsDiffer: 1, leftOut: 0 };
    assert.deepEqual(noted(records, "blanks.reconciled"), [fields]);
  });

  it("tells of a sheet on its way as the day ends, and of one in doubt", () => {
    for (const [why, ...arrows] of [
      ["printing", "send"],
      ["in-doubt", "send", "lost"],
    ] as const) {
      const records = open();
      issue(records, ...arrows);
      assert.deepEqual(
        records.reconciliation.report().live.open.map((one) => one.why),
        [why],
      );
    }
  });

  it("is given with the journal's entry in one commit, or not at all", async () => {
    const records = open();
    await records.clock.advance(DAY);
    const { enqueue } = records.outbox;
    records.outbox.enqueue = () => {
      throw new Error("disk full");
    };
    assert.throws(() => records.reconciliation.takeIfDue(), /disk full/);
    assert.deepEqual([records.db.all("SELECT * FROM blank_statement"), noted(records, "blanks.reconciled")], [[], []]);
    records.outbox.enqueue = enqueue;
    records.reconciliation.takeIfDue();
    assert.deepEqual(days(records), ["2026-01-05"]);
  });

  it("gives a pack whose numbers have all ended once more, and then no more; what is on screen has it always", async () => {
    const records = open();
    must(records.stock.load("licence", "B1", 1, LIN));
    must(records.stock.spoil("licence", "A0001", "A0006", LIN));
    for (let day = 0; day < 2; day++) {
      await records.clock.advance(DAY);
      records.reconciliation.takeIfDue();
    }
    assert.deepEqual(
      given(records).map(({ batches }) => batches.map(({ first }) => first)),
      [["A0001", "B1"], ["B1"]],
    );
    assert.deepEqual(
      records.reconciliation.report().live.batches.map(({ first }) => first),
      ["A0001", "B1"],
    );
  });

  it("raises an alarm when the book does not add up", async () => {
    const records = open();
    records.db.run("UPDATE blank_batch SET loaded = 7");
    await records.clock.advance(DAY);
    records.reconciliation.takeIfDue();
    assert.deepEqual(noted(records, "blanks.unbalanced"), [{ day: "2026-01-05", blankType: "licence", loaded: 7, accounted: 6 }]);
    const { newest, live } = records.reconciliation.report();
    assert.deepEqual([newest?.isBalanced, live.isBalanced], [false, false]);
  });

  it("leaves the largest pack for another day rather than give none, and says so", async () => {
    const records = open();
    must(records.stock.load("duplicate", "SAMPLE-SERIES-D-0000001", 2_000, LIN));
    for (let number = 1; number < 2_000; number += 2)
      must(records.blanks.spoil("duplicate", `SAMPLE-SERIES-D-${String(number).padStart(7, "0")}`));
    await records.clock.advance(DAY);
    records.reconciliation.takeIfDue();
    assert.deepEqual(
      given(records).map(({ batches }) => batches.map(({ first }) => first)),
      [["A0001"]],
    );
    assert.equal((noted(records, "blanks.reconciled")[0] as { leftOut: number }).leftOut, 1);
  });

  it("names as many open numbers as a row can hold beside the packs, and goes up all the same", async () => {
    const records = open();
    must(records.stock.load("duplicate", "SAMPLE-SERIES-D-0000001", 1_200, LIN));
    const what = { ...LICENCE, template: "SAMPLE-DUPLICATE-TEMPLATE", blankType: "duplicate", pages: 1 };
    records.db.transaction(() => {
      for (let number = 1; number <= 1_200; number++) {
        const { id } = must(records.ledger.intend(what));
        for (const arrow of ["send", "proved"] as const) must(records.ledger.advance(id, arrow));
      }
    });
    await records.clock.advance(DAY);
    records.reconciliation.takeIfDue();
    const [statement] = given(records);
    assert.ok(statement && checkBlankStatement(statement, "statement").ok);
    assert.ok(Buffer.byteLength(JSON.stringify(statement)) < 127 * 1024);
    assert.ok(statement.open.length > 250 && statement.open.length < 1_200, String(statement.open.length));
    assert.deepEqual(
      statement.batches.map(({ first }) => first),
      ["A0001", "SAMPLE-SERIES-D-0000001"],
    );
    assert.equal((noted(records, "blanks.reconciled")[0] as { open: number }).open, 1_200);
  }).timeout(60_000);

  it("is tried again within the hour when it could not be written down, and ends nothing else", async () => {
    const records = open();
    await records.clock.advance(DAY);
    const { enqueue } = records.outbox;
    records.outbox.enqueue = () => {
      throw new Error("disk full");
    };
    records.reconciliation.start(silentLog);
    assert.deepEqual(days(records), []);
    records.outbox.enqueue = enqueue;
    await records.clock.advance(HOUR);
    assert.deepEqual(days(records), ["2026-01-05"]);
    records.reconciliation.stop();
  });

  it("begins though the first pack was loaded by a clock that ran years ahead", () => {
    const records = openRecords(":memory:", new FakeClock(Date.UTC(2035, 0, 1)));
    must(records.stock.load("licence", "A0001", 6, LIN));
    new Reconciliation({ ...records, clock: new FakeClock(Date.UTC(2026, 0, 5)) }).takeIfDue();
    assert.deepEqual(days(records), ["2026-01-04"]);
  });

  it("has the count that was made after a clock that ran ahead was set right", async () => {
    const records = open();
    new Reconciliation({ ...records, clock: new FakeClock(Date.UTC(2035, 0, 1)) }).takeIfDue();
    await records.clock.advance(HOUR);
    must(records.stock.count("licence", 5, LIN));
    await records.clock.advance(DAY);
    records.reconciliation.takeIfDue();
    assert.deepEqual(given(records).at(-1)?.counts, [{ blankType: "licence", counted: 5, expected: 6 }]);
  });

  it("stays as it was given", async () => {
    const records = open();
    await records.clock.advance(DAY);
    records.reconciliation.takeIfDue();
    assert.throws(() => records.db.run("UPDATE blank_statement SET balanced = 0"), /stays as it was given/);
    assert.throws(() => records.db.run("DELETE FROM blank_statement"), /stays as it was given/);
  });
});
