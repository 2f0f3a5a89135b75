import assert from "node:assert/strict";
import { join } from "node:path";
import { addTables, Database, lintSchema } from "../../../base/database.ts";
import { must } from "../../../base/result.ts";
import { ISSUANCE_TABLES } from "../../../runtime/issuance/tables.ts";
import { assertBalanced } from "../support/balance.ts";
import { openRecords, removeTemporaryFolders, temporaryFolder } from "../support/records.ts";

/** Every state of an issuance and of a blank that the first release knew, and what each is called now. */
const ROWS = [
  { issuance: "printed", blank: "issued", is: "issued", blankIs: "issued" },
  { issuance: "failed", blank: "inStock", is: "failed", blankIs: "inStock" },
  { issuance: "spoiled", blank: "spoiled", is: "spoiled", blankIs: "spoiled" },
  { issuance: "unknown", blank: "unknown", is: "unknown", blankIs: "unknown" },
  { issuance: "held", blank: "unknown", is: "held", blankIs: "unknown" },
  { issuance: "intent", blank: "reserved", is: "intent", blankIs: "reserved" },
  { issuance: "sent", blank: "reserved", is: "sent", blankIs: "reserved" },
] as const;

function firstRelease(path: string): void {
  const db = new Database(path, [], "main");
  addTables(db, "issuance", ISSUANCE_TABLES.slice(0, 1));
  for (const [at, { issuance, blank }] of ROWS.entries()) {
    // Each in a tray of its own: only one number of a tray may be on its way.
    const type = `licence-${at}`;
    db.run("INSERT INTO blank_batch VALUES (?, ?, ?, 'A1', 'A2', 2, 5)", `b${at}`, at + 1, type);
    db.run(
      "INSERT INTO issuance VALUES (?, 's', 'c', 'certificate', 't', ?, 'A1', 'sha', 1, ?, 'why', ?, ?)",
      ...[`i${at}`, type, issuance, 10 + at, 20 + at],
    );
    db.run("INSERT INTO blank VALUES (?, 'A1', ?, 0, ?, ?)", type, `b${at}`, blank, blank === "inStock" ? null : `i${at}`);
    db.run("INSERT INTO blank VALUES (?, 'A2', ?, 1, 'inStock', NULL)", type, `b${at}`);
  }
  for (const [at, state] of ["printed", "failed", "unknown", "sent", "intent"].entries()) {
    const kind = at % 2 === 0 ? "receipt" : "certificate";
    db.run("INSERT INTO issuance VALUES (?, 's', '', ?, 't', NULL, NULL, 'sha', 1, ?, '', 50, 50)", `plain-${state}`, kind, state);
  }
  db.close();
}

describe("a kiosk's book of the first release", () => {
  after(removeTemporaryFolders);

  it("opens with every row in its place, and every number counted as before", () => {
    const path = join(temporaryFolder(), "kiosk.db");
    firstRelease(path);
    const { db, blanks, ledger } = openRecords(path);
    for (const [at, { is, blankIs }] of ROWS.entries()) {
      const issuance = ledger.find(`i${at}`);
      assert.deepEqual(
        [issuance?.state, issuance?.serial, issuance?.problem, issuance?.changedAt, issuance?.before, issuance?.proof],
        [is, "A1", "why", 20 + at, null, null],
      );
      assert.equal(blanks.stateOf(`licence-${at}`, "A1"), blankIs);
      assert.equal(blanks.stateOf(`licence-${at}`, "A2"), "inStock");
    }
    for (const state of ["printed", "failed", "unknown", "sent", "intent"]) assert.equal(ledger.find(`plain-${state}`)?.state, state);
    assert.equal(blanks.batches().length, ROWS.length);
    assertBalanced({ db, blanks });
    assert.deepEqual(db.all("PRAGMA foreign_key_check"), []);
    assert.deepEqual(lintSchema(db), []);
  });

  it("has the same schema afterwards as a new one, rules and all", () => {
    const path = join(temporaryFolder(), "kiosk.db");
    firstRelease(path);
    const schema = (db: Database) =>
      db.all("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name");
    const { db } = openRecords(path);
    assert.deepEqual(schema(db), schema(openRecords().db));
    assert.throws(() => db.run("DELETE FROM blank"), /never forgotten/);
    assert.throws(() => db.run("DELETE FROM issuance"), /never forgotten/);
    assert.throws(() => db.run("UPDATE blank SET state = 'inStock', issuance = NULL WHERE state = 'issued'"), /stays so/);
  });

  it("goes on where it stopped: what was sent is settled, and the next sheet is the right one", () => {
    const path = join(temporaryFolder(), "kiosk.db");
    firstRelease(path);
    const { ledger, blanks, db } = openRecords(path);
    must(ledger.advance("i6", "proved"));
    assert.deepEqual(
      ledger.taken("s").map(({ id }) => id),
      ["i6"],
    );
    assert.equal(must(blanks.next("licence-6")), "A2");
    assertBalanced({ db, blanks });
  });

  it("stays as it was when the change cannot be finished, and is changed at the next start", () => {
    const path = join(temporaryFolder(), "kiosk.db");
    firstRelease(path);
    const db = new Database(path, [], "main");
    const everything = () => db.all("SELECT sql FROM sqlite_master ORDER BY name").concat(db.all("SELECT * FROM issuance, blank"));
    const before = everything();
    const [first = "", second = ""] = ISSUANCE_TABLES;
    assert.throws(() => addTables(db, "issuance", [first, `${second} SELECT power_cut();`]), /power_cut/);
    assert.deepEqual(everything(), before);
    db.close();
    const { ledger } = openRecords(path);
    assert.equal(ledger.find("i0")?.state, "issued");
  });
});

