import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { systemRandom } from "../../../base/random.ts";
import { must } from "../../../base/result.ts";
import { Sealer } from "../../../base/seal.ts";
import { makeHubKeys } from "../../../sync-agent/hub/keys.ts";
import { unpack } from "../../../sync-agent/protocol/gzip.ts";
import type { Batch } from "../../../sync-agent/protocol/messages.ts";
import { KIOSK_HEADER, SIGNATURE_HEADER, sign, TIME_HEADER } from "../../../sync-agent/protocol/signature.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { drainAll, enqueueCase, HUB_KEYS, KIOSK, OTHER_DEVICE_KEY, openHub, openKiosk, removeTempFolders, tempFolder } from "../support.ts";

const HUB_SIGN = createPrivateKey(HUB_KEYS.private.sign);

/** A hub that answers as a test says, signed by whichever key. */
async function actedHub(
  answer: (
    batch: Batch,
    headers: { time: number },
  ) => { status: number; message: unknown; key?: string; time?: number; headers?: Record<string, string> },
) {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      assert.equal(request.headers[KIOSK_HEADER], KIOSK);
      const batch = JSON.parse(must(unpack(Buffer.concat(chunks), 1e7)).toString()) as Batch;
      const asked = Number(request.headers[TIME_HEADER]);
      const reply = answer(batch, { time: asked });
      const body = Buffer.from(JSON.stringify(reply.message));
      const key = reply.key ? createPrivateKey(reply.key) : HUB_SIGN;
      const signed = sign(key, { method: "POST", path: request.url ?? "", body, time: reply.time ?? asked });
      response.writeHead(reply.status, { ...signed, ...reply.headers }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const receiptFor = (batch: Batch, changes: object = {}) => ({
  status: 200,
  message: { kiosk: batch.kiosk, epoch: batch.epoch, storedUpTo: batch.rows.at(-1)?.seq ?? 0, refused: [], ...changes },
});
const problem = (status: number, code: string) => ({ status, message: { error: { code, what: code, faults: [] } } });

describe("sync-agent/agent/drain", () => {
  const closers: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
    removeTempFolders();
  });
  async function meeting(answer: Parameters<typeof actedHub>[0]) {
    const clock = new FakeClock();
    const hub = await actedHub(answer);
    const kiosk = openKiosk(tempFolder(), hub.url, clock);
    closers.push(hub.close, () => kiosk.db.close());
    return { ...kiosk, clock };
  }

  it("a receipt signed by somebody else deletes nothing", async () => {
    const forger = makeHubKeys();
    const { outbox, drain, clock } = await meeting((batch) => ({ ...receiptFor(batch), key: forger.private.sign }));
    enqueueCase(outbox, clock);
    const step = await drain.step();
    assert.match(step.kind === "failed" ? step.why : "", /signature.wrong/);
    assert.equal(outbox.depth(), 1);
  });

  it("a receipt without a signature deletes nothing", async () => {
    const { outbox, drain, clock } = await meeting((batch) => ({ ...receiptFor(batch), headers: { [SIGNATURE_HEADER]: "" } }));
    enqueueCase(outbox, clock);
    assert.equal((await drain.step()).kind, "failed");
    assert.equal(outbox.depth(), 1);
  });

  it("yesterday's receipt, played again, deletes nothing", async () => {
    let kept: { message: unknown; time: number } | undefined;
    const { outbox, drain, clock } = await meeting((batch, { time }) => {
      if (kept) return { status: 200, ...kept };
      kept = { message: receiptFor(batch, { storedUpTo: 1_000 }).message, time };
      return { status: 200, ...kept };
    });
    enqueueCase(outbox, clock);
    assert.equal((await drain.step()).kind, "moved");
    enqueueCase(outbox, clock);
    const step = await drain.step();
    assert.match(step.kind === "failed" ? step.why : "", /another request/);
    assert.equal(outbox.depth(), 1);
  });

  for (const [name, changes] of Object.entries({
    "for another kiosk": { kiosk: "kiosk-02" },
    "for another epoch": { epoch: "ff" },
    "that names none of the rows": { storedUpTo: 0 },
    "with a key missing": { refused: undefined },
  })) {
    it(`a receipt ${name} deletes nothing`, async () => {
      const { outbox, drain, clock } = await meeting((batch) => receiptFor(batch, changes));
      enqueueCase(outbox, clock);
      assert.equal((await drain.step()).kind, "failed");
      assert.equal(outbox.depth(), 1);
    });
  }

  it("a row that was written after the batch left stays, whatever the receipt says", async () => {
    const late: { write: () => void } = { write: () => undefined };
    const { outbox, drain, clock } = await meeting((batch) => {
      late.write();
      return receiptFor(batch, { storedUpTo: 1_000 });
    });
    enqueueCase(outbox, clock);
    late.write = () => void enqueueCase(outbox, clock);
    await drain.step();
    assert.equal(outbox.depth(), 1);
  });

  it("never sends more than 50 rows or 256 KB at once", async () => {
    const sizes: number[] = [];
    const bytes: number[] = [];
    const kiosk = await meeting((batch) => {
      sizes.push(batch.rows.length);
      bytes.push(batch.rows.reduce((sum, row) => sum + (row.sealed.length * 3) / 4, 0));
      return receiptFor(batch);
    });
    for (let n = 0; n < 70; n++) kiosk.outbox.enqueue("rating", "", `small ${n}`, {});
    for (let n = 0; n < 4; n++) kiosk.outbox.enqueue("rating", "", `large ${n}`, { filler: "x".repeat(100_000) });
    await drainAll({ ...kiosk });
    assert.equal(sizes[0], 50);
    assert.ok(Math.max(...bytes) <= 256 * 1024 + 3, `${Math.max(...bytes)} bytes`);
    assert.equal(
      sizes.reduce((a, b) => a + b),
      74,
    );
  });

  it("a row the hub refuses by name is set aside, and the others are delivered", async () => {
    const { outbox, drain, clock } = await meeting((batch) =>
      receiptFor(batch, { refused: [{ seq: batch.rows[1]?.seq, problem: "cannot be opened" }] }),
    );
    for (let n = 0; n < 3; n++) enqueueCase(outbox, clock);
    assert.deepEqual(await drain.step(), { kind: "moved", stored: 2, setAside: 1 });
    assert.equal(outbox.depth(), 0);
    assert.equal(outbox.quarantined()[0]?.problem, "cannot be opened");
  });

  it("one row that makes the hub refuse whole batches is found and set aside; the other 49 arrive", async () => {
    const arrived: number[] = [];
    const kiosk = await meeting((batch) => {
      if (batch.rows.some((row) => row.seq === 31)) return problem(400, "body.wrong-shape");
      arrived.push(...batch.rows.map((row) => row.seq));
      return receiptFor(batch);
    });
    for (let n = 0; n < 50; n++) enqueueCase(kiosk.outbox, kiosk.clock);
    await drainAll(kiosk);
    assert.equal(arrived.length, 49);
    assert.deepEqual(
      kiosk.outbox.quarantined().map((row) => row.seq),
      [31],
    );
  });

  it("one row on which the hub breaks is held back while the others arrive, and goes when the hub is mended", async () => {
    let mended = false;
    const arrived: number[] = [];
    const kiosk = await meeting((batch) => {
      if (!mended && batch.rows.some((row) => row.seq === 7)) return problem(500, "hub.broke");
      arrived.push(...batch.rows.map((row) => row.seq));
      return receiptFor(batch);
    });
    for (let n = 0; n < 20; n++) enqueueCase(kiosk.outbox, kiosk.clock);
    await drainAll(kiosk);
    assert.equal(arrived.length, 19);
    assert.deepEqual([kiosk.outbox.depth(), kiosk.outbox.quarantinedCount()], [1, 0]);
    mended = true;
    await kiosk.clock.advance(6 * 60_000);
    await drainAll(kiosk);
    assert.equal(arrived.length, 20);
  });

  for (const status of [401, 403, 404, 429, 503]) {
    it(`a hub that answers ${status} loses and sets aside nothing, however often`, async () => {
      const { outbox, drain, clock } = await meeting(() => problem(status, "no"));
      enqueueCase(outbox, clock);
      for (let n = 0; n < 20; n++) assert.equal((await drain.step()).kind, "failed");
      assert.deepEqual([outbox.depth(), outbox.quarantinedCount()], [1, 0]);
    });
  }

  it("a captive portal that refuses everything cannot have a row set aside", async () => {
    const { outbox, drain, clock } = await meeting(() => ({ ...problem(400, "body.wrong-shape"), headers: { [SIGNATURE_HEADER]: "" } }));
    enqueueCase(outbox, clock);
    for (let n = 0; n < 20; n++) assert.equal((await drain.step()).kind, "failed");
    assert.deepEqual([outbox.depth(), outbox.quarantinedCount()], [1, 0]);
  });

  it("Retry-After is passed on", async () => {
    const { outbox, drain, clock } = await meeting(() => ({ ...problem(503, "hub.busy"), headers: { "retry-after": "7" } }));
    enqueueCase(outbox, clock);
    const step = await drain.step();
    assert.equal(step.kind === "failed" ? step.retryAfterMs : null, 7_000);
  });
});

