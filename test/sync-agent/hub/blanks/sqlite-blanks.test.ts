import assert from "node:assert/strict";
import { join } from "node:path";
import { Database, lintSchema } from "../../../../base/database.ts";
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
