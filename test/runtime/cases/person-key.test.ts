import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addTables, Database } from "../../../base/database.ts";
import { systemRandom } from "../../../base/random.ts";
import { sealKeyPair } from "../../../base/seal.ts";
import { CASE_TABLES } from "../../../runtime/cases/cases.ts";
import { openRecords } from "../../../runtime/open-records.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { removeTemporaryFolders, temporaryFolder } from "../support/records.ts";

const HUB = sealKeyPair().publicKey;
const APPLICATION = {
  session: "s1",
  item: { id: "proof", version: 1, department: "d", codes: { implementation: "11990101MB00000000420100000000X", handling: "01" } },
  mode: "queued",
  applicant: { name: "艾测试", idNumber: "990101199001010010" },
  factors: [],
  consents: [],
  persons: [],
  body: {},
} as const;

describe("the key by which a kiosk tells whether two cases are of one person", () => {
  after(removeTemporaryFolders);

  const fileOf = (data: string) => join(data, "keys", "person-hash.key");
  const start = (data: string, work: (records: ReturnType<typeof openRecords>) => void = () => undefined) => {
    const records = openRecords(data, "demo-001", HUB, new FakeClock(), systemRandom);
    work(records);
    const noted = records.db
      .all("SELECT fields FROM journal WHERE event = 'person-key.changed' ORDER BY seq")
      .map(({ fields }) => JSON.parse(String(fields)) as object);
    const { orphanedCases } = records;
    records.db.close();
    return { noted, orphanedCases };
  };
  const withCases = () => {
    const data = temporaryFolder();
    start(data, ({ cases }) => [1, 2].map(() => cases.register(APPLICATION)));
    return data;
  };

  it("is made at the first start and raises no alarm, then or later", () => {
    const data = withCases();
    assert.deepEqual(start(data), { noted: [], orphanedCases: 0 });
  });

  it("is an alarm, once, when its file is gone though cases were hashed by it; people are served all the same", () => {
    const data = withCases();
    rmSync(fileOf(data));
    const lost = { cases: 2, lost: true };
    assert.deepEqual(
      start(data, ({ cases }) => cases.register(APPLICATION)),
      { noted: [lost], orphanedCases: 2 },
    );
    assert.deepEqual(start(data), { noted: [lost], orphanedCases: 0 });
  });

  it("is an alarm when another key lies there, and is noted when the right one was put back", () => {
    const data = withCases();
    const right = readFileSync(fileOf(data));
    writeFileSync(fileOf(data), randomBytes(32));
    assert.deepEqual(start(data).noted, [{ cases: 2, lost: false }]);
    writeFileSync(fileOf(data), right);
    assert.equal(start(data).noted.length, 2);
    assert.equal(start(data).noted.length, 2);
  });

  it("may be gone while nobody was hashed yet", () => {
    const data = temporaryFolder();
    start(data);
    rmSync(fileOf(data));
    assert.deepEqual(start(data).noted, []);
  });

  const oldRelease = () => {
    const data = temporaryFolder();
    const db = new Database(join(data, "kiosk.db"), [], "runtime");
    addTables(db, "cases", CASE_TABLES.slice(0, 1));
    db.run("INSERT INTO case_record VALUES ('c', 'n', 'i', 1, 'h', 'queued', 0, NULL)");
    db.close();
    mkdirSync(join(data, "keys"));
    return data;
  };

  it("of an earlier release is taken as it lies there, and is missed when it does not", () => {
    const kept = oldRelease();
    writeFileSync(fileOf(kept), randomBytes(32));
    assert.deepEqual(start(kept).noted, []);
    assert.deepEqual(start(oldRelease()).noted, [{ cases: 1, lost: true }]);
  });

  it("that is cut short stops the start with what to do, and is not written over", () => {
    const data = withCases();
    writeFileSync(fileOf(data), "short");
    assert.throws(() => start(data), {
      name: "PersonKeyUnusable",
      message: /person-hash\.key, has 5 bytes, not 32; put the right one back/,
    });
    assert.equal(readFileSync(fileOf(data), "utf8"), "short");
    assert.ok(existsSync(join(data, "kiosk.db")));
  });
});
