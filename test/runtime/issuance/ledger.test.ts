import assert from "node:assert/strict";
import fc from "fast-check";
import { silentLog } from "../../../base/log.ts";
import { must } from "../../../base/result.ts";
import { recoverLedger } from "../../../runtime/issuance/recover.ts";
import { ISSUANCE_EVENTS } from "../../../runtime/issuance/states.ts";
import { assertBalanced } from "../support/balance.ts";
import { openRecords, removeTemporaryFolders } from "../support/records.ts";

const SHA = "ab".repeat(32);
const ABOUT = { session: "s1", caseId: "case-1", sha256: SHA, pages: 1 };
const LICENCE = { ...ABOUT, kind: "certificate", template: "licence-original", blankType: "licence" } as const;
const RECEIPT = { ...ABOUT, kind: "receipt", template: "acceptance", blankType: null } as const;

describe("the ledger", () => {
  after(removeTemporaryFolders);

  it("takes the lowest number of the pack that was loaded first", () => {
    const { ledger, blanks } = openRecords();
    must(blanks.load("licence", "B0100", 2));
    must(blanks.load("licence", "A0001", 2));
    const serials = [1, 2, 3].map(() => {
      const issuance = must(ledger.intend(LICENCE));
      must(ledger.advance(issuance.id, "send"));
      must(ledger.advance(issuance.id, "proved"));
      return issuance.serial;
    });
    assert.deepEqual(serials, ["B0100", "B0101", "A0001"]);
  });

  it("refuses when no blank is left, and writes nothing down", () => {
    const { ledger, db } = openRecords();
    assert.deepEqual(ledger.intend(LICENCE), { ok: false, error: "blanks-out" });
    assert.deepEqual(db.all("SELECT * FROM issuance"), []);
  });

  for (const event of ["lost", "aborted"] as const) {
    it(`holds the tray after "${event}" until a technician has decided, and then lets it go`, () => {
      const { ledger, blanks } = openRecords();
      must(blanks.load("licence", "A0001", 3));
      const { id } = must(ledger.intend(LICENCE));
      must(ledger.advance(id, "send"));
      assert.deepEqual(ledger.intend(LICENCE), { ok: false, error: "tray-held" });
      must(ledger.advance(id, event));
      assert.deepEqual(ledger.intend(LICENCE), { ok: false, error: "tray-held" });
      assert.deepEqual(
        ledger.open().map(({ serial, state }) => [serial, state]),
        [["A0001", "unknown"]],
      );
      must(ledger.advance(id, "found-spoiled"));
      assert.equal(must(ledger.intend(LICENCE)).serial, "A0002");
    });
  }

  it("gives a blank back that was not used, and takes the same one next", () => {
    const { ledger, blanks } = openRecords();
    must(blanks.load("licence", "A0001", 2));
    const { id } = must(ledger.intend(LICENCE));
    must(ledger.advance(id, "abandon", "the power went"));
    assert.equal(must(ledger.intend(LICENCE)).serial, "A0001");
  });

  it("does not hold one tray for the other's trouble, nor anything for a receipt's", () => {
    const { ledger, blanks } = openRecords();
    must(blanks.load("licence", "A0001", 1));
    must(blanks.load("duplicate", "D0001", 1));
    for (const what of [LICENCE, RECEIPT]) {
      const { id } = must(ledger.intend(what));
      must(ledger.advance(id, "send"));
      must(ledger.advance(id, "lost"));
    }
    assert.equal(must(ledger.intend({ ...LICENCE, blankType: "duplicate" })).serial, "D0001");
    assert.equal(ledger.intend(RECEIPT).ok, true);
    assert.equal(ledger.open().filter((one) => one.state === "unknown").length, 1);
  });

  it("reports each outcome to the hub in the same commit, first what was thought and then what was found", () => {
    const { ledger, blanks, posted, outbox } = openRecords();
    must(blanks.load("licence", "A0001", 1));
    const { id } = must(ledger.intend({ ...LICENCE, documentCode: "CODE-1" }));
    must(ledger.advance(id, "send"));
    must(ledger.advance(id, "lost"));
    const enqueue = outbox.enqueue;
    outbox.enqueue = () => {
      throw new Error("disk full");
    };
    assert.throws(() => ledger.advance(id, "found-printed"), /disk full/);
    assert.equal(ledger.find(id)?.state, "unknown");
    assert.equal(blanks.stateOf("licence", "A0001"), "unknown");
    outbox.enqueue = enqueue;
    must(ledger.advance(id, "found-printed"));
    assert.deepEqual(
      posted.map(({ kind, subject, body }) => [kind, subject, body["outcome"], body["serial"], body["documentSha256"]]),
      [
        ["issuance", "case-1", "unknown", "A0001", SHA],
        ["issuance", "case-1", "issued", "A0001", SHA],
      ],
    );
    assert.equal(posted.at(-1)?.body["documentCode"], "CODE-1");
  });

  it("puts an intent that was never sent back at the start, and settles a receipt that was", () => {
    const first = openRecords();
    must(first.blanks.load("licence", "A0001", 2));
    const sent = must(first.ledger.intend(RECEIPT));
    must(first.ledger.advance(sent.id, "send"));
    const never = must(first.ledger.intend(LICENCE));
    first.db.close(); // SIGKILL: nothing else was written
    const { ledger, blanks } = openRecords(first.path);
    assert.deepEqual(recoverLedger(ledger, silentLog), { abandoned: 1, toAsk: [] });
    assert.equal(ledger.find(never.id)?.state, "failed");
    assert.equal(ledger.find(sent.id)?.state, "unknown");
    assert.equal(blanks.stateOf("licence", "A0001"), "inStock");
    assert.deepEqual(recoverLedger(ledger, silentLog), { abandoned: 0, toAsk: [] });
  });

  it("keeps a sent certificate and its held tray until the printer has been asked", () => {
    const first = openRecords();
    must(first.blanks.load("licence", "A0001", 2));
    const { id } = must(first.ledger.intend(LICENCE));
    must(first.ledger.advance(id, "send"));
    first.db.close();
    const { ledger } = openRecords(first.path);
    assert.deepEqual(recoverLedger(ledger, silentLog).toAsk, [id]);
    assert.deepEqual(ledger.intend(LICENCE), { ok: false, error: "tray-held" });
  });

  it("accounts for every blank that was ever loaded, whatever happens in whatever order", () => {
    const act = fc.oneof(
      fc.record({ do: fc.constant("load" as const), first: fc.integer({ min: 1, max: 60 }), count: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ do: fc.constant("intend" as const) }),
      fc.record({ do: fc.constant("advance" as const), which: fc.nat(), event: fc.constantFrom(...ISSUANCE_EVENTS) }),
      fc.record({ do: fc.constant("spoil" as const), serial: fc.integer({ min: 1, max: 60 }) }),
      fc.record({ do: fc.constant("return" as const), serial: fc.integer({ min: 1, max: 60 }) }),
      fc.record({ do: fc.constant("taken" as const) }),
      fc.record({ do: fc.constant("restart" as const) }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const { ledger, blanks, db } = openRecords(":memory:");
        const ids: string[] = [];
        let loaded = 0;
        for (const one of acts) {
          if (one.do === "load" && blanks.load("licence", `A${String(one.first).padStart(4, "0")}`, one.count).ok) loaded += one.count;
          if (one.do === "intend") {
            const done = ledger.intend(LICENCE);
            if (done.ok) ids.push(done.value.id);
          }
          if (one.do === "advance" && ids.length > 0) ledger.advance(ids[one.which % ids.length] ?? "", one.event);
          if (one.do === "spoil") blanks.spoil("licence", `A${String(one.serial).padStart(4, "0")}`);
          if (one.do === "return") {
            const serial = `A${String(one.serial).padStart(4, "0")}`;
            if (blanks.stateOf("licence", serial) === "inStock") blanks.move("licence", serial, "returned", null);
          }
          if (one.do === "taken") ledger.taken("s1");
          if (one.do === "restart") recoverLedger(ledger, silentLog);
          const batches = blanks.batches();
          assert.equal(
            batches.reduce((n, b) => n + b.inStock + b.reserved + b.printed + b.issued + b.spoiled + b.unknown + b.returned, 0),
            loaded,
          );
          assertBalanced({ db, blanks });
          // No number is on two documents, and each issued number has its issuance.
          const out = db.all("SELECT serial FROM issuance WHERE state IN ('printed', 'issued')").map((row) => row["serial"]);
          assert.equal(new Set(out).size, out.length);
          assert.equal(
            batches.reduce((n, b) => n + b.printed + b.issued, 0),
            out.length,
          );
          assert.ok(batches.reduce((n, b) => n + b.reserved + b.unknown, 0) <= 1);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("never lets a loaded number vanish, even through the database", () => {
    const { blanks, db } = openRecords();
    must(blanks.load("licence", "A0001", 1));
    assert.throws(() => db.run("DELETE FROM blank"), /never forgotten/);
    assert.throws(() => db.run("DELETE FROM blank_batch"), /never forgotten/);
  });

  const LOADS = [
    { what: "a number without digits at its end", first: "A-", count: 1, why: "serial.malformed" },
    { what: "no sheets", first: "A1", count: 0, why: "serial.too-many" },
    { what: "half a sheet", first: "A1", count: 1.5, why: "serial.too-many" },
    { what: "more than a tray holds", first: "A0001", count: 2_001, why: "serial.too-many" },
    { what: "numbers that outgrow their digits", first: "A99", count: 2, why: "serial.overflow" },
    { what: "a number that was loaded before", first: "A0001", count: 5, why: "blank.already-known" },
  ];
  for (const { what, first, count, why } of LOADS) {
    it(`refuses to load ${what}`, () => {
      const { blanks } = openRecords(":memory:");
      must(blanks.load("licence", "A0003", 1));
      assert.deepEqual(blanks.load("licence", first, count), { ok: false, error: why });
    });
  }
});
