import assert from "node:assert/strict";
import { must } from "../../../base/result.ts";
import { accountsOf } from "../../../runtime/issuance/accounts.ts";
import { LiveBook } from "../../../runtime/issuance/live-book.ts";
import { openRecords, removeTemporaryFolders } from "../support/records.ts";

const SHA = "ab".repeat(32);
const LICENCE = {
  session: "s1",
  caseId: "",
  kind: "certificate",
  template: "licence",
  blankType: "licence",
  sha256: SHA,
  pages: 1,
} as const;
type Records = ReturnType<typeof openRecords>;

describe("the numbered blanks in a tray", () => {
  after(removeTemporaryFolders);

  const open = () => {
    const records = openRecords(":memory:");
    must(records.blanks.load("licence", "A0001", 5));
    return records;
  };
  /** The numbers that the tray still feeds, in order, as documents would be printed on them. */
  const feedAll = ({ ledger }: Records) => {
    const fed: (string | null)[] = [];
    for (;;) {
      const next = ledger.intend(LICENCE);
      if (!next.ok) return fed;
      fed.push(next.value.serial);
      for (const arrow of ["send", "proved", "taken"] as const) must(ledger.advance(next.value.id, arrow));
    }
  };
  const sent = ({ ledger }: Records) => {
    const { id } = must(ledger.intend(LICENCE));
    must(ledger.advance(id, "send"));
    return id;
  };

  it("come in the order in which they lie: the first pack first, each by its numbers", () => {
    const records = open();
    must(records.blanks.load("licence", "00001", 2));
    assert.deepEqual(feedAll(records), ["A0001", "A0002", "A0003", "A0004", "A0005", "00001", "00002"]);
  });

  it("keep their order when some are taken out of the middle", () => {
    const records = open();
    must(records.blanks.load("licence", "A0006", 3));
    const runs = must(records.blanks.giveBack("licence", "A0004", "A0007"));
    assert.deepEqual(
      runs.map(({ first, last, count, fromPosition }) => [first, last, count, fromPosition]),
      [
        ["A0004", "A0005", 2, 3],
        ["A0006", "A0007", 2, 0],
      ],
    );
    must(records.blanks.spoil("licence", "A0002"));
    assert.deepEqual(feedAll(records), ["A0001", "A0003", "A0008"]);
  });

  it("come again from the top when one was found unused, also after sheets below it were taken out and others loaded", () => {
    const records = open();
    const id = sent(records);
    must(records.ledger.advance(id, "lost"));
    must(records.blanks.giveBack("licence", "A0002", "A0003"));
    must(records.blanks.load("licence", "B01", 1));
    must(records.ledger.advance(id, "found-unused"));
    assert.deepEqual(feedAll(records), ["A0001", "A0004", "A0005", "B01"]);
  });

  it("can never be passed by a later one while the fate of one is open", () => {
    const records = open();
    const id = sent(records);
    assert.deepEqual(records.ledger.intend(LICENCE), { ok: false, error: "tray-held" });
    must(records.ledger.advance(id, "lost"));
    assert.deepEqual(records.ledger.intend(LICENCE), { ok: false, error: "tray-held" });
    // Not even by the database's own hand.
    assert.throws(() => records.blanks.move("licence", "A0002", "reserved", id), /UNIQUE/);
  });

  it("do not wait for a sheet that is proved and only not seen taken", () => {
    const records = open();
    must(records.ledger.advance(sent(records), "proved"));
    assert.equal(must(records.ledger.intend(LICENCE)).serial, "A0002");
  });

  it("are taken out all or none, and only from the stock", () => {
    const records = open();
    must(records.ledger.advance(sent(records), "proved"));
    for (const [first, last] of [
      ["A0001", "A0003"],
      ["A0004", "A0006"],
    ] as const) {
      assert.deepEqual(records.blanks.giveBack("licence", first, last), { ok: false, error: "blank.not-in-stock" });
      assert.deepEqual(records.blanks.spoil("licence", first, last), { ok: false, error: "blank.not-in-stock" });
    }
    assert.equal(records.blanks.inStock("licence"), 4);
    must(records.blanks.giveBack("licence", "A0002", "A0003"));
    assert.deepEqual(records.blanks.spoil("licence", "A0002"), { ok: false, error: "blank.not-in-stock" });
  });

  it("stay where they are while one is being fed", () => {
    const records = open();
    sent(records);
    assert.deepEqual(records.blanks.giveBack("licence", "A0002"), { ok: false, error: "blank.tray-in-use" });
    assert.deepEqual(records.blanks.spoil("licence", "A0002"), { ok: false, error: "blank.tray-in-use" });
  });

  const NO_RANGES = [
    { what: "numbers of two series", first: "A0001", last: "B0002", why: "serial.not-a-range" },
    { what: "numbers of two widths", first: "A0001", last: "A00002", why: "serial.not-a-range" },
    { what: "the last before the first", first: "A0002", last: "A0001", why: "serial.not-a-range" },
    { what: "what is no number", first: "A0001", last: "A-", why: "serial.malformed" },
    { what: "more than a tray holds", first: "A0001", last: "A9999", why: "serial.too-many" },
  ];
  for (const { what, first, last, why } of NO_RANGES) {
    it(`are not taken out for ${what}`, () => {
      assert.deepEqual(open().blanks.giveBack("licence", first, last), { ok: false, error: why });
    });
  }

  it("are not loaded twice, in whichever pack the number came and whatever became of it, but for those that were given back", () => {
    const records = open();
    const { blanks, ledger } = records;
    must(blanks.load("licence", "A0010", 3));
    must(ledger.advance(sent(records), "proved"));
    must(blanks.giveBack("licence", "A0011"));
    must(blanks.spoil("licence", "A0012"));
    must(ledger.advance(sent(records), "lost"));
    for (const [first, count] of [
      ["A0010", 2],
      ["A0011", 2],
      ["A0006", 5],
      ["A0001", 1],
      ["A0002", 1],
    ] as const)
      assert.deepEqual(blanks.load("licence", first, count), { ok: false, error: "blank.already-known" });
    assert.equal(blanks.load("licence", "A0011", 1).ok, true);
    assert.deepEqual(blanks.load("licence", "A0011", 1), { ok: false, error: "blank.already-known" });
    assert.equal(blanks.load("duplicate", "A0001", 1).ok, true, "another kind of sheet has numbers of its own");
  });

  it("go into the safe and come back as a pack of their own, under what lies in the tray; the old pack says for ever that they were given back", () => {
    const records = open();
    const { blanks, db } = records;
    must(blanks.giveBack("licence", "A0003", "A0005"));
    must(blanks.load("licence", "A0004", 3));
    const parts = () =>
      blanks.batches().map(({ first, last, loaded, inStock, issued, returned }) => [first, last, loaded, inStock, issued, returned]);
    assert.deepEqual(parts(), [
      ["A0001", "A0005", 5, 2, 0, 3],
      ["A0004", "A0006", 3, 3, 0, 0],
    ]);
    assert.deepEqual([blanks.stateOf("licence", "A0003"), blanks.stateOf("licence", "A0004")], ["returned", "inStock"]);
    must(blanks.giveBack("licence", "A0006"));
    must(blanks.load("licence", "A0006", 1));
    assert.deepEqual(feedAll(records), ["A0001", "A0002", "A0004", "A0005", "A0006"]);
    assert.deepEqual(parts(), [
      ["A0001", "A0005", 5, 0, 2, 3],
      ["A0004", "A0006", 3, 0, 2, 1],
      ["A0006", "A0006", 1, 0, 1, 0],
    ]);
    assert.deepEqual(
      accountsOf(db, blanks).map(({ isBalanced, loaded, returned }) => [isBalanced, loaded, returned]),
      [[true, 9, 4]],
    );
    assert.deepEqual(blanks.load("licence", "A0004", 1), { ok: false, error: "blank.already-known" }, "issued by now");
  });

  it("that were found unused after a failed print, given back and loaded again bear one document", () => {
    const records = open();
    const { blanks, ledger, db } = records;
    const id = sent(records);
    must(ledger.advance(id, "lost"));
    must(ledger.advance(id, "found-unused"));
    must(blanks.giveBack("licence", "A0001", "A0005"));
    assert.equal(accountsOf(db, blanks)[0]?.isBalanced, true);
    must(blanks.load("licence", "A0001", 1));
    assert.deepEqual(feedAll(records), ["A0001"]);
    assert.equal(accountsOf(db, blanks)[0]?.isBalanced, true);
    assert.throws(
      () => db.run("INSERT INTO blank SELECT blank_type, serial, batch, 9, 'inStock', NULL FROM blank WHERE state = 'issued'"),
      /UNIQUE/,
      "not even by the database's own hand a second time",
    );
  });

  it("are the same numbers in small letters, in capitals and full-width, and are kept in capitals", () => {
    const records = openRecords(":memory:");
    const pack = must(records.blanks.load("licence", "sl-z0001", 3));
    assert.deepEqual([pack.first, pack.last], ["SL-Z0001", "SL-Z0003"]);
    for (const first of ["SL-Z0003", "sl-z0001", "ＳＬ－Ｚ０００２", " Sl-z0002 "])
      assert.deepEqual(records.blanks.load("licence", first, 1), { ok: false, error: "blank.already-known" }, first);
    assert.equal(must(records.blanks.spoil("licence", "sl-z0001"))[0]?.first, "SL-Z0001");
    assert.equal(must(records.blanks.giveBack("licence", "sl-z0002", "SL-Z0003"))[0]?.count, 2);
  });

  it("that an older release took in small letters are found, whichever way they are typed, and keep the number that they have", () => {
    const records = openRecords(":memory:");
    must(records.blanks.load("licence", "SL-Z0001", 4));
    records.db.script("DROP TRIGGER blank_keeps_its_place");
    records.db.run("UPDATE blank SET serial = lower(serial)");
    assert.deepEqual(records.blanks.load("licence", "SL-Z0004", 1), { ok: false, error: "blank.already-known" });
    assert.equal(records.blanks.stateOf("licence", "SL-Z0002"), "inStock");
    assert.equal(must(records.blanks.spoil("licence", "SL-Z0004"))[0]?.first, "sl-z0004");
    assert.deepEqual(feedAll(records), ["sl-z0001", "sl-z0002", "sl-z0003"]);
    must(records.blanks.load("licence", "SL-Z0009", 1));
    records.db.run("UPDATE blank SET serial = lower(serial) WHERE serial = 'SL-Z0009'");
    must(records.blanks.giveBack("licence", "SL-Z0009"));
    assert.equal(records.blanks.stateOf("licence", "SL-Z0009"), "returned");
    must(records.blanks.load("licence", "sl-z0009", 1));
    assert.deepEqual(feedAll(records), ["SL-Z0009"]);
  });

  it("that an older release took twice, in small letters and in capitals, can both be taken out", () => {
    const records = openRecords(":memory:");
    must(records.blanks.load("licence", "SL-Z0001", 1));
    records.db.script("DROP TRIGGER blank_keeps_its_place");
    records.db.run("UPDATE blank SET serial = lower(serial)");
    records.db.run("INSERT INTO blank_batch SELECT 'b2', 2, blank_type, 'SL-Z0001', 'SL-Z0001', 1, loaded_at FROM blank_batch");
    records.db.run("INSERT INTO blank VALUES ('licence', 'SL-Z0001', 'b2', 0, 'inStock', NULL)");
    const taken = [1, 2].map(() => must(records.blanks.spoil("licence", "sl-z0001"))[0]?.first);
    assert.deepEqual(taken.sort(), ["SL-Z0001", "sl-z0001"]);
    assert.equal(records.blanks.inStock("licence"), 0);
  });

  it("are looked for by an index, a tray of ten thousand number by number", () => {
    const { db } = openRecords(":memory:");
    const plan = db.all<{ detail: string }>(
      "EXPLAIN QUERY PLAN SELECT state FROM blank WHERE blank_type = ? AND serial = ? COLLATE NOCASE AND state <> 'returned' ORDER BY state = 'inStock' DESC",
      "licence",
      "SL-Z0001",
    );
    assert.match(plan[0]?.detail ?? "", /blank_any_case \(blank_type=\? AND serial=\?\)/);
  });

  it("are not more than a tray holds", () => {
    const { blanks } = open();
    assert.deepEqual(blanks.load("licence", "B0001", 1_996), { ok: false, error: "blank.tray-full" });
    must(blanks.load("licence", "B0001", 1_995));
    must(blanks.spoil("licence", "A0001", "A0003"));
    assert.equal(blanks.load("licence", "C0001", 3).ok, true);
  });

  it("add up in one account for each kind, also a kind that was never loaded", () => {
    const records = open();
    must(records.ledger.advance(sent(records), "proved"));
    must(records.blanks.spoil("licence", "A0002"));
    must(records.blanks.giveBack("licence", "A0005"));
    must(records.ledger.advance(sent(records), "lost"));
    const none = { printed: 0, issued: 0, spoiled: 0, returned: 0, open: 0, isBalanced: true, next: null, count: null };
    assert.deepEqual(accountsOf(records.db, records.blanks, ["duplicate"]), [
      { ...none, blankType: "duplicate", loaded: 0, inStock: 0 },
      { ...none, blankType: "licence", loaded: 5, inStock: 1, printed: 1, spoiled: 1, returned: 1, open: 1 },
    ]);
  });

  const FORGED = [
    { what: "a pack that says more than it has", sql: "UPDATE blank_batch SET loaded = 6" },
    {
      what: "a sheet that the stock calls spoiled and the ledger printed",
      sql: "UPDATE blank SET state = 'spoiled' WHERE serial = 'A0001'",
    },
    { what: "a document on a sheet that the stock knows nothing of", sql: "UPDATE issuance SET serial = 'A0005'" },
    { what: "a sheet that came out for a document that the ledger calls failed", sql: "UPDATE issuance SET state = 'failed'" },
    {
      what: "a sheet that bears a document of another one",
      sql: "UPDATE blank SET state = 'spoiled', issuance = (SELECT id FROM issuance) WHERE serial = 'A0002'",
    },
    { what: "a document on no sheet at all", sql: "UPDATE issuance SET serial = 'Z1'" },
  ];
  for (const { what, sql } of FORGED) {
    it(`do not add up with ${what}`, () => {
      const records = open();
      must(records.ledger.advance(sent(records), "proved"));
      const live = new LiveBook(records.db, records.blanks);
      assert.equal(live.read().accounts[0]?.isBalanced, true);
      records.db.run(sql);
      assert.equal(live.read().accounts[0]?.isBalanced, false, "the technician's page sees it at once");
      assert.equal(live.read().accounts[0]?.isBalanced, false, "and goes on seeing it");
      assert.deepEqual(
        accountsOf(records.db, records.blanks).map(({ isBalanced }) => isBalanced),
        [false],
      );
    });
  }
});
