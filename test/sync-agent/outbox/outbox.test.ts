import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Database, lintSchema } from "../../../base/database.ts";
import { systemRandom } from "../../../base/random.ts";
import { must } from "../../../base/result.ts";
import { unseal } from "../../../base/seal.ts";
import { Outbox } from "../../../sync-agent/outbox/outbox.ts";
import { MAX_ROW_BYTES } from "../../../sync-agent/protocol/limits.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { HUB_KEYS, removeTempFolders, tempFolder } from "../support.ts";

describe("sync-agent/outbox", () => {
  const open: Database[] = [];
  function file(path = join(tempFolder(), "kiosk.db"), clock = new FakeClock()) {
    const db = new Database(path, [], "test");
    open.push(db);
    return { db, clock, path, outbox: new Outbox(db, HUB_KEYS.public.seal, systemRandom, clock) };
  }
  afterEach(() => {
    for (const db of open.splice(0)) db.close();
    removeTempFolders();
  });
  const ids = (outbox: Outbox) => outbox.peek(50, 1e6).map((row) => row.id);

  it("keeps rows in the order in which they were written", () => {
    const { outbox } = file();
    for (const id of ["a", "b", "c"]) outbox.enqueue("rating", "", id, {});
    assert.deepEqual(ids(outbox), ["a", "b", "c"]);
  });

  it("a row goes with the transaction that wrote it, or not at all", () => {
    const { db, outbox } = file();
    assert.throws(() =>
      db.transaction(() => {
        outbox.enqueue("case", "1", "1", {});
        throw new Error("power cut");
      }),
    );
    assert.equal(outbox.depth(), 0);
  });

  it("a row opens with the hub's key and in its own place only", () => {
    const { outbox } = file();
    outbox.enqueue("case", "1", "1", { name: "林晓岚" });
    const [row] = outbox.peek(1, 1e6);
    assert.ok(row);
    assert.deepEqual(JSON.parse(must(unseal(HUB_KEYS.private.seal, "case:1", row.sealed)).toString()), { name: "林晓岚" });
    assert.equal(unseal(HUB_KEYS.private.seal, "case:2", row.sealed).ok, false);
    assert.equal(unseal(HUB_KEYS.private.seal, "rating:1", row.sealed).ok, false);
  });

  it("nothing of the person can be found in the file", () => {
    const { outbox, path } = file();
    outbox.enqueue("case", "1", "1", { name: "林晓岚", idNumber: "990101199004120029" });
    for (const one of [path, `${path}-wal`]) {
      const bytes = readFileSync(one);
      assert.equal(bytes.includes("林晓岚"), false);
      assert.equal(bytes.includes("990101199004120029"), false);
    }
  });

  it("a number never comes back after its row was deleted", () => {
    const { outbox } = file();
    outbox.enqueue("rating", "", "a", {});
    const [first] = outbox.peek(1, 1e6);
    outbox.acknowledge([first?.seq ?? 0]);
    outbox.enqueue("rating", "", "b", {});
    assert.ok((outbox.peek(1, 1e6)[0]?.seq ?? 0) > (first?.seq ?? 0));
  });

  it("two processes see each other's rows and deletions in one file", () => {
    const runtime = file();
    const agent = file(runtime.path);
    runtime.outbox.enqueue("rating", "", "a", {});
    assert.deepEqual(ids(agent.outbox), ["a"]);
    assert.equal(agent.outbox.epoch(), runtime.outbox.epoch());
    agent.outbox.acknowledge(agent.outbox.peek(1, 1e6).map((row) => row.seq));
    assert.equal(runtime.outbox.depth(), 0);
  });

  it("a batch stops at the given size, but the first row always goes", () => {
    const { outbox } = file();
    for (const id of ["a", "b", "c"]) outbox.enqueue("rating", "", id, { filler: "x".repeat(1000) });
    assert.equal(outbox.peek(50, 2500).length, 2);
    assert.equal(outbox.peek(50, 10).length, 1);
    assert.equal(outbox.peek(2, 1e6).length, 2);
  });

  it("a row that could never be sent is refused where it is written", () => {
    const { outbox } = file();
    assert.throws(() => outbox.enqueue("case", "", "big", { filler: "x".repeat(MAX_ROW_BYTES) }), /big has \d+ bytes, at most/);
  });

  it("the same id twice is refused", () => {
    const { outbox } = file();
    outbox.enqueue("rating", "", "a", {});
    assert.throws(() => outbox.enqueue("rating", "", "a", {}), /UNIQUE/);
  });

  it("a deferred row holds back its own case and nobody else's", async () => {
    const { outbox, clock } = file();
    outbox.enqueue("case", "one", "a", {});
    outbox.enqueue("case", "two", "b", {});
    outbox.enqueue("issuance", "one", "c", {});
    outbox.enqueue("device-status", "", "d", {});
    outbox.failed(1, clock.now() + 60_000);
    assert.deepEqual(ids(outbox), ["b", "d"]);
    await clock.advance(60_001);
    assert.deepEqual(ids(outbox), ["a", "b", "c", "d"]);
  });

  it("a clock that was set back by a year does not hold a row for a year", () => {
    const { outbox, path, clock } = file();
    outbox.enqueue("case", "one", "a", {});
    outbox.failed(1, clock.now() + 60_000);
    const later = file(path, new FakeClock(clock.now() - 365 * 86_400_000));
    assert.deepEqual(ids(later.outbox), ["a"]);
  });

  it("a row set aside is kept, counted, out of the way, and can be sent again under its old number", () => {
    const { outbox } = file();
    for (const id of ["a", "b"]) outbox.enqueue("rating", "", id, {});
    outbox.quarantine(1, "grade 9");
    assert.deepEqual(ids(outbox), ["b"]);
    assert.equal(outbox.quarantinedCount(), 1);
    assert.equal(outbox.quarantined()[0]?.problem, "grade 9");
    assert.equal(outbox.releaseQuarantined(), 1);
    outbox.enqueue("rating", "", "c", {});
    assert.deepEqual(
      outbox.peek(50, 1e6).map(({ seq, id }) => [seq, id]),
      [
        [1, "a"],
        [2, "b"],
        [3, "c"],
      ],
    );
    assert.equal(outbox.quarantinedCount(), 0);
  });

  it("tells how many rows wait and how old the oldest is", async () => {
    const { outbox, clock } = file();
    assert.equal(outbox.oldestMs(), 0);
    outbox.enqueue("rating", "", "a", {});
    await clock.advance(5_000);
    outbox.enqueue("rating", "", "b", {});
    assert.equal(outbox.depth(), 2);
    assert.equal(outbox.oldestMs(), 5_000);
  });

  it("its tables keep the rules of the house", () => assert.deepEqual(lintSchema(file().db), []));
});
