import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { idCheckCharacter } from "../../../config/identity/id-number.ts";
import { CHECKPOINT_EVERY, Checkpoints } from "../../../runtime/journal/checkpoints.ts";
import { GENESIS } from "../../../runtime/journal/journal.ts";
import { openRecords, removeTemporaryFolders } from "../support/records.ts";

describe("the journal", () => {
  after(removeTemporaryFolders);

  function written(entries: number) {
    const records = openRecords();
    for (let n = 1; n <= entries; n++) records.journal.append("session.started", { session: `s${n}`, item: "x", version: 1 });
    return records;
  }

  /** What somebody with the disk in hand can do: the triggers are no obstacle. */
  function tamper(records: ReturnType<typeof openRecords>, sql: string) {
    records.db.script(`DROP TRIGGER journal_no_update; DROP TRIGGER journal_no_delete; ${sql}`);
  }

  it("is intact and empty on a new kiosk", () => {
    assert.deepEqual(openRecords().journal.verify(), { entries: 0, head: GENESIS, intact: true, firstBroken: null });
  });

  it("is intact after many entries, over more than one page", () => {
    const { journal } = written(2_003);
    assert.deepEqual({ ...journal.verify(), head: "" }, { entries: 2_003, head: "", intact: true, firstBroken: null });
  });

  const EDITS = [
    { what: "a changed field", sql: `UPDATE journal SET fields = '{"session":"other"}' WHERE seq = 3`, at: 3 },
    { what: "a changed time", sql: "UPDATE journal SET at = at + 1 WHERE seq = 1", at: 1 },
    { what: "a changed event", sql: "UPDATE journal SET event = 'nothing' WHERE seq = 5", at: 5 },
    { what: "a removed entry", sql: "DELETE FROM journal WHERE seq = 2", at: 2 },
    { what: "a renumbered tail", sql: "DELETE FROM journal WHERE seq = 4; UPDATE journal SET seq = 4 WHERE seq = 5", at: 4 },
    {
      what: "a swapped pair",
      sql: "UPDATE journal SET seq = 9 WHERE seq = 1; UPDATE journal SET seq = 1 WHERE seq = 2; UPDATE journal SET seq = 2 WHERE seq = 9",
      at: 1,
    },
  ];
  for (const { what, sql, at } of EDITS) {
    it(`shows ${what}, and where`, () => {
      const records = written(5);
      tamper(records, sql);
      const verdict = records.journal.verify();
      assert.equal(verdict.intact, false);
      assert.equal(verdict.firstBroken, at);
    });
  }

  it("shows a cut-off tail against the last checkpoint, even when entries were added since", () => {
    const records = written(5);
    records.journal.noteCheckpoint();
    tamper(records, "DELETE FROM journal WHERE seq > 3");
    assert.deepEqual(records.journal.verify().firstBroken, 5);
    records.journal.append("technician.entered", { by: "page", technician: "lin" });
    records.journal.append("technician.entered", { by: "page", technician: "lin" });
    assert.deepEqual(records.journal.verify().firstBroken, 5);
  });

  it("shows an entry that was edited and given a fitting hash of its own", () => {
    const records = written(4);
    const entry = records.db.get<{ seq: number; at: number; event: string; previous: string }>("SELECT * FROM journal WHERE seq = 2");
    assert.ok(entry);
    const fields = '{"session":"forged"}';
    const hash = createHash("sha256")
      .update(JSON.stringify([2, entry.at, entry.event, fields, entry.previous]))
      .digest("hex");
    tamper(records, `UPDATE journal SET fields = '${fields}', hash = '${hash}' WHERE seq = 2`);
    assert.equal(records.journal.verify().firstBroken, 3);
  });

  it("refuses to be edited through the database", () => {
    const { db } = written(1);
    assert.throws(() => db.run("UPDATE journal SET event = 'x'"), /append-only/);
    assert.throws(() => db.run("DELETE FROM journal"), /append-only/);
  });

  it("refuses to write down what it has no word for, or what looks like a person's number", () => {
    const { journal } = written(0);
    const number = "99010119900101001"; // 17 digits; the 18th makes it somebody's
    assert.throws(() => journal.append("session.started", { session: "s", item: "a b", version: 1 }), /short code without spaces/);
    assert.throws(
      () => journal.append("session.started", { session: number + idCheckCharacter(number), item: "x", version: 1 }),
      /number of a person/,
    );
    assert.equal(journal.head().entries, 0);
  });

  it("keeps nothing of an act that was rolled back", () => {
    const { db, journal } = written(2);
    assert.throws(() =>
      db.transaction(() => {
        journal.append("technician.entered", { by: "page", technician: "lin" });
        throw new Error("power");
      }),
    );
    assert.equal(journal.head().entries, 2);
    journal.append("technician.entered", { by: "page", technician: "lin" });
    assert.equal(journal.verify().intact, true);
  });

  it("tells the hub its head at the end of a session, once for the same head", () => {
    const records = written(2);
    const { db, journal, outbox, clock, random, posted } = records;
    const checkpoints = new Checkpoints(db, journal, outbox, clock, random);
    checkpoints.take();
    checkpoints.take();
    assert.deepEqual(
      posted.map(({ kind, body }) => [kind, body["entries"], body["head"]]),
      [["journal-checkpoint", 2, journal.head().head]],
    );
  });

  it("tells the hub its head in the middle of a long session", () => {
    const { db, journal, outbox, clock, random, posted } = written(CHECKPOINT_EVERY - 1);
    const checkpoints = new Checkpoints(db, journal, outbox, clock, random);
    checkpoints.takeIfDue();
    assert.equal(posted.length, 0);
    journal.append("technician.entered", { by: "page", technician: "lin" });
    checkpoints.takeIfDue();
    assert.equal(posted.length, 1);
  });
});