/** Every state of an issuance and of a blank that the second release knew; "" is a blank that no document was ever meant for. */
const SECOND = [
  ["intent", "reserved"],
  ["sent", "reserved"],
  ["held", "unknown"],
  ["unknown", "unknown"],
  ["printed", "printed"],
  ["issued", "issued"],
  ["spoiled", "spoiled"],
  ["failed", "inStock"],
  ["", "inStock"],
  ["", "spoiled"],
  ["", "returned"],
] as const;

describe("a kiosk's book of the second release", () => {
  after(removeTemporaryFolders);

  const secondRelease = () => {
    const path = join(temporaryFolder(), "kiosk.db");
    const db = new Database(path, [], "main");
    addTables(db, "issuance", ISSUANCE_TABLES.slice(0, 2));
    for (const [at, [issuance, blank]] of SECOND.entries()) {
      const type = `licence-${at}`;
      db.run("INSERT INTO blank_batch VALUES (?, ?, ?, 'A1', 'A1', 1, 5)", `b${at}`, at + 1, type);
      if (issuance !== "")
        db.run(
          `INSERT INTO issuance VALUES (?, 's', 'c', 'certificate', 't', ?, 'A1', 'sha', 1, 'iso_a4_210x297mm', 'one-sided', 'CODE', ?, 'why',
             '{"is":1}', '{"is":2}', NULL, ?, ?)`,
          ...[`i${at}`, type, issuance, 10 + at, 20 + at],
        );
      db.run(
        "INSERT INTO blank VALUES (?, 'A1', ?, 0, ?, ?)",
        type,
        `b${at}`,
        blank,
        issuance === "" || blank === "inStock" ? null : `i${at}`,
      );
    }
    const rows = ["blank_batch", "issuance", "blank"].map((table) => db.all(`SELECT * FROM ${table} ORDER BY rowid`));
    db.close();
    return { path, rows };
  };

  it("opens with every row as it was, and the same schema as a new one", () => {
    const { path, rows } = secondRelease();
    const { db, blanks } = openRecords(path);
    assert.deepEqual(
      ["blank_batch", "issuance", "blank"].map((table) => db.all(`SELECT * FROM ${table} ORDER BY rowid`)),
      rows,
    );
    for (const [at, [, blank]] of SECOND.entries()) assert.equal(blanks.stateOf(`licence-${at}`, "A1"), blank);
    assertBalanced({ db, blanks });
    assert.deepEqual(db.all("PRAGMA foreign_key_check"), []);
    assert.deepEqual(lintSchema(db), []);
    const schema = (one: Database) =>
      one.all("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name");
    assert.deepEqual(schema(db), schema(openRecords().db));
  });

  it("lets a number be loaded again that was given back, and no other", () => {
    const { path } = secondRelease();
    const { db, blanks } = openRecords(path);
    for (const [at, [, blank]] of SECOND.entries()) {
      const loaded = blanks.load(`licence-${at}`, "A1", 1);
      assert.equal(loaded.ok || loaded.error, blank === "returned" ? true : "blank.already-known", blank);
    }
    assertBalanced({ db, blanks });
  });

  it("keeps its rules: nothing is deleted, nothing that ended changes in any way, no blank changes its place, nothing is sent twice", () => {
    const { path } = secondRelease();
    const { db } = openRecords(path);
    for (const table of ["blank", "blank_batch", "issuance"]) assert.throws(() => db.run(`DELETE FROM ${table}`), /never forgotten/);
    for (const state of ["issued", "spoiled", "returned"]) {
      assert.throws(() => db.run("UPDATE blank SET state = 'inStock', issuance = NULL WHERE state = ?", state), /stays so/);
      assert.throws(() => db.run("UPDATE blank SET issuance = NULL WHERE state = ?", state), /stays so/);
    }
    for (const state of ["issued", "failed", "spoiled"]) {
      assert.throws(() => db.run("UPDATE issuance SET state = 'unknown' WHERE state = ?", state), /stays so/);
      assert.throws(() => db.run("UPDATE issuance SET serial = 'A2' WHERE state = ?", state), /stays so/);
    }
    assert.throws(() => db.run("UPDATE blank SET serial = 'A2' WHERE state = 'inStock'"), /keeps its number/);
    assert.throws(() => db.run("UPDATE blank SET batch = 'b0', position = 9 WHERE state = 'inStock'"), /keeps its number/);
    assert.throws(() => db.run("UPDATE issuance SET state = 'sent' WHERE state = 'unknown'"), /a second time/);
    assert.throws(
      () =>
        db.run(
          "INSERT INTO issuance SELECT 'x', session, case_id, kind, template, blank_type, serial, sha256, pages, media, sides, document_code, 'intent', problem, before, proof, NULL, 0, 0 FROM issuance WHERE state = 'issued'",
        ),
      /UNIQUE/,
    );
    assert.throws(
      () => db.run("INSERT INTO blank SELECT 'licence-0', 'A2', batch, 1, 'unknown', issuance FROM blank WHERE state = 'unknown'"),
      /UNIQUE/,
    );
  });

  it("stays as it was when the change cannot be finished", () => {
    const { path, rows } = secondRelease();
    const db = new Database(path, [], "main");
    const [first = "", second = "", third = ""] = ISSUANCE_TABLES;
    assert.throws(() => addTables(db, "issuance", [first, second, `${third} SELECT power_cut();`]), /power_cut/);
    assert.deepEqual(
      ["blank_batch", "issuance", "blank"].map((table) => db.all(`SELECT * FROM ${table} ORDER BY rowid`)),
      rows,
    );
    db.close();
    assertBalanced(openRecords(path));
  });
});
