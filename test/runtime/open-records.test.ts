import assert from "node:assert/strict";
import { lintSchema } from "../../base/database.ts";
import { systemRandom } from "../../base/random.ts";
import { sealKeyPair } from "../../base/seal.ts";
import { openRecords } from "../../runtime/open-records.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { removeTemporaryFolders, temporaryFolder } from "./support/records.ts";

describe("the kiosk's records", () => {
  after(removeTemporaryFolders);

  it("keep the rules of the house in every table: journal, ledger, blanks, cases and outbox", () => {
    const { db } = openRecords(temporaryFolder(), "demo-001", sealKeyPair().publicKey, new FakeClock(), systemRandom);
    const tables = db.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'").map(({ name }) => name);
    for (const name of ["issuance", "blank", "case_record", "outbox"]) assert.ok(tables.includes(name), name);
    assert.deepEqual(lintSchema(db), []);
    db.close();
  });
});
