/**
 * What durability costs: `Outbox.enqueue` in its own commit against a bare node:sqlite FULL commit of the same bytes (`ratio`), which were
 * sealed beforehand; against one that seals on the way, as a row of a person must be; and what a hub takes in batches of 50.
 * Rounds alternate in one run, because on a shared machine only ratios within a run mean anything.
 *
 *   node test/bench/outbox.bench.ts [rounds] [operations per round]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { systemClock } from "../../base/clock.ts";
import { Database } from "../../base/database.ts";
import { systemRandom, uuidv7 } from "../../base/random.ts";
import { must } from "../../base/result.ts";
import { Sealer } from "../../base/seal.ts";
import { makeHubKeys } from "../../sync-agent/hub/keys.ts";
import { openRow } from "../../sync-agent/hub/open-row.ts";
import { SqliteHubStore } from "../../sync-agent/hub/sqlite-store.ts";
import { Outbox } from "../../sync-agent/outbox/outbox.ts";
import type { OutboxRow } from "../../sync-agent/protocol/messages.ts";

const [rounds = 15, operations = 300] = process.argv.slice(2).map(Number);
const BATCH = 50;
const keys = makeHubKeys();
const folder = mkdtempSync(join(tmpdir(), "zz-bench-"));
const body = {
  id: "",
  number: "11990101MA0F00027J3000117021000202601050001",
  item: "business-registration",
  itemVersion: 1,
  department: "market-registration",
  registeredAt: "2026-01-05T09:00:00+08:00",
  kiosk: "kiosk-01",
  applicant: { name: "林晓岚", idNumber: "990101199004120029" },
  factors: ["id-card", "face"],
  consents: [],
  body: { filler: "x".repeat(600) },
};
const newId = () => uuidv7(systemClock.now(), systemRandom);

function perSecond(count: number, work: () => void): number {
  const start = systemClock.monotonic();
  work();
  return (count * 1000) / (systemClock.monotonic() - start);
}

const median = (values: number[]) => Math.round([...values].sort((a, b) => a - b)[values.length >> 1] ?? 0);

const ratio = (over: number[], under: number[]) => median(over.map((value, at) => (value / (under[at] ?? 1)) * 1000)) / 1000;

// The same table, the same bytes, nothing of ours in between.
const bare = new DatabaseSync(join(folder, "bare.db"));
bare.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
  CREATE TABLE outbox (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, subject TEXT NOT NULL,
  sealed BLOB NOT NULL, created_at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL DEFAULT 0) STRICT`);
const insert = bare.prepare("INSERT INTO outbox (id, kind, subject, sealed, created_at) VALUES (?, ?, ?, ?, ?)");
const sealer = new Sealer(keys.public.seal, systemRandom, systemClock);
const sealed = sealer.seal("case:x", Buffer.from(JSON.stringify(body)));

const db = new Database(join(folder, "kiosk.db"), [], "bench");
const outbox = new Outbox(db, keys.public.seal, systemRandom, systemClock);
const store = new SqliteHubStore(join(folder, "hub.db"));

function batchOf(first: number): OutboxRow[] {
  return Array.from({ length: BATCH }, (_, at) => {
    const id = newId();
    const plain = Buffer.from(JSON.stringify({ ...body, id }));
    const box = sealer.seal(`case:${id}`, plain).toString("base64");
    return { seq: first + at, id, kind: "case" as const, subject: id, createdAt: 1, sealed: box };
  });
}

const results = {
  bare: [] as number[],
  sealedBare: [] as number[],
  enqueue: [] as number[],
  seal: [] as number[],
  open: [] as number[],
  ingest: [] as number[],
};
let seq = 1;
for (let round = 0; round < rounds; round++) {
  results.bare.push(perSecond(operations, () => commitBare(() => sealed)));
  results.sealedBare.push(perSecond(operations, () => commitBare((id) => sealOne(id))));
  results.enqueue.push(
    perSecond(operations, () => {
      for (let n = 0; n < operations; n++) {
        const id = newId();
        db.transaction(() => outbox.enqueue("case", id, id, { ...body, id }));
      }
    }),
  );
  results.seal.push(
    perSecond(operations, () => {
      for (let n = 0; n < operations; n++) sealer.seal("case:x", Buffer.from(JSON.stringify(body)));
    }),
  );
  const batches = Array.from({ length: 10 }, (_, at) => batchOf(seq + at * BATCH));
  seq += 10 * BATCH;
  const opened = batches.map((rows) => ({ kiosk: "kiosk-01", epoch: "e", rows: [] as ReturnType<typeof openOne>[], wire: rows }));
  results.open.push(
    perSecond(10 * BATCH, () => {
      for (const one of opened) one.rows = one.wire.map(openOne);
    }),
  );
  const start = systemClock.monotonic();
  for (const { kiosk, epoch, rows } of opened)
    await store.ingest({ kiosk, epoch, rows }, systemClock.now(), () => ["market-registration", "case-centre"]);
  results.ingest.push((10 * BATCH * 1000) / (systemClock.monotonic() - start));
}

function commitBare(bytes: (id: string) => Buffer): void {
  for (let n = 0; n < operations; n++) {
    const id = newId();
    bare.exec("BEGIN IMMEDIATE");
    insert.run(id, "case", id, bytes(id), systemClock.now());
    bare.exec("COMMIT");
  }
}

function sealOne(id: string): Buffer {
  return sealer.seal(`case:${id}`, Buffer.from(JSON.stringify({ ...body, id })));
}

function openOne(row: OutboxRow) {
  return must(openRow(row, keys.private.seal));
}

process.stdout.write(
  `${JSON.stringify({
    bench: "outbox",
    rounds,
    operations,
    rowBytes: sealed.length,
    bareCommitsPerSecond: median(results.bare),
    enqueuesPerSecond: median(results.enqueue),
    sealedBareCommitsPerSecond: median(results.sealedBare),
    ratio: ratio(results.enqueue, results.bare),
    ratioToSealedBare: ratio(results.enqueue, results.sealedBare),
    sealsPerSecond: median(results.seal),
    hubOpenedRowsPerSecond: median(results.open),
    hubStoredRowsPerSecondBatch50: median(results.ingest),
  })}\n`,
);
bare.close();
db.close();
store.close();
rmSync(folder, { recursive: true, force: true });
