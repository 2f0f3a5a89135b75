import assert from "node:assert/strict";
import { must } from "../../../base/result.ts";
import { accountsOf } from "../../../runtime/issuance/accounts.ts";
import { blanksCsv } from "../../../runtime/issuance/blanks-csv.ts";
import { openRecords, removeTemporaryFolders } from "../support/records.ts";

const LIN = { by: "lin", confirmedBy: "" };
const BOTH = { by: "lin", confirmedBy: "zhou" };
const LICENCE = { session: "", caseId: "", template: "licence", blankType: "licence", sha256: "ab".repeat(32), pages: 1 } as const;
type Records = ReturnType<typeof openRecords>;

describe("what technicians do with blanks", () => {
  after(removeTemporaryFolders);

  const open = () => {
    const records = openRecords(":memory:");
    must(records.stock.load("licence", "A0001", 5, LIN));
    return records;
  };
  const inDoubt = ({ ledger }: Records, event: "lost" | "aborted" | "proved" = "lost") => {
    const { id } = must(ledger.intend({ ...LICENCE, kind: "certificate" }));
    must(ledger.advance(id, "send"));
    must(ledger.advance(id, event));
    return id;
  };
  const journalled = ({ db }: Records, like: string) =>
    db
      .all("SELECT event, fields FROM journal WHERE event LIKE ? ORDER BY seq", like)
      .map(({ event, fields }) => ({ event, ...(JSON.parse(String(fields)) as object) }));
  const rows = ({ posted }: Records) => posted.filter(({ kind }) => kind === "blank-event").map(({ body }) => body);

  it("is written in the journal and to the hub, with both who did it", () => {
    const records = open();
    const [{ batch = "" } = {}] = records.blanks.batches();
    must(records.stock.spoil("licence", "A0002", "A0003", BOTH));
    must(records.stock.giveBack("licence", "A0005", "A0005", BOTH));
    must(records.stock.count("licence", 2, LIN));
    const run = (first: string, last: string, count: number) => ({ batch, blankType: "licence", first, last, count });
    assert.deepEqual(journalled(records, "blanks.%"), [
      { event: "blanks.loaded", ...run("A0001", "A0005", 5), ...LIN },
      { event: "blanks.spoiled", ...run("A0002", "A0003", 2), ...BOTH },
      { event: "blanks.returned", ...run("A0005", "A0005", 1), ...BOTH },
      { event: "blanks.counted", blankType: "licence", counted: 2, expected: 2, ...LIN },
    ]);
    const at = "2026-01-05T01:00:00.000Z";
    assert.deepEqual(rows(records), [
      { event: "loaded", ...run("A0001", "A0005", 5), expected: 5, ...LIN, at },
      { event: "spoiled", ...run("A0002", "A0003", 2), expected: 2, ...BOTH, at },
      { event: "returned", ...run("A0005", "A0005", 1), expected: 1, ...BOTH, at },
      { event: "counted", batch: "", blankType: "licence", first: "", last: "", count: 2, expected: 2, ...LIN, at },
    ]);
    assert.deepEqual(
      records.posted.map(({ subject }) => subject),
      Array(4).fill("blanks"),
      "one after the other",
    );
  });

  it("goes as one row for each pack when a range lies across two", () => {
    const records = open();
    must(records.stock.load("licence", "A0006", 5, LIN));
    must(records.stock.giveBack("licence", "A0004", "A0008", BOTH));
    assert.deepEqual(
      rows(records)
        .slice(2)
        .map(({ first, last, count }) => [first, last, count]),
      [
        ["A0004", "A0005", 2],
        ["A0006", "A0008", 3],
      ],
    );
  });

  const ACTS: readonly { what: string; act: (records: Records, id: string) => unknown }[] = [
    { what: "load", act: ({ stock }) => stock.load("licence", "B1", 1, LIN) },
    { what: "spoil", act: ({ stock }) => stock.spoil("licence", "A0004", "A0005", BOTH) },
    { what: "give back", act: ({ stock }) => stock.giveBack("licence", "A0004", "A0005", BOTH) },
    { what: "count", act: ({ stock }) => stock.count("licence", 3, LIN) },
    { what: "resolve", act: ({ stock }, id) => stock.resolve(id, "spoiled", BOTH) },
  ];
  for (const { what, act } of ACTS) {
    it(`is all there or not at all: ${what}`, () => {
      const records = open();
      const id = inDoubt(records);
      const book = () =>
        ["blank", "blank_batch", "stock_act", "journal", "issuance"].map((table) => records.db.all(`SELECT * FROM ${table}`));
      const before = book();
      const { enqueue } = records.outbox;
      records.outbox.enqueue = () => {
        throw new Error("disk full");
      };
      assert.throws(() => act(records, id), /disk full/);
      assert.deepEqual(book(), before);
      records.outbox.enqueue = enqueue;
      act(records, id);
      assert.notDeepEqual(book(), before);
    });
  }

  it("writes nothing down when it is refused", () => {
    const records = open();
    const entries = records.journal.head().entries;
    assert.equal(records.stock.load("licence", "A0005", 1, LIN).ok, false);
    assert.equal(records.stock.spoil("licence", "A0005", "A0006", BOTH).ok, false);
    assert.equal(records.stock.giveBack("licence", "Z1", "Z1", BOTH).ok, false);
    assert.equal(records.stock.resolve("nothing", "printed", BOTH).ok, false);
    assert.equal(records.journal.head().entries, entries);
    assert.equal(records.posted.length, 1);
  });

  it("keeps a count that differs beside the book, warns, and changes no number", () => {
    const records = open();
    const before = records.db.all("SELECT * FROM blank");
    must(records.stock.count("licence", 4, BOTH));
    assert.deepEqual(records.db.all("SELECT * FROM blank"), before);
    assert.deepEqual(journalled(records, "blanks.count%"), [
      { event: "blanks.count-differs", blankType: "licence", counted: 4, expected: 5, ...BOTH },
    ]);
    const [account] = accountsOf(records.db, records.blanks);
    assert.deepEqual(account?.count, { counted: 4, expected: 5, at: records.clock.now(), by: "lin" });
    assert.equal(account?.isBalanced, true, "the book itself adds up");
    assert.throws(() => records.db.run("UPDATE stock_act SET sheets = 5"), /stays written/);
    assert.throws(() => records.db.run("DELETE FROM stock_act"), /stays written/);
  });

  for (const { counted, agrees } of [
    { counted: 3, agrees: false },
    { counted: 4, agrees: true },
    { counted: 5, agrees: true },
    { counted: 6, agrees: false },
  ]) {
    it(`counts ${counted} where four lie and a fifth may: ${agrees ? "the book allows it" : "a difference"}`, () => {
      const records = open();
      inDoubt(records);
      must(records.stock.count("licence", counted, LIN));
      assert.deepEqual(
        journalled(records, "blanks.count%").map(({ event }) => event),
        [agrees ? "blanks.counted" : "blanks.count-differs"],
      );
    });
  }

  it("does not count a tray that is feeding", () => {
    const records = open();
    must(records.ledger.intend({ ...LICENCE, kind: "certificate" }));
    assert.deepEqual(records.stock.count("licence", 4, LIN), { ok: false, error: "blank.tray-in-use" });
  });

  it("says what became of a number in doubt, and who said so", () => {
    for (const finding of ["printed", "spoiled", "blank-unused"] as const) {
      const records = open();
      const id = inDoubt(records, finding === "spoiled" ? "aborted" : "lost");
      must(records.stock.resolve(id, finding, BOTH));
      assert.deepEqual(journalled(records, "technician.acted"), [{ event: "technician.acted", act: "resolve", about: id, ...BOTH }]);
      assert.deepEqual(records.posted.at(-1)?.body["settled"], BOTH, "the hub is told who found it");
      assert.equal(
        records.blanks.stateOf("licence", "A0001"),
        { printed: "issued", spoiled: "spoiled", "blank-unused": "inStock" }[finding],
      );
      const wrong = records.stock.resolve(id, finding, BOTH);
      assert.equal(wrong.ok, false, "it is decided once");
    }
  });

  it("lets a proved sheet be found taken or spoiled, never unused", () => {
    const records = open();
    const id = inDoubt(records, "proved");
    assert.deepEqual(records.stock.resolve(id, "blank-unused", BOTH), {
      ok: false,
      error: { code: "ledger.wrong-state", state: "printed" },
    });
    must(records.stock.resolve(id, "spoiled", BOTH));
  });

  it("has nothing to say of what was not on a numbered sheet", () => {
    const records = open();
    const { id } = must(records.ledger.intend({ ...LICENCE, kind: "receipt", blankType: null }));
    must(records.ledger.advance(id, "send"));
    must(records.ledger.advance(id, "lost"));
    assert.deepEqual(records.stock.resolve(id, "spoiled", BOTH), { ok: false, error: { code: "issuance.no-blank" } });
  });

  it("comes as a ledger book: every number with its state, since when, and who took it out", async () => {
    const records = open();
    const [{ batch = "" } = {}] = records.blanks.batches();
    await records.clock.advance(60_000);
    const id = inDoubt(records);
    await records.clock.advance(60_000);
    must(records.stock.giveBack("licence", "A0004", "A0005", BOTH));
    must(records.stock.spoil("licence", "A0003", "A0003", LIN));
    assert.deepEqual(blanksCsv(records.db).split("\r\n"), [
      "blankType,serial,batch,state,issuance,since,by,confirmedBy",
      `licence,A0001,${batch},unknown,${id},2026-01-05T09:01:00+08:00,,`,
      `licence,A0002,${batch},inStock,,2026-01-05T09:00:00+08:00,,`,
      `licence,A0003,${batch},spoiled,,2026-01-05T09:02:00+08:00,lin,`,
      `licence,A0004,${batch},returned,,2026-01-05T09:02:00+08:00,lin,zhou`,
      `licence,A0005,${batch},returned,,2026-01-05T09:02:00+08:00,lin,zhou`,
      "",
    ]);
  });
});
