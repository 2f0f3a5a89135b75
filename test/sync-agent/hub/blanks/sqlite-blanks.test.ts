import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { Database, lintSchema } from "../../../../base/database.ts";
import { ONE_CASE_TABLES } from "../../../../sync-agent/hub/blanks/blank-tables.ts";
import { LOADED_TWICE, loadedTwice } from "../../../../sync-agent/hub/blanks/loaded-twice.ts";
import { SqliteBlanks } from "../../../../sync-agent/hub/blanks/sqlite-blanks.ts";
import { SqliteHubStore } from "../../../../sync-agent/hub/sqlite-store.ts";
import { HUB_TABLES } from "../../../../sync-agent/hub/tables.ts";
import { removeTempFolders, tempFolder } from "../../support.ts";
import { blankStoreContract } from "./blank-store.contract.ts";

describe("sync-agent/hub/blanks, in SQLite", () => {
  afterEach(() => removeTempFolders());

  blankStoreContract(() => {
    const path = join(tempFolder(), "hub.db");
    return { store: new SqliteHubStore(path), reopen: () => new SqliteHubStore(path) };
  });

  it("its tables keep the rules of the house, and forget neither a line nor a finding", () => {
    const db = new Database(join(tempFolder(), "hub.db"), HUB_TABLES, "hub");
    assert.deepEqual(lintSchema(db), []);
    db.run("INSERT INTO blank_findings VALUES (1, 'x', 'k', '', '', '', 0, '{}', '', 0, NULL)");
    assert.throws(() => db.run("DELETE FROM blank_findings"), /never forgotten/);
    db.close();
  });

  /** Loadings and nothing else, as `[first, last]` of one series. */
  function loadings(spans: readonly (readonly [number, number])[], series = "A#4", tables = HUB_TABLES): Database {
    const db = new Database(":memory:", tables, "hub");
    db.script("PRAGMA foreign_keys = OFF");
    for (const [at, [from, to]] of spans.entries()) {
      db.run(
        "INSERT INTO blank_rows VALUES (?, ?, 'e', ?, 0, 'loaded', 't', '', '', ?, ?, ?, ?, 0, '', '', '', 0)",
        ...[at + 1, `k${at % 3}`, at + 1, series, from, to, to - from + 1],
      );
    }
    return db;
  }

  it("finds every loading that has a number of another's, and no other", () => {
    const span = fc
      .tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 12 }))
      .map(([from, more]) => [from, from + more] as const);
    fc.assert(
      fc.property(fc.array(span, { maxLength: 12 }), (spans) => {
        const db = loadings(spans);
        const found = loadedTwice(db).map(({ span: { from, to } }) => [from, to]);
        const twice = spans.filter(([from, to], at) => spans.some(([first, last], other) => other !== at && first <= to && from <= last));
        db.close();
        assert.deepEqual(found, twice);
      }),
    );
  });

  it("looks for them in one walk along the index: no pair of loadings is held against each other, no row of a print is read", () => {
    const db = loadings([]);
    const plan = db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${LOADED_TWICE}`).map(({ detail }) => detail);
    db.close();
    const ofTable = plan.filter((detail) => /blank_rows|\br\b/.test(detail));
    assert.deepEqual(
      ofTable,
      ["SCAN blank_rows USING COVERING INDEX blank_rows_loaded", "SEARCH r USING INTEGER PRIMARY KEY (rowid=?)"],
      plan.join("; "),
    );
    // The one sort is of what was found.
    assert.equal(plan.filter((detail) => detail.includes("TEMP B-TREE")).length, 1, plan.join("; "));
  });

  it("numbers that an older release kept in small letters are found beside the same ones in capitals", async () => {
    const old = HUB_TABLES.slice(0, HUB_TABLES.indexOf(ONE_CASE_TABLES));
    const path = join(tempFolder(), "hub.db");
    const before = new Database(path, old, "hub");
    before.script("PRAGMA foreign_keys = OFF");
    const insert = "INSERT INTO blank_rows VALUES (?, ?, 'e', 1, 0, 'loaded', 't', '', '', ?, 1, 10, 10, 0, '', '', '', 0)";
    before.run(insert, 1, "k1", "sl-f#7");
    before.run(insert, 2, "k2", "SL-F#7");
    before.run("INSERT INTO blank_books VALUES ('k1', 1, 0, 'agrees', NULL, NULL)");
    before.close();
    const db = new Database(path, HUB_TABLES, "hub");
    const blanks = new SqliteBlanks(db);
    assert.equal((await blanks.overlaps()).length, 2);
    assert.equal(await blanks.isInStock("sl-f0000002"), true);
    assert.deepEqual(await blanks.due(), ["k1"], "the books are looked at again");
    db.close();
  });

  it("a hub of an older release with rows in its inbox is brought up to date", () => {
    const path = join(tempFolder(), "hub.db");
    const old = new Database(path, HUB_TABLES.slice(0, 3), "hub");
    old.run("INSERT INTO inbox VALUES (7, 'kiosk-01', 'e1', 3, 'r1', 'rating', '', 0, 0, x'00')");
    old.close();
    const store = new SqliteHubStore(path);
    store.close();
    const db = new Database(path, HUB_TABLES, "hub");
    assert.deepEqual(
      db.all("SELECT kiosk, epoch, first FROM kiosk_epochs").map((row) => ({ ...row })),
      [{ kiosk: "kiosk-01", epoch: "e1", first: 7 }],
    );
    db.close();
  });
});
