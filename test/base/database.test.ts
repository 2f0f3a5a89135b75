import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addTables, Database, DatabaseUnusable, lintSchema } from "../../base/database.ts";

const NOTES = ["CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT"];

describe("base/database", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "zz-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("stays at synchronous=FULL in WAL mode after a write", () => {
    const db = new Database(join(folder, "a.db"), NOTES);
    db.run("INSERT INTO note (text) VALUES (?)", "x");
    assert.equal(db.get<{ synchronous: number }>("PRAGMA synchronous")?.synchronous, 2);
    assert.equal(db.get<{ journal_mode: string }>("PRAGMA journal_mode")?.journal_mode, "wal");
    db.close();
  });

  it("rolls a failed transaction back whole, and the next one works", () => {
    const db = new Database(join(folder, "a.db"), NOTES);
    assert.throws(() =>
      db.transaction(() => {
        db.run("INSERT INTO note (text) VALUES ('a')");
        throw new Error("half way");
      }),
    );
    db.transaction(() => void db.run("INSERT INTO note (text) VALUES ('b')"));
    assert.deepEqual(
      db.all<{ text: string }>("SELECT text FROM note").map((row) => row.text),
      ["b"],
    );
    db.close();
  });

  it("commits nested work only with the outermost transaction", () => {
    const path = join(folder, "a.db");
    const db = new Database(path, NOTES);
    const other = new Database(path, NOTES);
    db.transaction(() => {
      db.transaction(() => void db.run("INSERT INTO note (text) VALUES ('inner')"));
      assert.equal(other.all("SELECT * FROM note").length, 0);
    });
    assert.equal(other.all("SELECT * FROM note").length, 1);
    db.close();
    other.close();
  });

  it("applies each migration once, and refuses a file from a later release", () => {
    const path = join(folder, "a.db");
    new Database(path, NOTES).close();
    new Database(path, [...NOTES, "ALTER TABLE note ADD COLUMN at INTEGER NOT NULL DEFAULT 0"]).close();
    assert.throws(() => new Database(path, NOTES), DatabaseUnusable);
  });

  it("keeps the numbering of two rooms in one file apart", () => {
    const path = join(folder, "a.db");
    const db = new Database(path, NOTES);
    addTables(db, "other", ["CREATE TABLE thing (id TEXT PRIMARY KEY) STRICT"]);
    db.close();
    const again = new Database(path, NOTES);
    addTables(again, "other", ["CREATE TABLE thing (id TEXT PRIMARY KEY) STRICT"]);
    assert.deepEqual(lintSchema(again), []);
    again.close();
  });

  it("names a table that is not STRICT or has no key", () => {
    const db = new Database(join(folder, "a.db"), ["CREATE TABLE loose (a TEXT)"]);
    assert.deepEqual(lintSchema(db), ["table loose is not STRICT", "table loose has no primary key"]);
    db.close();
  });

  it("says which file cannot be used when it is not a database", () => {
    const path = join(folder, "a.db");
    writeFileSync(path, "this is a text file and no database at all, whatever its name says");
    assert.throws(
      () => new Database(path, NOTES),
      (error: Error) => error instanceof DatabaseUnusable && error.message.includes(path),
    );
  });
});