describe("sync-agent: kiosk and hub", () => {
  const closers: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
    removeTempFolders();
  });
  async function pair(changes: Parameters<typeof openKiosk>[3] = {}, kioskClock?: FakeClock) {
    const clock = new FakeClock();
    const hub = await openHub({ clock, data: tempFolder() });
    const folder = tempFolder();
    const kiosk = openKiosk(folder, hub.url, kioskClock ?? clock, changes);
    closers.push(
      () => hub.close(),
      () => kiosk.db.close(),
    );
    return { clock, hub, kiosk, folder };
  }

  it("a device with another key than the hub knows gets nothing in, and loses nothing", async () => {
    const { kiosk, clock } = await pair({ deviceKey: OTHER_DEVICE_KEY.privateKey });
    enqueueCase(kiosk.outbox, clock);
    assert.equal((await kiosk.drain.step()).kind, "failed");
    assert.equal(kiosk.outbox.depth(), 1);
  });

  it("a kiosk that expects another hub's key takes no receipt", async () => {
    const other = createPublicKey(makeHubKeys().public.sign).export({ type: "spki", format: "pem" }).toString();
    const { kiosk, clock } = await pair({ hubKey: other });
    enqueueCase(kiosk.outbox, clock);
    assert.equal((await kiosk.drain.step()).kind, "failed");
    assert.equal(kiosk.outbox.depth(), 1);
  });

  it("a kiosk whose clock is a year behind learns the hub's time and delivers", async () => {
    const kioskClock = new FakeClock(Date.UTC(2025, 0, 1));
    const { kiosk, clock } = await pair({}, kioskClock);
    enqueueCase(kiosk.outbox, kioskClock);
    assert.deepEqual(await kiosk.drain.step(), { kind: "moved", stored: 1, setAside: 0 });
    assert.equal(kiosk.client.clockOffsetMs, clock.now() - kioskClock.now());
  });

  it("a row sealed to an old hub key is set aside with the reason; the next one arrives", async () => {
    const { kiosk, clock } = await pair();
    const old = new Sealer(makeHubKeys().public.seal, systemRandom, clock).seal("case:x", Buffer.from("{}"));
    kiosk.db.run("INSERT INTO outbox (id, kind, subject, sealed, created_at) VALUES ('x', 'case', '', ?, 0)", old);
    enqueueCase(kiosk.outbox, clock);
    assert.deepEqual(await kiosk.drain.step(), { kind: "moved", stored: 1, setAside: 1 });
    assert.match(kiosk.outbox.quarantined()[0]?.problem ?? "", /cannot be opened/);
  });

  it("a row that is too large for the wire is set aside on the kiosk and blocks nothing", async () => {
    const { kiosk, clock } = await pair();
    kiosk.db.run("INSERT INTO outbox (id, kind, subject, sealed, created_at) VALUES ('x', 'case', '', ?, 0)", Buffer.alloc(300_000));
    enqueueCase(kiosk.outbox, clock);
    await drainAll(kiosk);
    assert.deepEqual([kiosk.outbox.depth(), kiosk.outbox.quarantinedCount()], [0, 1]);
  });

  it("a kiosk whose disk was put back from a copy starts a new epoch and loses neither old nor new cases", async () => {
    const { kiosk, clock, hub, folder } = await pair();
    const copied = enqueueCase(kiosk.outbox, clock);
    kiosk.db.run("VACUUM INTO ?", `${folder}/copy.db`);
    const afterCopy = enqueueCase(kiosk.outbox, clock);
    await drainAll(kiosk);
    const restored = tempFolder();
    const { copyFileSync } = await import("node:fs");
    copyFileSync(`${folder}/copy.db`, `${restored}/kiosk.db`);
    const again = openKiosk(restored, hub.url, clock);
    closers.push(() => again.db.close());
    const afterRestore = enqueueCase(again.outbox, clock);
    await drainAll(again);
    const store = openKioskStore(hub);
    assert.deepEqual([...(await store)].sort(), [copied, afterCopy, afterRestore].sort());
    assert.notEqual(again.outbox.epoch(), kiosk.outbox.epoch());
  });

  async function openKioskStore(hub: Awaited<ReturnType<typeof openHub>>): Promise<string[]> {
    const rows = await hub.store.newestCases(100);
    return rows.map((row) => row.id);
  }
});
