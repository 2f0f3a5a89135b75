import assert from "node:assert/strict";
import { hallTime } from "../../../config/hall-time.ts";
import { kioskDigits } from "../../../runtime/cases/case-number.ts";
import type { Application } from "../../../runtime/cases/cases.ts";
import { openRecords, removeTemporaryFolders } from "../support/records.ts";

const NAME = "艾测试";
const ID_NUMBER = "990101199001010010";
const APPLICATION: Application = {
  session: "s1",
  item: {
    id: "residence-proof",
    version: 3,
    department: "population",
    codes: { implementation: "11990101MB00000000420100000000X", handling: "01" },
  },
  mode: "queued",
  applicant: { name: NAME, idNumber: ID_NUMBER },
  factors: ["id-card"],
  consents: [],
  persons: [],
  body: { address: "示例市某路 1 号" },
};

describe("cases", () => {
  after(removeTemporaryFolders);

  it("carry implementation code, handling code, date, kiosk and a serial that counts up", () => {
    const { cases } = openRecords();
    assert.equal(cases.register(APPLICATION).number, "11990101MB00000000420100000000X01202601050070001");
    assert.equal(cases.register(APPLICATION).number, "11990101MB00000000420100000000X01202601050070002");
  });

  it("start a new count on a new day of the hall, not of UTC", async () => {
    const { cases, clock } = openRecords();
    cases.register(APPLICATION);
    await clock.advance(15 * 3_600_000 - 1); // 09:00 in the hall, to the last millisecond of its day
    assert.match(cases.register(APPLICATION).number, /202601050070002$/);
    await clock.advance(1);
    assert.match(cases.register(APPLICATION).number, /202601060070001$/);
  });

  it("go on counting after a restart", () => {
    const first = openRecords();
    first.cases.register(APPLICATION);
    first.db.close();
    const second = openRecords(first.path);
    assert.match(second.cases.register(APPLICATION).number, /0002$/);
  });

  it("are written together with the row to the hub, or not at all", () => {
    const { cases, db, journal, outbox } = openRecords();
    outbox.enqueue = () => {
      throw new Error("disk full");
    };
    assert.throws(() => cases.register(APPLICATION), /disk full/);
    assert.deepEqual(db.all("SELECT * FROM case_record"), []);
    assert.deepEqual(db.all("SELECT * FROM case_counter"), []);
    assert.equal(journal.head().entries, 0);
  });

  it("leave nothing of the person in the kiosk's own tables", () => {
    const { cases, db } = openRecords();
    cases.register(APPLICATION);
    const kept = JSON.stringify([db.all("SELECT * FROM case_record"), db.all("SELECT * FROM journal")]);
    for (const personal of [NAME, ID_NUMBER, "示例市"]) assert.equal(kept.includes(personal), false, personal);
  });

  it("are rated once", () => {
    const { cases, posted } = openRecords();
    const { id } = cases.register(APPLICATION);
    assert.deepEqual(cases.rate(id, "residence-proof", 5, ["fast"]), { ok: true, value: undefined });
    assert.deepEqual(cases.rate(id, "residence-proof", 1, []), { ok: false, error: "case.already-rated" });
    assert.deepEqual(cases.rate("other", "residence-proof", 1, []), { ok: false, error: "case.unknown" });
    assert.equal(posted.filter((row) => row.kind === "rating").length, 1);
  });

  it("take three digits from any kiosk id", () => {
    assert.deepEqual(["demo-007", "k12", "hall-3-kiosk-1042", "lobby"].map(kioskDigits), ["007", "012", "042", "000"]);
  });

  it("say their time with the hall's offset", () => {
    assert.equal(hallTime(Date.UTC(2026, 11, 31, 16, 0, 5)), "2027-01-01T00:00:05+08:00");
  });
});
